import type { Preview } from '../../maintenance/notify/channel.ts';
import type { ChannelSettings } from '../../maintenance/schedule/channels/channel-settings.ts';

/** What goes with a body, for people: to which kind of receiver, how large, under which headers. */
export function messageText({ kind }: ChannelSettings, { headers, body }: Preview): string {
  const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [
    `POST to ${kind}, ${Buffer.byteLength(body)} bytes; the address and signatures are not shown`,
    ...own,
  ].join('\n');
}
