import type { Channel, Delivery, Notice } from './channel.ts';

/**
 * Tells every channel at once, none waiting for another, and answers in their order. Never throws: a channel
 * that breaks its promise not to is `unconfirmed`, as nobody knows how far it came. `deadline` in milliseconds
 * since 1970.
 */
export function tellAll(
  channels: readonly Channel[],
  notice: Notice,
  deadline: number,
): Promise<readonly Delivery[]> {
  return Promise.all(channels.map((channel) => tellOne(channel, notice, deadline)));
}

async function tellOne(channel: Channel, notice: Notice, deadline: number): Promise<Delivery> {
  try {
    return await channel.tell(notice, deadline);
  } catch {
    // The error is not quoted: what an unforeseen one holds was not looked at for secrets.
    return {
      channel: channel.name,
      status: 'unconfirmed',
      attempts: 0,
      reason: 'telling failed unexpectedly',
    };
  }
}
