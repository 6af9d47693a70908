import { CodedError } from '../foundation/coded-error.ts';
import type { Answer } from '../invocation/answer.ts';
import { answerRequest } from '../invocation/answer-request.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { type Request, understoodEvents } from '../invocation/request.ts';
import type { Channel } from '../notify/channel.ts';
import { openChannels } from './channels.ts';
import { environmentOf, type FunctionProcess, type HandlerContext } from './function-context.ts';
import { loadSchedule, readScheduleFile } from './load-schedule.ts';
import { portsOf } from './open-ports.ts';
import { zoneOffset } from './zone-offset.ts';

/**
 * Answers one event: takes what the invocation needs in its hands, and does what is asked. Throws `CodedError` for that
 * of a trigger, whose answer nobody reads: `event.not-understood`, and see `TicksAhead`.
 */
export async function answerEvent(
  request: Request,
  context: HandlerContext,
  functionProcess: FunctionProcess,
): Promise<Answer> {
  if (request.kind === 'not-understood') {
    if (request.from === 'trigger') throw new CodedError('event.not-understood', request.reason);
    context.log.write('warn', 'event not understood', { reason: request.reason });
    return { started: false, reason: request.reason, understood: understoodEvents };
  }
  const invocation = await openInvocation(context, functionProcess);
  if (request.kind === 'tick')
    functionProcess.ticksAhead.check(request.at, functionProcess.clock.now(), invocation.schedule.tickMs);
  return answerRequest(request, invocation);
}

/** Loads the schedule and hides its secrets; nothing else is opened yet. */
async function openInvocation(
  context: HandlerContext,
  functionProcess: FunctionProcess,
): Promise<Invocation> {
  const { log, requestId, remainingMs } = context;
  const { codeDirectory, clock, plans } = functionProcess;
  const lookup = environmentOf(context, functionProcess.processEnvironment);
  const loaded = await loadSchedule(readScheduleFile(codeDirectory, lookup), lookup);
  const { schedule, secrets, warnings } = loaded;
  log.hide(secrets);
  for (const warning of warnings) log.write('warn', 'schedule', { warning });
  return {
    ...portsOf(schedule, context, functionProcess, lookup),
    requestId,
    by: leaseName(requestId),
    remainingMs,
    log,
    clock,
    schedule,
    warnings,
    zoneOffset,
    plans,
    channels: async (names) => watched(openChannels(names, schedule.notify, context, clock), context),
    handOver: async (run) => {
      if (!schedule.handOver) return false;
      const { handOver } = await import('./hand-over.ts');
      return handOver(run, schedule.handOver, context, clock);
    },
  };
}

/** People are told in the last of the time as well. */
function watched(channels: readonly Channel[], { waits }: HandlerContext): readonly Channel[] {
  if (!waits) return channels;
  return channels.map((channel) => ({
    ...channel,
    tell: (...notice) => waits.telling(`the channel ${channel.name}`, () => channel.tell(...notice)),
  }));
}

/** A retry of an invocation has the same request id, and the one before it may be alive: it must not act for it. */
function leaseName(requestId: string): string {
  return `${requestId}/${Math.random().toString(36).slice(2, 10)}`;
}
