import { groupBy } from '../../../maintenance/foundation/group-by.ts';
import { selectInstances } from '../../../maintenance/plan/select-instances.ts';
import { metricOf } from '../../../maintenance/schedule/conditions/metric-table.ts';
import type { Rule } from '../../../maintenance/schedule/conditions/rule.ts';
import type { Job } from '../../../maintenance/schedule/schedule.ts';
import type { SetSeries } from '../../ces/datapoints.ts';
import type { FleetSeed } from './make-fleet.ts';

/** Of so many instances that a job with conditions is for, one meets them: the first. */
const oneOf = 5;

/** What is measured of a fleet that nobody has measured, so that conditions leave some alone and not all. */
export function measuredFleet(
  jobs: readonly Job[],
  fleet: readonly FleetSeed[],
): { readonly measured: readonly SetSeries[]; readonly notes: readonly string[] } {
  const judged = jobs.filter(({ onlyIf = [] }) => onlyIf.length > 0);
  const measured = judged.flatMap(({ targets, onlyIf = [] }) => {
    const byMetric = [...groupBy(onlyIf, ({ metric }) => metric)];
    return selectedOf(targets, fleet).flatMap(({ id }, at) =>
      byMetric.map(([metric, rules], place): SetSeries => {
        const meets = at % oneOf === 0 || place > 0;
        return {
          instance: id,
          everyNode: true,
          metric,
          value: meets ? valueFor(rules) : valueAgainst(rules),
        };
      }),
    );
  });
  const names = judged.map(({ name }) => name).join(', ');
  return {
    measured,
    notes:
      judged.length === 0
        ? []
        : [
            `${names}: what is measured is made up: of ${oneOf} instances one meets the conditions, the first`,
          ],
  };
}

function selectedOf(targets: Job['targets'], fleet: readonly FleetSeed[]) {
  const inventory = [...groupBy(fleet, ({ region }) => region)].map(([region, seeds]) => ({
    region,
    instances: seeds.map(({ id, name, tags = {}, engine = 'Redis', engineVersion = '5.0', zones = [] }) => ({
      ...{ id, name, tags, region, engine, engineVersion, zones },
      ...{ status: 'RUNNING', idle: true, updatedAt: undefined },
    })),
  }));
  const own = new Set([targets.region].flat());
  return selectInstances(
    targets,
    inventory.filter(({ region }) => own.has(region)),
  ).selected;
}

type Span = { readonly from: number; readonly to: number; readonly most: number; readonly isCount: boolean };

function spanOf(rules: readonly Rule[]): Span {
  const limits = (...signs: readonly Rule['compare'][]) =>
    rules.flatMap(({ compare, limit }) => (signs.includes(compare) ? [limit] : []));
  const [metric] = rules.map((rule) => metricOf(rule.metric));
  return {
    from: Math.max(0, ...limits('>', '>=', '=')),
    to: Math.min(Number.POSITIVE_INFINITY, ...limits('<', '<=', '=')),
    most: metric?.most ?? Number.POSITIVE_INFINITY,
    isCount: metric?.unit === 'count',
  };
}

/** A value that meets the rules for a metric, which are not contrary to each other. */
function valueFor(rules: readonly Rule[]): number {
  const { from, to, most, isCount } = spanOf(rules);
  const above = from === 0 ? 1 : from * 1.25;
  const upTo = Math.min(to, most);
  if (upTo === Number.POSITIVE_INFINITY) return isCount ? Math.ceil(above) : above;
  const between = (from + upTo) / 2;
  const whole = Math.round(between);
  return isCount && whole > from && whole < upTo ? whole : between;
}

/** A value that does not meet the first of them. */
function valueAgainst(rules: readonly Rule[]): number {
  const { from, to, most } = spanOf(rules);
  if (from > 0) return from * 0.7;
  return Math.min(to === Number.POSITIVE_INFINITY ? 0 : to * 1.5 + 1, most);
}
