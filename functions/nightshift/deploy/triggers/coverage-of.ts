import { type Diagnostic, diagnoseFindings, inOrder } from '../../../maintenance/document/diagnostic.ts';
import { type Finding, wrongKey } from '../../../maintenance/document/finding.ts';
import { readYaml } from '../../../maintenance/document/read-yaml.ts';
import { zoneOffset } from '../../../maintenance/runtime/zone-offset.ts';
import type { Schedule } from '../../../maintenance/schedule/schedule.ts';
import type { Deployment, WantedFunction } from '../serverless/deployment.ts';
import type { ServerlessFile } from '../serverless/serverless-file.ts';
import { checkCoverage } from './check-coverage.ts';
import type { PlanningTime } from './wanted-trigger.ts';

/** The function of a deployment that carries a schedule out: its only one, or the one called nightshift. */
export function scheduledFunction({ functions }: Deployment): WantedFunction | undefined {
  const [only, ...others] = functions;
  if (others.length === 0) return only;
  return functions.find(({ key, name }) => key === 'nightshift' || name === 'nightshift');
}

/** In what the triggers of a deployment do not cover a schedule, with paths of `serverless.yml`. */
export function coverageOf(deployment: Deployment, schedule: Schedule, time: PlanningTime): Finding[] {
  const fn = scheduledFunction(deployment);
  if (fn) return checkCoverage(fn.timers, ['functions', fn.key], schedule, time);
  const found = `${deployment.functions.length} functions, and none called nightshift`;
  return [
    wrongKey(
      ['functions'],
      'serverless.function',
      found,
      'the one that carries out the schedule to have that name',
    ),
  ];
}

/** What is wrong with a `serverless.yml`, and where its triggers do not cover a schedule. */
export function coverageDiagnostics(
  { file, text, parsed }: ServerlessFile,
  schedule: Schedule,
  now: number,
): readonly Diagnostic[] {
  if (!parsed.ok) return parsed.diagnostics;
  const reading = readYaml(text);
  if (!reading.ok) return [];
  const findings = coverageOf(parsed.deployment, schedule, { now, zoneOffset });
  return inOrder(diagnoseFindings(findings, file, reading.yaml));
}
