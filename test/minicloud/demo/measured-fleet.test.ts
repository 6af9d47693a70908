import { expect, test } from 'vitest';
import { judgeRule } from '../../../functions/maintenance/plan/judge-rule.ts';
import { fleetOfTargets } from '../../../functions/minicloud/demo/try/make-fleet.ts';
import { measuredFleet } from '../../../functions/minicloud/demo/try/measured-fleet.ts';
import { checkSchedule } from '../../../functions/nightshift/place/schedule-file.ts';

const minute = 60_000;
const now = Date.UTC(2026, 10, 30, 3, 0);

/** Which instances of a job meet each of its rules, by what is made up of them. */
function judged(onlyIf: string) {
  const ids = Array.from({ length: 7 }, (_, at) => `i-${at}`).join(', ');
  const { schedule } = checkSchedule(
    's.yaml',
    `version: 1\nregions: { r: { region: cn-north-4, projectId: "${'a'.repeat(32)}" } }\njobs:\n  j: { action: restart, targets: { region: r, ids: [${ids}] }, onlyIf: ${onlyIf} }\n`,
  );
  const { fleet } = fleetOfTargets(schedule.jobs);
  const { measured } = measuredFleet(schedule.jobs, fleet);
  const rules = schedule.jobs[0]?.onlyIf ?? [];
  return fleet
    .map(({ id }) => id)
    .toSorted()
    .map((id) =>
      rules.every((rule) => {
        const value = Number(
          measured.findLast((one) => one.instance === id && one.metric === rule.metric)?.value,
        );
        const points = Array.from({ length: 30 }, (_, at) => ({ at: now - (29 - at) * minute, value }));
        const wanted = { instanceId: id, metric: rule.metric };
        return judgeRule(rule, [{ wanted, kind: 'points', points }], now).kind === 'met';
      }),
    );
}

test.each([
  '{ memory_frag_ratio: "> 1.5 for 30m", used_memory: "> 200MB", instantaneous_ops: "< 500 for 5m" }',
  '{ memory_usage: ">= 95%" }',
  '{ keys: "= 0" }',
  '{ keys: "= 7", connected_clients: "< 2" }',
  '{ connected_clients: "> 0" }',
  '{ keyspace_hits_perc: "< 1%" }',
  '{ used_memory: [">= 1GB", "< 2GB"] }',
  '{ is_slow_log_exist: "= 1" }',
  '{ cpu_usage: "<= 99%" }',
])('of a made-up fleet one in five meets %s', (onlyIf) => {
  expect(judged(onlyIf)).toEqual([true, false, false, false, false, true, false]);
});
