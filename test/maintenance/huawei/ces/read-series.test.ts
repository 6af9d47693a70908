import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOf } from '../../../../functions/maintenance/huawei/ces/read-metric-data.ts';
import { documentedLimits, readSeries } from '../../../../functions/maintenance/huawei/ces/read-series.ts';
import { CallError } from '../../../../functions/maintenance/run/call-failure.ts';

fc.configureGlobal({ seed: 20261130 });

const minute = 60_000;
const to = Date.UTC(2026, 10, 30, 3, 0);

/** How old the newest point of a series is, and how old the oldest, in minutes; 0 for one that has none. */
const series = fc.record({ newest: fc.integer({ min: 0, max: 4 }), oldest: fc.integer({ min: 0, max: 60 }) });

test('whatever limits a Cloud Eye keeps to without a word, each series is read as it is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(series, { minLength: 1, maxLength: 60 }),
      fc.record({
        minutes: fc.integer({ min: 5, max: 45 }),
        /** How many series may be asked for at once, each for all of the time, before `from` is moved. */
        uncut: fc.integer({ min: 1, max: 120 }),
        metrics: fc.constantFrom(10, 500),
        /** One that never has a gap: of a fleet that is alive, one has a point each minute. */
        alive: fc.nat({ max: 59 }),
      }),
      async (all, { minutes, uncut, metrics, alive }) => {
        const from = to - minutes * minute;
        const known = all.map((one, index) =>
          index === alive % all.length ? { newest: 0, oldest: 60 } : one,
        );
        const wanted = known.map((_, index) => ({ instanceId: `i${index}`, metric: 'keys' }));
        const truth = (index: number, since: number) => {
          const { newest = 0, oldest = 0 } = known[index] ?? {};
          const ages = Array.from({ length: oldest }, (_, age) => age).filter((age) => age >= newest);
          const points = ages.map((age) => ({ at: to - age * minute, value: index }));
          return points.filter(({ at }) => at >= since).toReversed();
        };
        let calls = 0;
        const got = await readSeries(wanted, { from, to }, documentedLimits(), async (asked) => {
          calls += 1;
          if (asked.length > metrics)
            throw new CallError({ kind: 'permanent', code: 'ces.0014', message: 'too many', status: 400 });
          const moved = to - Math.floor((uncut * minutes) / asked.length) * minute;
          return new Map(
            asked.map((one) => [keyOf(one), truth(Number(one.instanceId.slice(1)), Math.max(from, moved))]),
          );
        });
        for (const [index, one] of wanted.entries()) {
          const read = got.get(keyOf(one));
          // Whether the minute at `from` belongs to it is not documented, so that it is missing shows nothing.
          const points = read?.kind === 'points' ? read.points.filter(({ at }) => at > from) : undefined;
          expect(points).toEqual(truth(index, from + 1));
        }
        expect(calls).toBeLessThan(4 * known.length + 20);
      },
    ),
    { numRuns: 150 },
  );
});
