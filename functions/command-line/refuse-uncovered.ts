import { readFileSync } from 'node:fs';
import { coverageOf } from '../deployment/coverage-of.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { CodedError } from '../run/coded-error.ts';
import type { ScheduleText } from '../runtime/load-schedule.ts';
import { ScheduleError } from '../runtime/schedule-error.ts';
import { isZone, zoneOffset } from '../runtime/zone-offset.ts';
import { formatDiagnostic } from '../schedule/diagnostic.ts';
import { placeFindings } from '../schedule/lint/place-findings.ts';
import { parseSchedule } from '../schedule/parse-schedule.ts';

/**
 * Refuses to deploy triggers that do not cover the schedule that is deployed with them, and gives back what is only
 * advised against, a line each. Throws `CodedError` `triggers.uncovered`, and `ScheduleError` for a schedule that the
 * function would refuse.
 */
export function refuseUncovered(
  { deployment, file }: { readonly deployment: Deployment; readonly file: string },
  written: ScheduleText,
  now: number,
): readonly string[] {
  const parsed = parseSchedule(written.text, { file: written.file, isZone });
  if (!parsed.ok) throw new ScheduleError(parsed.diagnostics);
  const findings = coverageOf(deployment, parsed.schedule, { now, zoneOffset });
  const placed = placeFindings(findings, readFileSync(file, 'utf8'), file);
  const errors = placed.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return placed.map(formatDiagnostic);
  throw new CodedError(
    'triggers.uncovered',
    `the triggers do not cover ${written.file}:\n${errors.map(formatDiagnostic).join('\n')}`,
  );
}
