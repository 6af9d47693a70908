import type { MiddlewareObj } from '@middy/core';
import { type CallCause, causeIn } from '../../foundation/call-cause.ts';
import { CodedError } from '../../foundation/coded-error.ts';
import { hourMs } from '../../foundation/time/duration.ts';
import { causeOfError, HuaweiCallError } from '../../huawei/huawei-call-error.ts';
import { isOnlyAsked, type Request } from '../../invocation/request.ts';
import { tellUntil } from '../../invocation/time-budget.ts';
import type { Channel } from '../../notify/channel.ts';
import { CallError } from '../../run/call-failure.ts';
import { JournalError, ToldBefore } from '../../run/journal-error.ts';
import type { HandlerContext } from '../function-context.ts';
import type { SaidInRegister } from '../said-in-register.ts';

/** How long people are not told again of a failure that ticks meet one after another. Milliseconds. */
const quietMs = hourMs;

/** With less time left nobody is asked whether people were told before. Milliseconds. */
const leastMs = 20_000;

/**
 * An invocation that could carry nothing out is told to every channel that can still be reached, unless it was only
 * asked something, or people were told of the same within the hour; then the error goes on to the platform, which
 * counts it and may send it to its own failure destination.
 */
export function tellFailure(
  channels: (context: HandlerContext) => Promise<readonly Channel[]>,
  now: () => number,
  openSaid: (context: HandlerContext) => Promise<SaidInRegister | undefined> = async () => undefined,
): MiddlewareObj<Request, unknown, Error, HandlerContext> {
  const toldAt = new Map<string, number>();
  return {
    async onError({ event, context, error }) {
      const { log, requestId } = context;
      if (isOnlyAsked(event)) return;
      if (error instanceof ToldBefore) return log.write('info', 'people were told of this within the hour');
      const same = isByTimer(event) ? failureKey(error) : undefined;
      const last = same === undefined ? undefined : toldAt.get(same);
      if (last !== undefined && now() - last < quietMs) {
        log.write('info', 'the failure was told before', { at: new Date(last).toISOString() });
        return;
      }
      try {
        // Of a journal that fails, whoever asked it knows; and who has no time left tells.
        const asks = !(error instanceof JournalError) && context.remainingMs() > leastMs;
        const said = same !== undefined && asks ? await openSaid(context) : undefined;
        if (same !== undefined && (await said?.within(same))) {
          log.write('info', 'the failure was told before, by another process');
          return;
        }
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
        for (const delivery of await tellAll(told, notice, deadline)) {
          log.write('info', 'channel told', { ...delivery });
          if (same !== undefined && delivery.status === 'delivered') toldAt.set(same, now());
        }
        if (same !== undefined && toldAt.get(same) !== last) await said?.note(same);
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

function isByTimer({ kind }: Request): boolean {
  return kind === 'tick' || kind === 'timer-jobs' || kind === 'not-understood';
}

/** What tells one failure from another: not the instants in its words, nor how often it came. */
function failureKey(error: unknown): string {
  if (error instanceof JournalError) return error.what;
  if (!(error instanceof CodedError)) return String(error);
  const { code, message } = error;
  return code === 'tick.ahead' || code === 'clock.behind' ? code : `${code} ${message}`;
}
