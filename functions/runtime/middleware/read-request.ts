import type { MiddlewareObj } from '@middy/core';
import { readEvent } from '../read-event.ts';
import type { HandlerContext } from './handler-context.ts';

/** Turns whatever FunctionGraph delivered into a `Request` before the handler sees it. */
export function readRequest(): MiddlewareObj<unknown, unknown, Error, HandlerContext> {
  return {
    async before(request) {
      request.event = await readEvent(request.event);
    },
  };
}
