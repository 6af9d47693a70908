import middy from '@middy/core';
import type { Answer } from './maintenance/invocation/answer.ts';
import { createPlanMemory } from './maintenance/invocation/plan-memory.ts';
import type { Request } from './maintenance/invocation/request.ts';
import { createMemoryRecords } from './maintenance/journal/memory-records.ts';
import { answerEvent } from './maintenance/runtime/answer-event.ts';
import { openFailureChannels } from './maintenance/runtime/channels.ts';
import {
  adaptContext,
  type FunctionProcess,
  type HandlerContext,
} from './maintenance/runtime/function-context.ts';
import { createLog, shownError } from './maintenance/runtime/log.ts';
import { logInvocation } from './maintenance/runtime/middleware/log-invocation.ts';
import { readRequest } from './maintenance/runtime/middleware/read-event.ts';
import { tellFailure } from './maintenance/runtime/middleware/tell-failure.ts';
import { realClock } from './maintenance/runtime/real-clock.ts';
import { createTicksAhead } from './maintenance/runtime/ticks-ahead.ts';
import { createWaits, withinTime } from './maintenance/runtime/waits.ts';

const functionProcess: FunctionProcess = {
  codeDirectory: import.meta.dirname,
  processEnvironment: process.env,
  clock: realClock,
  records: createMemoryRecords(),
  plans: createPlanMemory(),
  ticksAhead: createTicksAhead(),
};

// Its own early timeout would leave 5 ms, and nobody told.
const pipeline = middy<Request, Answer, Error, HandlerContext>({ timeoutEarlyInMillis: 0 })
  .use(logInvocation())
  .use(
    tellFailure(
      (context) => openFailureChannels(context, functionProcess),
      realClock.now,
      async (context) => {
        const { openSaid } = await import('./maintenance/runtime/said-in-register.ts');
        return openSaid(context, functionProcess);
      },
    ),
  )
  .use(readRequest())
  .handler((request: Request, context) => {
    const waits = createWaits(realClock.now);
    const answer = answerEvent(request, { ...context, waits }, functionProcess);
    return withinTime(answer, waits, realClock, context.remainingMs);
  });

/** FunctionGraph's entry, `index.handler`: must stay a native async function, as any other is not awaited. */
export const handler = async (event: unknown, context: unknown): Promise<Answer> => {
  const adapted = adaptContext(context, realClock.now);
  const log = createLog(adapted.requestId, { now: realClock.now, print: (line) => console.log(line) });
  try {
    // No request yet: `readRequest` makes it one.
    return await pipeline(event as Request, { ...adapted, log });
  } catch (error) {
    throw shownError(error, log.redact);
  }
};
