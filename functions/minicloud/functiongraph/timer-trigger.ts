import * as z from 'zod/mini';
import { FgsRefusal } from './fgs-error.ts';
import { parseTimerSchedule, type TimerSchedule } from './timer-schedule.ts';

const eventDataSchema = z.object({
  name: z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/)),
  schedule_type: z.enum(['Rate', 'Cron']),
  schedule: z.string(),
  user_event: z._default(z.string().check(z.maxLength(2047)), ''),
  // Echoed; what it does is not documented.
  sync_execution: z._default(z.boolean(), false),
});

const status = z.enum(['ACTIVE', 'DISABLED']);

const triggerSchema = z.object({
  trigger_type_code: z.string(),
  trigger_status: z._default(status, 'ACTIVE'),
  event_data: z.unknown(),
});

const updateSchema = z.object({ trigger_status: z.optional(status), event_data: z.optional(z.unknown()) });

/** A timer of a function. */
export type TimerTrigger = {
  readonly id: string;
  readonly createdAt: number;
  updatedAt: number;
  status: z.output<typeof status>;
  eventData: z.output<typeof eventDataSchema>;
  schedule: TimerSchedule;
};

/** Under which circumstances a trigger is read. */
type TriggerScene = { readonly id: string; readonly now: number; readonly timeZone: string };

/** Reads a trigger from a body. Throws `FgsRefusal` for other types than TIMER and for flawed parameters. */
export function parseTrigger(body: unknown, { id, now, timeZone }: TriggerScene): TimerTrigger {
  const parsed = triggerSchema.safeParse(body);
  if (!parsed.success) throw new FgsRefusal('FSS.0400');
  const { trigger_type_code: type, trigger_status, event_data } = parsed.data;
  if (type !== 'TIMER') throw new FgsRefusal('FSS.1101');
  const timer = parseEventData(event_data, { since: now, timeZone });
  return { id, createdAt: now, updatedAt: now, status: trigger_status, ...timer };
}

/** Changes a trigger as a body says; its schedule only where `scheduleToo` is set. */
export function updateTrigger(
  trigger: TimerTrigger,
  body: unknown,
  { now, timeZone, scheduleToo }: Omit<TriggerScene, 'id'> & { readonly scheduleToo: boolean },
): void {
  const parsed = updateSchema.safeParse(body);
  if (!parsed.success) throw new FgsRefusal('FSS.0400');
  const { trigger_status = trigger.status, event_data } = parsed.data;
  if (scheduleToo && typeof event_data === 'object') {
    const whole = { ...trigger.eventData, ...event_data };
    Object.assign(trigger, parseEventData(whole, { since: now, timeZone }));
  }
  trigger.status = trigger_status;
  trigger.updatedAt = now;
}

/** A trigger as FunctionGraph tells of it. */
export function triggerJson(
  { id, status, eventData, createdAt, updatedAt }: TimerTrigger,
  { syncExecutionTold }: { readonly syncExecutionTold: boolean },
) {
  const { sync_execution, ...told } = eventData;
  return {
    trigger_id: id,
    trigger_type_code: 'TIMER',
    trigger_status: status,
    event_data: { ...told, ...(syncExecutionTold && { sync_execution }) },
    created_time: new Date(createdAt).toISOString(),
    last_updated_time: new Date(updatedAt).toISOString(),
  };
}

function parseEventData(eventData: unknown, grid: { readonly since: number; readonly timeZone: string }) {
  const parsed = eventDataSchema.safeParse(eventData);
  if (!parsed.success) throw new FgsRefusal('FSS.1109');
  const { schedule_type, schedule } = parsed.data;
  return { eventData: parsed.data, schedule: parseTimerSchedule(schedule_type, schedule, grid) };
}
