import type { MiddlewareObj } from '@middy/core';
import type { Request } from '../../invocation/request.ts';
import type { HandlerContext } from '../function-context.ts';

/** Turns whatever FunctionGraph delivered into a `Request` before the handler sees it. */
export function readRequest(): MiddlewareObj<unknown, unknown, Error, HandlerContext> {
  return {
    async before(request) {
      request.event = await readEvent(request.event);
    },
  };
}

/**
 * Reads an event of FunctionGraph: a timer's, or whatever somebody typed into the console. Never throws. A tick
 * is told by hand, since it is nearly every event there is and a validation library costs more than all of it.
 */
export async function readEvent(event: unknown): Promise<Request> {
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    return {
      kind: 'not-understood',
      reason: 'the event is no JSON object - expected one, such as {"job":"NAME","dryRun":true}',
      from: 'somebody',
    };
  const { trigger_type, time, user_event }: Partial<Record<string, unknown>> = { ...event };
  const carriesNothing = user_event === undefined || user_event === null || user_event === '';
  const at =
    typeof time === 'string' && instantPattern.test(time) && hasItsDay(time) ? Date.parse(time) : Number.NaN;
  if (trigger_type === 'TIMER' && carriesNothing && Number.isFinite(at)) return { kind: 'tick', at };
  const { readBySchema } = await import('../event-schema.ts');
  return readBySchema(event);
}

/** As FunctionGraph writes it; every other writing that ISO 8601 has is read with the rest. */
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** `Date` takes February 30th for March 2nd. */
function hasItsDay(time: string): boolean {
  const date = time.slice(0, 'yyyy-mm-dd'.length);
  return new Date(`${date}T00:00Z`).getUTCDate() === Number(date.slice(-2));
}
