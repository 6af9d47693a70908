import type { Clock } from '../foundation/clock.ts';
import { groupBy } from '../foundation/group-by.ts';
import type { Known } from '../plan/decide-by-conditions.ts';
import { type ConditionVerdict, judgeConditions, type LastActed } from '../plan/metric-conditions.ts';
import type { Plan } from '../plan/plan.ts';
import type { Metrics } from '../run/metrics.ts';
import { readVerdicts } from '../run/read-verdicts.ts';

/** What instances are judged by that a plan may act on. */
export type Judging = {
  readonly metrics: Metrics;
  readonly clock: Pick<Clock, 'now'>;
  /** When the job acted on them last; left out where nobody has its journal. */
  readonly acted?: ((withinMs: number) => Promise<LastActed>) | undefined;
};

/** So long metrics may take where nothing else says how long, and no window ends before. Milliseconds. */
const patienceMs = 60_000;

/** What is known of the instances that a plan would act on, if all met its conditions; `undefined` where it has none. */
export async function judgePlan(
  { instances, rules: { conditions, windowEnd } }: Plan,
  { metrics, clock, acted }: Judging,
  withinMs = patienceMs,
): Promise<Known | undefined> {
  if (!conditions) return undefined;
  const { rules, atMostEvery } = conditions;
  const last = atMostEvery === undefined ? undefined : await acted?.(atMostEvery);
  const isLate = (id: string) =>
    atMostEvery !== undefined && last && last.now - (last.at.get(id) ?? 0) < atMostEvery;
  const acting = instances.filter(({ decision, id }) => decision === 'act' && !isLate(id));
  const verdicts = new Map<string, ConditionVerdict>();
  if (rules.length > 0) {
    const now = clock.now();
    const until = Math.min(now + withinMs, windowEnd ?? Number.POSITIVE_INFINITY);
    await Promise.all(
      [...groupBy(acting, ({ region }) => region)].map(async ([region, its]) => {
        const ids = its.map(({ id }) => id);
        const read = await readVerdicts(metrics, { region, ids, rules, now, until });
        for (const [id, verdict] of read) verdicts.set(id, judgeConditions(rules, verdict));
      }),
    );
  }
  return { verdicts, acted: last };
}
