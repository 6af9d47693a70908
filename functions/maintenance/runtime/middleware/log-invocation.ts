import type { MiddlewareObj } from '@middy/core';
import { build } from '../../foundation/version.ts';
import type { HandlerContext } from '../function-context.ts';

/**
 * Logs that an invocation begins, of which build, and how it ended; the first of a process is its cold start. One that has nothing
 * to say, as an idle tick, is not logged: FunctionGraph writes a line for every start and finish itself, and the
 * first line of a process costs it a sixth of its time.
 */
export function logInvocation(): MiddlewareObj<unknown, unknown, Error, HandlerContext> {
  let coldStart = true;
  return {
    before({ context }) {
      context.log.begin('invocation begins', { build, coldStart, remainingMs: context.remainingMs() });
      coldStart = false;
    },
    after({ context }) {
      if (context.log.spoken)
        context.log.write('info', 'invocation ends', { remainingMs: context.remainingMs() });
    },
    onError({ context, error }) {
      context.log.write('error', 'invocation fails', { error });
    },
  };
}
