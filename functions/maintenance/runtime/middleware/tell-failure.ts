import type { MiddlewareObj } from '@middy/core';
import { type CallCause, causeIn } from '../../foundation/call-cause.ts';
import { CodedError } from '../../foundation/coded-error.ts';
import { causeOfError, HuaweiCallError } from '../../huawei/huawei-call-error.ts';
import { isOnlyAsked, type Request } from '../../invocation/request.ts';
import { tellUntil } from '../../invocation/time-budget.ts';
import type { Channel } from '../../notify/channel.ts';
import { CallError } from '../../run/call-failure.ts';
import type { HandlerContext } from '../function-context.ts';

/**
 * An invocation that could carry nothing out is told to every channel that can still be reached, unless it was only
 * asked something; then the error goes on to the platform, which counts it and may send it to its own failure
 * destination.
 */
export function tellFailure(
  channels: (context: HandlerContext) => Promise<readonly Channel[]>,
  now: () => number,
): MiddlewareObj<Request, unknown, Error, HandlerContext> {
  return {
    async onError({ event, context, error }) {
      if (isOnlyAsked(event)) return;
      const { log, requestId } = context;
      try {
        const { tellAll } = await import('../../notify/channel.ts');
        // First: the secrets of the channels are known from then on, and the message may hold one.
        const told = await channels(context);
        const code = error instanceof CodedError ? error.code : 'internal';
        const cause = causeBehind(error);
        const failure = {
          code,
          message: log.redact(error?.message ?? 'unknown error'),
          requestId,
          ...(cause && { cause: { ...cause, message: log.redact(cause.message) } }),
        };
        const deadline = tellUntil(now(), context.remainingMs());
        const notice = { type: 'nightshift.invocation.failed', id: `failed-${requestId}`, failure } as const;
        for (const delivery of await tellAll(told, notice, deadline))
          log.write('info', 'channel told', { ...delivery });
      } catch (telling) {
        // The first error is the one that matters; this one must not take its place.
        log.write('error', 'telling of the failure fails', { error: telling });
      }
    },
  };
}

/** What the cloud said last, where the error goes back to a call. */
function causeBehind(error: unknown): CallCause | undefined {
  if (error instanceof CallError) return causeIn(error.failure);
  if (error instanceof HuaweiCallError) return causeOfError(error);
  return error instanceof Error && error.cause !== undefined ? causeBehind(error.cause) : undefined;
}
