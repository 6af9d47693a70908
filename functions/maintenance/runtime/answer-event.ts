import { dirname } from 'node:path';
import type { Clock } from '../foundation/clock.ts';
import type { Answer } from '../invocation/answer.ts';
import type { Dcs } from '../invocation/desk.ts';
import type { PlanMemory } from '../invocation/plan-memory.ts';
import { type Request, understoodEvents } from '../invocation/request.ts';
import type { Records as OwnRecords } from '../journal/memory-records.ts';
import type { Records } from '../journal/records.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { answerRequest } from './answer-request.ts';
import { openCalendars } from './calendars.ts';
import { openChannels } from './channels.ts';
import { type EnvironmentLookup, environmentOf } from './environment.ts';
import { loadSchedule, readScheduleText, schedulePath } from './load-schedule.ts';
import type { HandlerContext } from './middleware/handler-context.ts';
import { requireCredentials } from './require-credentials.ts';
import { zoneOffset } from './zone-offset.ts';

/** What outlives an invocation, or is the same for all of them. */
export type World = {
  /** Where the bundle and, by default, `schedule.yaml` are. */
  readonly codeDirectory: string;
  readonly processEnvironment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** This process's own, for schedules without a durable journal. */
  readonly records: OwnRecords;
  readonly plans: PlanMemory;
};

/** Answers one event: loads the schedule, hides its secrets, and does what is asked. */
export async function answerEvent(request: Request, context: HandlerContext, world: World): Promise<Answer> {
  if (request.kind === 'not-understood') {
    context.log.write('warn', 'event not understood', { reason: request.reason });
    return { started: false, reason: request.reason, understood: understoodEvents };
  }
  const { log } = context;
  const { clock, plans } = world;
  const lookup = environmentOf(context, world.processEnvironment);
  const { schedule, secrets, warnings } = await loadSchedule(
    readScheduleText(world.codeDirectory, lookup),
    lookup,
  );
  log.hide(secrets);
  for (const warning of warnings) log.write('warn', 'schedule', { warning });
  let dcs: Promise<Dcs> | undefined;
  let records: Promise<Records> | undefined;
  return answerRequest(request, {
    invocation: context,
    log,
    schedule,
    warnings,
    clock,
    zoneOffset,
    plans,
    by: leaseName(context.requestId),
    records: () => {
      records ??= openRecords(schedule, context, world, lookup);
      return records;
    },
    handOver: async (run) => {
      const place = schedule.handOver;
      if (!place) return false;
      const { handOver } = await import('./hand-over.ts');
      return handOver(run, { place, invocation: context, log, clock });
    },
    calendars: () => openCalendars(schedule, world.codeDirectory, lookup),
    dcs: () => {
      dcs ??= openDcs(schedule.regions, context, clock);
      return dcs;
    },
    channels: (names) => openChannels(names, schedule.notify, { clock, log, invocation: context }),
  });
}

/** A retry of an invocation has the same request id, and the one before it may be alive: it must not act for it. */
function leaseName(requestId: string): string {
  return `${requestId}/${Math.random().toString(36).slice(2, 10)}`;
}

/** The schedule's journal; without one, what this process remembers. */
async function openRecords(
  { journal, regions }: Schedule,
  context: HandlerContext,
  { records, clock, codeDirectory }: World,
  lookup: EnvironmentLookup,
): Promise<Records> {
  if (!journal) return { ...records, durable: false };
  const { openRecords } = await import('./open-records.ts');
  const { concealCredentials, secretsOf } = await import('../huawei/credentials.ts');
  const credentials = () => {
    const concealed = concealCredentials(requireCredentials(context));
    context.log.hide(secretsOf(concealed));
    return concealed;
  };
  const folder = dirname(schedulePath(codeDirectory, lookup));
  return openRecords({ journal, regions, folder, credentials, clock });
}

/** The SDK is loaded here and not before: it is most of the bundle, and an idle tick asks DCS nothing. */
async function openDcs(regions: Schedule['regions'], context: HandlerContext, clock: Clock): Promise<Dcs> {
  const raw = requireCredentials(context);
  const { keepMemoryModest } = await import('./modest-memory.ts');
  keepMemoryModest();
  const { createDcsFleet } = await import('../huawei/dcs/dcs-fleet.ts');
  const { createDcsBackups } = await import('../huawei/dcs/dcs-backups.ts');
  const { concealCredentials, secretsOf } = await import('../huawei/credentials.ts');
  const credentials = concealCredentials(raw);
  context.log.hide(secretsOf(credentials));
  const settings = { regions, credentials, clock };
  return { fleet: createDcsFleet(settings), backups: createDcsBackups(settings) };
}
