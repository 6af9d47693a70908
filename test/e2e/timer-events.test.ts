import { describe, expect, test } from 'vitest';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import { type Deployed, halfPastThree, summariesOf, withDeployed } from './deployed-night.ts';

const jobs = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
    destroysData: acknowledged
    settle: { poll: 1s, acceptance: 4s }
    notify: [ops, plain]
`;
const instances = [{ name: 'cache-1', restartSeconds: 10 }];
/** There are 20 seconds to tell of a failure: at the usual scale a busy machine has told nobody by then. */
const scale = 20;

const tick = timerEvent({ time: halfPastThree, triggerName: 'tick' });
const nothingSent = ({ cloud }: Deployed) => cloud.audit().every(({ kind }) => kind !== 'accepted');

/** What channels were told since the last time, as texts. */
function hearing({ inbox }: Deployed) {
  let heard = 0;
  return () => {
    const texts = inbox.messages.slice(heard).map(({ body }) => body);
    heard = inbox.messages.length;
    return texts;
  };
}

describe('what a function without an agency can do nothing about', () => {
  test('is told where a timer asked, and answered alone where somebody did who touches nothing', async () => {
    await withDeployed({ jobs, instances, scale, agency: false }, async (deployed) => {
      const { invoke } = deployed;
      const heard = hearing(deployed);
      for (const [event, lesson] of [
        [{ ...tick, user_event: 'nightly' }, 'did you mean {"job":"nightly"}?'],
        [{ ...tick, user_event: '{"Job":"nightly"}' }, 'the unknown key "Job"'],
        [{ ...tick, user_event: '[7]' }, 'expected {"job":"NAME"}'],
        [{ ...tick, time: '2026-11-23T03:30:00' }, 'has no offset'],
        [{ ...tick, time: undefined }, 'expected ISO 8601 with an offset'],
      ] as const) {
        expect(await invoke(event)).toMatchObject({
          kind: 'failed',
          errorMessage: expect.stringContaining(lesson),
        });
        const told = heard();
        expect(told).toHaveLength(2);
        for (const text of told) expect(JSON.parse(text).data.message).toContain(lesson);
      }
      for (const event of [
        { job: 'nightly', dryRun: true },
        { action: 'soft_restart', region: 'beijing', instances: ['x'], dryRun: true },
      ])
        expect(await invoke(event)).toMatchObject({
          kind: 'failed',
          errorMessage: expect.stringContaining('it needs an agency'),
        });
      expect(await invoke({ command: 'validate' })).toMatchObject({ answer: { valid: true } });
      expect(heard()).toEqual([]);
      expect(await invoke({ job: 'nightly' })).toMatchObject({ kind: 'failed' });
      expect(heard()).toHaveLength(2);
      expect(nothingSent(deployed)).toBe(true);
    });
  });
});

describe('a tick', () => {
  test('that is dated far ahead is told and changes nothing for those that come after it', async () => {
    const more = 'journal: "file:journal"\n';
    await withDeployed({ jobs, instances, scale: 100, more }, async (deployed) => {
      const heard = hearing(deployed);
      const ahead = { ...tick, time: '2026-12-23T03:30:00+08:00' };
      expect(await deployed.invoke(ahead)).toMatchObject({
        kind: 'failed',
        errorMessage: expect.stringContaining("ahead of this machine's clock"),
      });
      expect(heard()).toHaveLength(2);
      // The same instant as another tick's, in one of the other writings of ISO 8601.
      const [summary] = summariesOf(await deployed.invoke({ ...tick, time: '20261123T033000,0+08' }));
      expect(summary).toMatchObject({ run: 'nightly@2026-11-23T03:30:00+08:00', status: 'succeeded' });
    });
  });

  test('that comes before its fire by more than it can wait leaves the fire to the next', async () => {
    const startAt = halfPastThree - 139_000;
    await withDeployed({ jobs, instances, scale: 100, startAt, timeLimitSeconds: 120 }, async (deployed) => {
      const heard = hearing(deployed);
      expect(summariesOf(await deployed.tick(startAt))).toEqual([]);
      expect(heard()).toEqual([]);
      await deployed.reach(halfPastThree);
      const [summary] = summariesOf(await deployed.tick(halfPastThree));
      expect(summary).toMatchObject({ run: 'nightly@2026-11-23T03:30:00+08:00', status: 'succeeded' });
      expect(heard()).toHaveLength(2);
    });
  });
});

test('a fire that a timer which names its job came too early for is told as that, and runs when a tick comes', async () => {
  const more = `overrides:
  - { job: nightly, move: "03:34", until: 2026-11-25, by: li.wei, reason: load test }
`;
  await withDeployed({ jobs, instances, scale: 100, more, timeLimitSeconds: 120 }, async (deployed) => {
    const named = timerEvent({ time: halfPastThree, triggerName: 't', userEvent: '{"job":"nightly"}' });
    const [early] = summariesOf(await deployed.invoke(named));
    expect(early).toMatchObject({ status: 'skipped', problems: [{ code: 'early' }] });
    const at = halfPastThree + 300_000;
    await deployed.reach(at);
    const [summary] = summariesOf(await deployed.tick(at));
    expect(summary).toMatchObject({ run: 'nightly@2026-11-23T03:30:00+08:00', status: 'succeeded' });
    const ids = deployed.inbox.messages.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(2);
  });
});
