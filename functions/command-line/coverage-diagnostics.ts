import { coverageOf } from '../deployment/coverage-of.ts';
import { zoneOffset } from '../runtime/zone-offset.ts';
import type { Diagnostic } from '../schedule/diagnostic.ts';
import { placeFindings } from '../schedule/lint/place-findings.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { ServerlessFile } from './serverless-file.ts';

/** What is wrong with a `serverless.yml`, and where its triggers do not cover a schedule. */
export function coverageDiagnostics(
  { file, text, parsed }: ServerlessFile,
  schedule: Schedule,
  now: number,
): readonly Diagnostic[] {
  if (!parsed.ok) return parsed.diagnostics;
  return placeFindings(coverageOf(parsed.deployment, schedule, { now, zoneOffset }), text, file);
}
