import { describe, expect, test } from 'vitest';
import { answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import { startAt } from '../run/night.ts';
import { durableProcess, nightly, run, tickAt, toldIn } from './durable-process.ts';

const minuteMs = 60_000;

describe('a timer that names a job whose fire is moved to later', () => {
  const moved = `${nightly}overrides:
  - { job: nightly, move: "03:40", until: 2026-11-25, by: li.wei, reason: load test }
`;

  test('leaves it to the tick, and people are told of it once', async () => {
    const at = durableProcess({ yaml: moved, remainingMs: 60_000 });
    const timer = { kind: 'timer-jobs', at: startAt, jobs: ['nightly'], dryRun: false } as const;
    expect(await answerRequest(timer, at.invocation())).toMatchObject({
      summaries: [{ run, status: 'skipped', problems: [{ code: 'early' }] }],
    });
    for (let minutes = 10; minutes <= 60 && at.told.length === 0; minutes += 5) await tickAt(at, minutes);
    expect(toldIn(at)).toMatchObject([{ run, status: 'succeeded', counts: { succeeded: 4 } }]);
  });
});

describe('a fire that comes due', () => {
  test('is not skipped for a fire that was skipped itself', async () => {
    const at = durableProcess();
    const ended = {
      run: 'nightly@2026-11-23T03:20:00+08:00',
      job: 'nightly',
      status: 'skipped',
      endedAt: startAt + 1_000,
      outcomes: { succeeded: 0, failed: 0, refused: 0, skipped: 0, deferred: 0, unknown: 0 },
    };
    await at.records.register.enter({ kind: 'ended', ended });
    await tickAt(at, 0);
    expect(toldIn(at)).toMatchObject([{ run, status: 'succeeded' }]);
  });

  test('does not run when people were told that it does not, however often it is delivered', async () => {
    const at = durableProcess();
    const ended = { run, job: 'nightly', status: 'skipped', endedAt: startAt + 1_000, outcomes: {} };
    await at.records.register.enter({ kind: 'ended', ended });
    await tickAt(at, 0);
    expect(at.told).toEqual([]);
    expect(at.dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toEqual([]);
    expect((await at.records.register.open()).runs).toEqual([]);
  });
});

describe('missed fires that are told with the one that begins', () => {
  test('are told also where the invocation dies before it has begun', async () => {
    const at = durableProcess({ yaml: nightly.replace('"30 3 * * *"', '"30 * * * *"').replace('1h', '10m') });
    await tickAt(at, -5);
    await at.clock.wait(65 * minuteMs);
    const { journal } = at.records;
    await new Promise<void>((dies) => {
      const append = () => {
        dies();
        return new Promise<never>(() => undefined);
      };
      const dying = { ...at.invocation(), journal: { ...journal, append } };
      void answerRequest({ kind: 'tick', at: startAt + 60 * minuteMs }, dying);
    });
    await tickAt(at, 65);
    expect(toldIn(at)).toMatchObject([
      {
        run: 'nightly@2026-11-23T04:30:00+08:00',
        status: 'succeeded',
        notes: [expect.stringContaining(run)],
      },
    ]);
  });

  test('are told also where the one that begins has to wait first', async () => {
    const at = durableProcess({
      yaml: nightly
        .replace('"30 3 * * *"', '"30,45 * * * *"')
        .replace('    startDeadline: 1h', '    overlap: queue\n    startDeadline: 10m'),
      remainingMs: 60_000,
    });
    await tickAt(at, 0);
    for (let minutes = 60; minutes <= 180; minutes += 5) await tickAt(at, minutes);
    expect(JSON.stringify(toldIn(at))).toContain('missed, as no tick came in time: nightly@2026-11-23T03:45');
  });

  test('are told by themselves where people were told before that the other does not run', async () => {
    const at = durableProcess({
      yaml: nightly.replace('"30 3 * * *"', '"30,45 3 * * *"').replace('1h', '10m'),
    });
    await tickAt(at, -5);
    const other = 'nightly@2026-11-23T03:45:00+08:00';
    const ended = { run: other, job: 'nightly', status: 'skipped', endedAt: startAt, outcomes: {} };
    await at.records.register.enter({ kind: 'ended', ended });
    await tickAt(at, 20);
    expect(toldIn(at)).toMatchObject([{ run, status: 'skipped', problems: [{ code: 'missed' }] }]);
  });
});
