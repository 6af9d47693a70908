import type { Diagnostic } from '../../../maintenance/document/diagnostic.ts';
import { zoneOffset } from '../../../maintenance/runtime/zone-offset.ts';
import type { Schedule } from '../../../maintenance/schedule/schedule.ts';
import { placeFindings } from '../../lint/lint-schedule.ts';
import type { ServerlessFile } from '../serverless/serverless-file.ts';
import { coverageOf } from './coverage-of.ts';

/** What is wrong with a `serverless.yml`, and where its triggers do not cover a schedule. */
export function coverageDiagnostics(
  { file, text, parsed }: ServerlessFile,
  schedule: Schedule,
  now: number,
): readonly Diagnostic[] {
  if (!parsed.ok) return parsed.diagnostics;
  return placeFindings(coverageOf(parsed.deployment, schedule, { now, zoneOffset }), text, file);
}
