import { dirname } from 'node:path';
import { type Diagnostic, formatDiagnostic } from '../../maintenance/document/diagnostic.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { findSchedule, openSchedule } from '../place/schedule-file.ts';
import type { Surroundings } from '../place/surroundings.ts';
import { type Deployment, secretsOfDeployment } from './serverless/deployment.ts';
import { openServerless } from './serverless/serverless-file.ts';
import { coverageDiagnostics } from './triggers/coverage-diagnostics.ts';

/** A `serverless.yml` that can be deployed, and the folder that its paths begin in. */
export type OpenedDeployment = {
  readonly deployment: Deployment;
  readonly folder: string;
  /** The schedule that the timers cover; `undefined` when none was found to hold them against. */
  readonly heldAgainst: string | undefined;
  /** What is not wrong, and should be known. */
  readonly warnings: readonly string[];
};

/** What is asked of a `serverless.yml` besides being right. */
export type Demands = {
  readonly serverless: string | undefined;
  readonly schedule?: string | undefined;
  /** Every variable of the function has a value, and the timers cover the schedule. */
  readonly complete: boolean;
};

/** Reads a `serverless.yml`. Throws `CodedError` `serverless.unreadable`, `serverless.invalid` or the schedule's. */
export async function openDeployment(
  { serverless, schedule, complete }: Demands,
  surroundings: Surroundings,
): Promise<OpenedDeployment> {
  const opened = await openServerless(serverless, surroundings);
  if (!opened)
    throw new CodedError(
      'serverless.unreadable',
      'there is no serverless.yml here - expected it, or --serverless FILE',
    );
  const { file, parsed } = opened;
  if (!parsed.ok) throw invalid(parsed.diagnostics);
  const missing = parsed.missing.filter(({ path }) => complete || path === 'provider.projectId');
  if (missing.length > 0) throw invalid(missing);
  surroundings.terminal.hide(secretsOfDeployment(parsed.deployment));
  const found =
    complete && findSchedule(schedule, surroundings) !== undefined
      ? openSchedule(schedule, surroundings)
      : undefined;
  const uncovered = found ? coverageDiagnostics(opened, found.schedule, surroundings.clock.now()) : [];
  const wrong = uncovered.filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) throw invalid(wrong);
  return {
    deployment: parsed.deployment,
    folder: dirname(file),
    heldAgainst: found?.file,
    warnings: uncovered.map(formatDiagnostic),
  };
}

function invalid(diagnostics: readonly Diagnostic[]): CodedError {
  return new CodedError('serverless.invalid', diagnostics.map(formatDiagnostic).join('\n'));
}
