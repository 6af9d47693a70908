import type { Clock } from '../foundation/clock.ts';
import { concealCredentials, secretsOf } from '../huawei/credentials.ts';
import { createFunctionGraphInvoker } from '../huawei/functiongraph/functiongraph-invoker.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { Log } from '../invocation/log.ts';
import { CallError } from '../run/call-failure.ts';
import type { HandOverSettings } from '../schedule/schema.ts';
import { requireCredentials } from './require-credentials.ts';

/** Who asks, and where the function is. */
export type HandOver = {
  readonly place: HandOverSettings;
  readonly invocation: Invocation;
  readonly log: Log;
  readonly clock: Clock;
};

/**
 * Asks FunctionGraph for a fresh invocation of this function that goes on with a run. False when that failed, or may
 * have: then the next tick goes on, and a second invocation finds the run held.
 */
export async function handOver(run: string, { place, invocation, log, clock }: HandOver): Promise<boolean> {
  const { projectId, functionName, functionPackage, functionVersion } = invocation;
  if (projectId === undefined || functionName === undefined) {
    log.write('warn', 'no hand-over: the context does not tell which function this is', { run });
    return false;
  }
  const credentials = concealCredentials(requireCredentials(invocation));
  log.hide(secretsOf(credentials));
  const invoker = createFunctionGraphInvoker({
    ...place,
    projectId,
    name: functionName,
    packageName: functionPackage ?? 'default',
    version: functionVersion ?? 'latest',
    credentials,
    clock,
  });
  try {
    await invoker.invoke({ continueRun: run });
    return true;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    log.write('warn', 'no hand-over: the next tick goes on', { run, code: error.code, error: error.message });
    return false;
  }
}
