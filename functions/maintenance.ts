import middy from '@middy/core';
import { createMemoryRecords } from './journal/memory-records.ts';
import type { Answer } from './runtime/answer.ts';
import { answerEvent } from './runtime/answer-event.ts';
import { openFailureChannels } from './runtime/failure-channels.ts';
import { adaptContext } from './runtime/function-context.ts';
import { createLog } from './runtime/log.ts';
import type { HandlerContext } from './runtime/middleware/handler-context.ts';
import { logInvocation } from './runtime/middleware/log-invocation.ts';
import { readRequest } from './runtime/middleware/read-request.ts';
import { tellFailure } from './runtime/middleware/tell-failure.ts';
import { createPlanMemory } from './runtime/plan-memory.ts';
import { realClock } from './runtime/real-clock.ts';
import type { Request } from './runtime/request.ts';
import { shownError } from './runtime/shown-error.ts';

const world = {
  codeDirectory: import.meta.dirname,
  processEnvironment: process.env,
  clock: realClock,
  records: createMemoryRecords(),
  plans: createPlanMemory(),
};

const pipeline = middy<Request, Answer, Error, HandlerContext>()
  .use(logInvocation())
  .use(tellFailure((context) => openFailureChannels(context, world), realClock.now))
  .use(readRequest())
  .handler((request: Request, context) => answerEvent(request, context, world));

/** FunctionGraph's entry, `index.handler`: must stay a native async function, as any other is not awaited. */
export const handler = async (event: unknown, context: unknown): Promise<Answer> => {
  const invocation = adaptContext(context, realClock.now);
  const log = createLog(invocation.requestId, { now: realClock.now, print: (line) => console.log(line) });
  try {
    // No request yet: `readRequest` makes it one.
    return await pipeline(event as Request, { ...invocation, log });
  } catch (error) {
    throw shownError(error, log.redact);
  }
};
