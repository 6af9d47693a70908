import type { PlannedInstance } from '../../functions/maintenance/plan/plan.ts';
import type { RunEvent } from '../../functions/maintenance/run/event.ts';
import { jobOf } from '../maintenance/run/night.ts';

/** How the run of a bench was planned: so many instances of one region, named one after another. */
type Planned = {
  readonly run: string;
  /** When it was due and opened, in milliseconds since 1970. */
  readonly at: number;
  readonly count: number;
  /** What their names begin with. */
  readonly name: string;
  readonly concurrency: number;
  readonly waveOf: (place: number) => number;
  readonly notify: readonly string[];
};

/** The first event of a run over many instances, each of which may fail, and their ids. */
export function openingOf({ run, at, count, name, concurrency, waveOf, notify }: Planned): {
  readonly ids: readonly string[];
  readonly opened: RunEvent;
} {
  const { action, retry, settle, backup } = jobOf();
  const ids = Array.from(
    { length: count },
    (_, place) => `00000000-0000-4000-a000-${String(place).padStart(12, '0')}`,
  );
  const instances = ids.map(
    (id, place): PlannedInstance => ({
      id,
      name: `${name}-${place}`,
      region: 'beijing',
      decision: 'act',
      code: 'ready',
      reason: 'is ready',
      losesData: false,
      tier: 0,
      wave: waveOf(place),
      groups: [],
    }),
  );
  const rules = {
    ...{ action, retry, settle, backup, concurrency, allowedFailures: count },
    ...{ pauseBetween: 0, windowEnd: null },
  };
  const plan = { job: 'nightly', rules, instances, notes: [], problems: [] };
  const about = { timezone: 'Asia/Shanghai', notify, notes: [] };
  return { ids, opened: { type: 'opened', at, run, scheduledFor: at, about, plan } };
}
