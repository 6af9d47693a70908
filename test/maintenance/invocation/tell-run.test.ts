import { describe, expect, test } from 'vitest';
import { answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import type { Channel, Delivery } from '../../../functions/maintenance/notify/channel.ts';
import { fleetOf, startAt } from '../run/night.ts';
import { type ProcessOptions, warmProcess } from './warm-process.ts';

const nightly = `
journal: { url: "obs://bucket/nightshift", region: cn-north-4 }
jobs:
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["*"] }
    rollout: { concurrency: 1 }
    notify: [ops]
`;
const run = 'nightly@2026-11-23T03:30:00+08:00';
const delivered: Delivery = { channel: 'ops', status: 'delivered', attempts: 1, reason: 'OK' };

/** A process whose one channel waits for the ends of runs, and notes what it hears in its order. */
function processWith(begin: Channel['begin'], options: Partial<ProcessOptions> = {}) {
  const heard: string[] = [];
  const deadlines: number[] = [];
  const at = warmProcess({ yaml: nightly, instances: fleetOf(4), ...options });
  const channel: Channel = {
    name: 'ops',
    ...(begin && {
      async begin(of, deadline) {
        deadlines.push(deadline);
        const delivery = await begin(of, deadline);
        heard.push(`begin ${of}`);
        return delivery;
      },
    }),
    async tell(notice, deadline) {
      deadlines.push(deadline);
      heard.push(notice.type === 'nightshift.run.finished' ? `end ${notice.summary.run}` : notice.type);
      return delivered;
    },
  };
  const tick = (minutes: number) =>
    answerRequest(
      { kind: 'tick', at: startAt + minutes * 60_000 },
      { ...at.invocation(), channels: async () => [channel] },
    );
  return { ...at, heard, deadlines, tick };
}

describe('a channel that waits for the ends of runs', () => {
  test('hears of a begin before the end', async () => {
    const at = processWith(async () => delivered);
    await at.tick(0);
    expect(at.heard).toEqual([`begin ${run}`, `end ${run}`]);
    expect(at.deadlines[0]).toBe(startAt + 5_000);
  });

  test('hears of it once, however many invocations carry the run on', async () => {
    const at = processWith(async () => delivered, { remainingMs: 60_000 });
    for (let minutes = 0; minutes <= 60 && at.heard.length < 2; minutes += 5) {
      await at.clock.wait(Math.max(0, startAt + minutes * 60_000 - at.clock.now()));
      await at.tick(minutes);
    }
    expect(at.handedOver.length).toBeGreaterThan(0);
    expect(at.heard).toEqual([`begin ${run}`, `end ${run}`]);
  });

  test('hears of no begin where nothing begins', async () => {
    const at = processWith(async () => delivered);
    await at.tick(0);
    await at.tick(0);
    await at.tick(90);
    expect(at.heard).toEqual([`begin ${run}`, `end ${run}`]);
  });

  test('hears of the end though it did not answer at the begin, and within the time for telling', async () => {
    const slow = processWith(
      async (_, deadline) => {
        await slow.clock.wait(deadline - slow.clock.now());
        return { ...delivered, status: 'unconfirmed', reason: 'no answer' };
      },
      // Nothing to do: the run is over before the begin is told.
      { instances: [] },
    );
    await slow.tick(0);
    expect(slow.heard).toEqual([`begin ${run}`, `end ${run}`]);
    expect(slow.deadlines).toEqual([startAt + 5_000, startAt + 20_000]);
    expect(slow.lines.join('\n')).toContain('no answer');
  });

  test('that breaks its promise not to throw breaks no run', async () => {
    const at = processWith(() => Promise.reject(new Error('canary')));
    expect(await at.tick(0)).toMatchObject({ summaries: [{ run, status: 'succeeded' }] });
    expect(at.heard).toEqual([`end ${run}`]);
    expect(at.lines.join('\n')).not.toContain('canary');
  });
});
