import type { MiddlewareObj } from '@middy/core';
import type { HandlerContext } from './handler-context.ts';
import { readEvent } from './read-event.ts';

/** Turns whatever FunctionGraph delivered into a `Request` before the handler sees it. */
export function readRequest(): MiddlewareObj<unknown, unknown, Error, HandlerContext> {
  return {
    async before(request) {
      request.event = await readEvent(request.event);
    },
  };
}
