import type { Clock } from '../../maintenance/foundation/clock.ts';
import { firstNames } from '../../maintenance/foundation/first-names.ts';
import type { DcsClient } from '../../maintenance/huawei/dcs/dcs-client.ts';
import { fleetOver } from '../../maintenance/huawei/dcs/fleet-over-clients.ts';
import { type Instance, shownName } from '../../maintenance/plan/instance.ts';
import { type Narrowing, narrowingOf } from '../../maintenance/plan/narrowing.ts';
import { selectInstances, withoutCacheModes } from '../../maintenance/plan/select-instances.ts';
import { CallError } from '../../maintenance/run/call-failure.ts';
import type { Targets } from '../../maintenance/schedule/selector-schema.ts';
import { type CheckResult, ill, well } from './check-result.ts';

/** A region, the way to its DCS, and what its jobs select. */
type ListsToCheck = {
  readonly name: string;
  /** `regions.beijing`. */
  readonly of: string;
  readonly dcs: DcsClient;
  readonly targets: readonly Targets[];
};

/** Names enough to find the others by. */
const mostNames = 5;

/**
 * Whether a list that DCS narrows by tags, a name or a status has all that the whole list has of it. A run that reads the narrowed one
 * cannot see what that leaves out. Nothing where no job narrows, or no list can be read.
 */
export async function checkLists(
  { name, of: where, dcs, targets }: ListsToCheck,
  clock: Clock,
): Promise<readonly CheckResult[]> {
  const fleet = fleetOver(() => dcs, clock);
  const narrowed = targets.flatMap((each) => {
    const narrowing = narrowingOf(each);
    return narrowing && !narrowing.ids ? [{ targets: each, narrowing }] : [];
  });
  if (narrowed.length === 0) return [];
  try {
    const findings: CheckResult[] = [];
    const before = await fleet.list(name);
    for (const { targets: its, narrowing } of narrowed) {
      const listed = new Set((await fleet.list(name, { narrowing })).map(({ id }) => id));
      // What lists do not tell decides nothing of what they leave out.
      const chosenOf = (instances: readonly Instance[]) =>
        selectInstances(withoutCacheModes(its), [{ region: name, instances }], clock.now()).selected;
      const selected = chosenOf(before);
      if (selected.every(({ id }) => listed.has(id))) continue;
      // Those that are gone, or others, since are no longer chosen from the whole list either.
      const still = new Set(chosenOf(await fleet.list(name)).map(({ id }) => id));
      const lacking = selected.filter(({ id }) => !listed.has(id) && still.has(id));
      if (lacking.length === 0) continue;
      const which = `${lacking.length} of ${selected.length} instances`;
      const what = `DCS's list by ${described(narrowing)} leaves out ${which}: ${firstNames(lacking.map(shownName), mostNames)}`;
      const todo = narrowing.status === undefined ? readAll : nameAnother;
      findings.push(ill('error', 'list.leaves-out', what, { where, todo }));
    }
    const lists = narrowed.length === 1 ? 'the list by' : `the ${narrowed.length} lists by`;
    return findings.length > 0
      ? findings
      : [well('list', `${lists} tags, names or a status of the jobs: nothing is left out`, where)];
  } catch (error) {
    // What cannot be read is told with the permission for it.
    if (error instanceof CallError) return [];
    throw error;
  }
}

const readAll =
  'a run does not see them: select by a name that begins with *, or by more than three ids, for which the whole list is read';
const nameAnother =
  'a run does not see them: write a second status beside it, such as FROZEN, for which the whole list is read';

function described({ tags, name, status }: Narrowing): string {
  return [
    ...Object.entries(tags ?? {}).map(([key, value]) => `the tag ${key}=${value}`),
    ...(name ? [`the name ${name.text}`] : []),
    ...(status === undefined ? [] : [`the status ${status}`]),
  ].join(' and ');
}
