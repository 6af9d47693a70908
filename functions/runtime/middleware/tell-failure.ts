import type { MiddlewareObj } from '@middy/core';
import type { Channel } from '../../notify/channel.ts';
import { CodedError } from '../../run/coded-error.ts';
import type { HandlerContext } from './handler-context.ts';

/** Longest time for telling, and what is left of the invocation's own time beside it. Milliseconds. */
const longestMs = 20_000;
const reserveMs = 2_000;

/**
 * An invocation that could carry nothing out is told to every channel that can still be reached; then the error
 * goes on to the platform, which counts it and may send it to its own failure destination.
 */
export function tellFailure(
  channels: (context: HandlerContext) => Promise<readonly Channel[]>,
  now: () => number,
): MiddlewareObj<unknown, unknown, Error, HandlerContext> {
  return {
    async onError({ context, error }) {
      const { log, requestId } = context;
      try {
        const { tellAll } = await import('../../notify/tell-all.ts');
        const code = error instanceof CodedError ? error.code : 'internal';
        const failure = { code, message: log.redact(error?.message ?? 'unknown error'), requestId };
        const deadline = now() + Math.min(longestMs, Math.max(0, context.remainingMs() - reserveMs));
        const notice = { type: 'nightshift.invocation.failed', id: `failed-${requestId}`, failure } as const;
        for (const delivery of await tellAll(await channels(context), notice, deadline))
          log.write('info', 'channel told', { ...delivery });
      } catch (telling) {
        // The first error is the one that matters; this one must not take its place.
        log.write('error', 'telling of the failure fails', { error: telling });
      }
    },
  };
}
