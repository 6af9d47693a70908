import type { ChannelSettings } from '../../../maintenance/schedule/channels/channel-settings.ts';
import type { Cloud } from '../../gateway/cloud.ts';
import { healthchecksInbox } from '../../inbox/chats/healthchecks.ts';
import { createInbox, type Inbox } from '../../inbox/inbox.ts';
import { type ShownMessage, shownMessages } from '../../inbox/page/shown-message.ts';
import { createSmn } from '../../smn/smn-service.ts';
import type { CloudClock } from '../../wire/cloud-clock.ts';
import { createDemoRooms, type DemoRoom } from '../demo-rooms.ts';
import type { LocalChannel } from '../lead-schedule.ts';

/** A message that a channel was told. */
export type ToldMessage = Pick<ShownMessage, 'kind' | 'receivedAt' | 'outcome' | 'proof'> & {
  /** The name of the channel in the schedule. */
  readonly channel: string;
};

/** Receivers in place of the channels of a schedule, each of which answers as its chat does. */
export type LocalChannels = {
  readonly of: (name: string) => LocalChannel | undefined;
  /** What came, in order. */
  readonly told: () => readonly ToldMessage[];
};

/** Opens a receiver on a cloud for each channel, behind a path of its own. */
export function openLocalChannels(
  { cloud, clock, home }: { readonly cloud: Cloud; readonly clock: CloudClock; readonly home: string },
  notify: Readonly<Record<string, Pick<ChannelSettings, 'kind'>>>,
): LocalChannels {
  const smn = createSmn(cloud);
  const known = createDemoRooms();
  const rooms = new Map<string, DemoRoom>();
  const topics = new Map<string, string>();
  for (const [name, { kind }] of Object.entries(notify)) {
    const room = known.find((each) => each.kind === kind);
    if (kind === 'smn') topics.set(name, smn.createTopic(home, name));
    else if (room) rooms.set(name, roomOf(name, room));
  }
  const all = [...rooms.values()];
  const inbox: Inbox = createInbox({
    clock,
    secrets: Object.fromEntries(
      all.flatMap(({ kind, path, settings }) =>
        kind === 'webhook' ? [[path, String(settings['secret'])]] : [],
      ),
    ),
    chats: Object.assign({}, ...all.map(({ chats }) => chats)),
    prefix: '/inbox',
  });
  cloud.mount('/inbox', (request, body) => inbox.handle(request, body));
  return {
    of(name) {
      const topicUrn = topics.get(name);
      if (topicUrn !== undefined)
        return { set: { topicUrn, endpoint: cloud.endpoint }, to: 'a topic of the local cloud', why };
      const room = rooms.get(name);
      if (!room) return undefined;
      const { path, query, settings } = room;
      const url = `${cloud.endpoint}/inbox${path}${query === '' ? '' : `?${query}`}`;
      const { secret } = settings;
      return {
        set: { url, ...(secret !== undefined && { secret }), allowLoopback: true },
        to: `a receiver on this machine that answers as ${room.kind} does`,
        why,
      };
    },
    told: () =>
      shownMessages({ rooms: all, messages: inbox.messages, published: smn.messages })
        .map(({ kind, room, receivedAt, outcome, proof }) => ({
          channel: room.split('/').filter((part) => part !== '')[0] ?? room,
          ...{ kind, receivedAt, outcome, proof },
        }))
        .toSorted((one, other) => one.receivedAt - other.receivedAt),
  };
}

const why = 'nobody outside is told';

/** The room of a kind, behind the name of a channel. */
function roomOf(name: string, room: DemoRoom): DemoRoom {
  const path = `/${name}`;
  if (room.kind === 'healthchecks') return { ...room, path, chats: healthchecksInbox(path).chats };
  const [chat] = Object.values(room.chats);
  return { ...room, path, chats: chat ? { [path]: chat } : {} };
}
