import { causeIn } from '../foundation/call-cause.ts';
import type { Clock } from '../foundation/clock.ts';
import { leastCallMs } from '../foundation/time-frame.ts';
import { createFunctionGraphInvoker } from '../huawei/functiongraph/functiongraph-invoker.ts';
import { CallError } from '../run/call-failure.ts';
import type { HandOverSettings } from '../schedule/schema.ts';
import { agencyCredentials, type HandlerContext } from './function-context.ts';

/** The event is only taken in, so an answer that takes longer is none; and this invocation must come to its own end. */
function handOverMs(remainingMs: number): number {
  return Math.max(leastCallMs, Math.min(15_000, remainingMs - 2_000));
}

/**
 * Asks FunctionGraph for a fresh invocation of this function that goes on with a run. False when that failed, or may
 * have: then the next tick goes on, and a second invocation finds the run held.
 */
export async function handOver(
  run: string,
  settings: HandOverSettings,
  context: HandlerContext,
  clock: Clock,
): Promise<boolean> {
  const { log, projectId, functionName, functionPackage, functionVersion } = context;
  if (projectId === undefined || functionName === undefined) {
    log.write('warn', 'no hand-over: the context does not tell which function this is', { run });
    return false;
  }
  const credentials = agencyCredentials(context);
  const invoker = createFunctionGraphInvoker({
    ...settings,
    projectId,
    name: functionName,
    packageName: functionPackage ?? 'default',
    version: functionVersion ?? 'latest',
    credentials,
    renew: () => agencyCredentials(context),
    clock,
    timeoutMs: handOverMs(context.remainingMs()),
  });
  try {
    await invoker.invoke({ continueRun: run });
    return true;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const cause = causeIn(error.failure);
    log.write('warn', 'no hand-over: the next tick goes on', {
      run,
      code: error.code,
      error: error.message,
      cause,
    });
    return false;
  }
}
