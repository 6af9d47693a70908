import { rowsOf } from '../../../functions/maintenance/report/summarize.ts';
import type { DriveResult } from '../../../functions/maintenance/run/driver.ts';

/** The outcomes of a driven run, in the order of its plan; none for a run that was not driven. */
export function outcomesOf(driven: DriveResult | undefined): readonly string[] {
  return driven ? rowsOf(driven.open.state, String).map(({ outcome }) => outcome) : [];
}
