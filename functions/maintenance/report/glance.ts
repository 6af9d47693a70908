import type { Outcome } from '../run/outcome.ts';
import type { Summary } from './summary.ts';
import type { Wording } from './wording/wording.ts';

/** What needs a person comes first. */
const byNeed = [
  'failed',
  'unknown',
  'refused',
  'deferred',
  'skipped',
  'succeeded',
] as const satisfies readonly Outcome[];

/** The counts of a run in one line: `12 instances: 2 failed, 10 succeeded`. */
export function formatOutcomes(counts: Summary['counts'], wording: Wording): string {
  if (counts.selected === 0) return wording.noneSelected;
  const said = byNeed
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => wording.counted[outcome](counts[outcome]));
  return `${wording.selected(counts.selected)}${said.join(wording.comma)}`;
}
