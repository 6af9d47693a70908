import type { MiddlewareObj } from '@middy/core';
import type { HandlerContext } from './handler-context.ts';

/** Logs that an invocation begins, and how it ended; the first of a process is its cold start. */
export function logInvocation(): MiddlewareObj<unknown, unknown, Error, HandlerContext> {
  let coldStart = true;
  return {
    before({ context }) {
      context.log.write('info', 'invocation begins', { coldStart, remainingMs: context.remainingMs() });
      coldStart = false;
    },
    after({ context }) {
      context.log.write('info', 'invocation ends', { remainingMs: context.remainingMs() });
    },
    onError({ context, error }) {
      context.log.write('error', 'invocation fails', { error });
    },
  };
}
