import type { Witness } from '../witness.ts';
import { killedBackups, repeats, unacknowledged, unsecured } from './actions.ts';
import { unlikeConditions } from './conditions.ts';
import { actsWithoutLease, blurred, inTwoHands, overlaps, twice } from './holding.ts';
import { falseOutcomes } from './outcomes.ts';
import { afterTooManyFailures, beforeCanary, beforeItsTier, crowds, strays } from './rollout.ts';
import { runsOfNight } from './run-of-night.ts';
import { contradictions, forgottenFires, unfoundedOverlaps, untold } from './telling.ts';
import { afterCancel, outsideMaintenance, outsideWindow, underOverride } from './timeliness.ts';

/** What did not hold in a night, by those who were not asked. */
export async function violationsOf(witness: Witness): Promise<readonly string[]> {
  const { bugs, stillOpen, audit } = witness;
  const runs = runsOfNight(witness);
  const unclear = blurred(witness);
  return [
    ...bugs,
    ...stillOpen.map((run) => `${run} never came to an end`),
    ...strays(audit, runs),
    ...overlaps(witness),
    ...twice(witness),
    ...inTwoHands(witness),
    ...runs.flatMap((run) => [
      ...repeats(run, witness),
      ...unacknowledged(run, witness),
      ...unsecured(run, witness),
      ...killedBackups(run),
      ...unlikeConditions(run, witness),
      ...crowds(run),
      ...beforeCanary(run),
      ...beforeItsTier(run),
      ...afterTooManyFailures(run),
      ...outsideWindow(run),
      ...outsideMaintenance(run, witness),
      ...afterCancel(run),
      ...underOverride(run),
      ...actsWithoutLease(run),
      ...falseOutcomes(run, witness, unclear),
    ]),
    ...contradictions(witness),
    ...untold(witness),
    ...unfoundedOverlaps(witness),
    ...(await forgottenFires(witness)),
  ];
}
