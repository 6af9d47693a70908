import type { SeriesRead } from '../../functions/maintenance/plan/metric-series.ts';
import type { Metrics } from '../../functions/maintenance/run/metrics.ts';
import type { DeliberateBug } from './deliberate-bug.ts';
import { type MeasuringTemper, pointsOf } from './measured.ts';
import { beginsAt } from './night-frame.ts';
import type { Random } from './random.ts';
import type { SimulatedProcess } from './simulated-process.ts';

const cause = { code: 'ces.0429', message: 'Too Many Requests' };

/** So long a call takes at most that nobody sets a time to. Milliseconds. */
const longestMs = 30_000;

/** Cloud Eye as one process reaches it: down, slow, empty and lying as the seed has it, but never after nobody waits. */
export function simulatedMetrics(
  process: SimulatedProcess,
  random: Random,
  temper: MeasuringTemper,
  bug: DeliberateBug | undefined,
): Metrics {
  const { clock } = process;
  const isDown = () => {
    const [from, until] = temper.outage ?? [0, 0];
    const since = clock.now() - beginsAt;
    return (since >= from && since < until) || random.chance(temper.failing);
  };
  const call = <Answer>(what: string, until: number | undefined, work: (fails: boolean) => Answer) => {
    const left = Math.max(0, (until ?? clock.now() + longestMs) - clock.now());
    const hangs = random.chance(temper.hanging);
    const back = hangs ? left : Math.min(left, random.whole(5, 900));
    return process.call(what, { there: 0, back }, async () => work(hangs || isDown()));
  };
  const metrics: Metrics = {
    read: (_, wanted, { from, to, until }) =>
      call('metrics', until, (fails) =>
        wanted.map((each): SeriesRead => {
          if (fails) return { wanted: each, kind: 'unread', cause };
          const now = clock.now();
          // Of times to come, or of none but those that are long over.
          const lie = random.chance(temper.lying) ? random.pick([-15 * 60_000, 60 * 60_000]) : 0;
          const span = { from: from + Math.min(0, lie), to, now };
          const points = pointsOf(temper, each.instanceId, span).map(({ at, value }) => ({
            at: at + lie,
            value,
          }));
          const told = lie > 0 ? points.map(({ at }) => ({ at, value: 9 })) : points;
          return {
            wanted: each,
            kind: 'points',
            points: lie < 0 ? told.filter(({ at }) => at <= now + lie) : told,
          };
        }),
      ),
    nodes: (_, ids, until) =>
      call(
        'nodes',
        until,
        (fails) =>
          new Map(ids.map((id) => [id, fails ? { kind: 'unread', cause } : { kind: 'nodes', nodes: [] }])),
      ),
  };
  return bug?.metrics?.(metrics, temper) ?? metrics;
}
