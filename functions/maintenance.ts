import middy from '@middy/core';
import type { Answer } from './maintenance/invocation/answer.ts';
import { createLog } from './maintenance/invocation/log.ts';
import { createPlanMemory } from './maintenance/invocation/plan-memory.ts';
import type { Request } from './maintenance/invocation/request.ts';
import { createMemoryRecords } from './maintenance/journal/memory-records.ts';
import { answerEvent } from './maintenance/runtime/answer-event.ts';
import { openFailureChannels } from './maintenance/runtime/failure-channels.ts';
import { adaptContext } from './maintenance/runtime/function-context.ts';
import type { HandlerContext } from './maintenance/runtime/middleware/handler-context.ts';
import { logInvocation } from './maintenance/runtime/middleware/log-invocation.ts';
import { readRequest } from './maintenance/runtime/middleware/read-request.ts';
import { tellFailure } from './maintenance/runtime/middleware/tell-failure.ts';
import { realClock } from './maintenance/runtime/real-clock.ts';
import { shownError } from './maintenance/runtime/shown-error.ts';

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
