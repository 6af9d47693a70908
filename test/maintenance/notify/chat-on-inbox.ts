import type { Notice } from '../../../functions/maintenance/notify/channel.ts';
import { createChannel } from '../../../functions/maintenance/notify/create-channel.ts';
import {
  type ChannelKind,
  channelSettings,
  type SettingsOf,
} from '../../../functions/maintenance/schedule/channels/channel-settings.ts';
import { createRedactor } from '../../../functions/maintenance/secrets/redact.ts';
import type { InboxChat } from '../../../functions/minicloud/inbox/chats/chat.ts';
import { startInbox } from '../../minicloud/inbox/inbox-server.ts';
import { now } from './sample-notice.ts';
import { stillClock } from './still-clock.ts';

/** A chat behind an inbox, and what a schedule says of it. */
export type ChatOnInbox = {
  readonly kind: ChannelKind;
  readonly inbox: InboxChat;
  readonly secret?: string;
  /** What follows the `?` of the URL. */
  readonly query?: string;
  readonly mention?: readonly string[];
  readonly when?: SettingsOf<'webhook'>['when'];
};

/** Starts an inbox that answers as a chat does, and a channel to it, made of settings as they are written. */
export async function chatOnInbox({ inbox: chat, query, ...written }: ChatOnInbox) {
  const clock = stillClock(now);
  const handClock = { now: clock.now, scale: Number.POSITIVE_INFINITY };
  const inbox = await startInbox({ clock: handClock, chats: { '/room': chat } });
  const lines: unknown[] = [];
  const url = `${inbox.url}/room${query === undefined ? '' : `?${query}`}`;
  const channel = await createChannel({
    name: 'ops',
    settings: channelSettings.parse({ ...written, url, allowLoopback: true }),
    clock,
    random: () => 0.5,
    redact: createRedactor([url, written.secret ?? '']),
    log: (message, fields) => lines.push({ message, ...fields }),
  });
  return {
    inbox,
    clock,
    lines,
    tell: (notice: Notice) => channel.tell(notice, clock.now() + 60_000),
    [Symbol.asyncDispose]: () => inbox.close(),
  };
}
