import { describe, expect, test } from 'vitest';
import { type Channel, tellAll } from '../../../functions/maintenance/notify/channel.ts';
import { createChannel } from '../../../functions/maintenance/notify/create-channel.ts';
import { hangUp, startReceiver, status } from './receiver.ts';
import { channelParts, finished, now } from './sample-notice.ts';

const inAMinute = now + 60_000;

describe('telling every channel', () => {
  test('reaches those that live when others are dead, misconfigured or broken', async () => {
    await using good = await startReceiver(status(200));
    await using dead = await startReceiver(hangUp);
    const broken: Channel = {
      name: 'broken',
      tell() {
        throw new Error('a bug');
      },
    };
    const channels = [
      await createChannel({ ...channelParts(dead.url), name: 'dead' }),
      broken,
      await createChannel({ ...channelParts(good.url, { secret: 'whsec_short' }), name: 'unsigned' }),
      await createChannel({ ...channelParts('not-a-url-canary'), name: 'nowhere' }),
      await createChannel({ ...channelParts(good.url), name: 'good' }),
    ];
    const deliveries = await tellAll(channels, finished, inAMinute);
    expect(deliveries).toEqual([
      {
        channel: 'dead',
        status: 'unconfirmed',
        attempts: 3,
        reason: 'no answer from the receiver: it closed the connection',
      },
      { channel: 'broken', status: 'unconfirmed', attempts: 0, reason: 'telling failed unexpectedly' },
      {
        channel: 'unsigned',
        status: 'not-tried',
        attempts: 0,
        reason: "the channel's secret is not padded base64 - expected whsec_ and 24 to 64 bytes in base64",
      },
      {
        channel: 'nowhere',
        status: 'not-tried',
        attempts: 0,
        reason: "the channel's URL cannot be read - expected https://host/path",
      },
      { channel: 'good', status: 'delivered', attempts: 1, reason: 'HTTP 200' },
    ]);
    expect(good.received).toHaveLength(1);
  });

  test('does not let one channel wait for another', async () => {
    const told: string[] = [];
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: Channel = {
      name: 'slow',
      async tell() {
        await released;
        told.push('slow');
        return { channel: 'slow', status: 'delivered', attempts: 1, reason: '' };
      },
    };
    const fast: Channel = {
      name: 'fast',
      async tell() {
        told.push('fast');
        release();
        return { channel: 'fast', status: 'delivered', attempts: 1, reason: '' };
      },
    };
    await tellAll([slow, fast], finished, inAMinute);
    expect(told).toEqual(['fast', 'slow']);
  });

  test('of no channel tells nobody', async () => {
    expect(await tellAll([], finished, inAMinute)).toEqual([]);
  });
});
