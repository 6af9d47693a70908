import type { ActualFunction } from '../deploy/function/actual.ts';
import { settingFaults } from '../deploy/function/setting-faults.ts';
import { type CheckResult, ill } from './check-result.ts';

/** What of a deployed function is wrong whatever `serverless.yml` says, by the name that a difference has. */
export function functionFaults(
  actual: ActualFunction,
  { where, hasJournal }: { readonly where: string; readonly hasJournal: boolean | undefined },
): ReadonlyMap<string, CheckResult> {
  // Nobody has said otherwise: FunctionGraph then starts as many as come.
  const settings = { ...actual, maxInstanceNum: actual.maxInstanceNum ?? -1 };
  return new Map(
    settingFaults(settings, hasJournal).map(({ what, severity, code, found, expected }) => {
      const todo = `write ${expected}, into serverless.yml; nightshift deploy sets what it says`;
      return [what, ill(severity, code, found, { where, todo })];
    }),
  );
}
