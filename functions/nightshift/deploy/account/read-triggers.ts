import * as z from 'zod/mini';
import { parseJson } from '../../../maintenance/foundation/parse-json.ts';
import { asDocument } from '../../../maintenance/huawei/optional-field.ts';
import type { ActualTrigger } from '../function/actual.ts';
import type { Timer } from '../serverless/deployment.ts';

const triggersSchema = z.array(
  z.object({
    trigger_id: z.string(),
    trigger_type_code: z.string(),
    trigger_status: z.optional(z.string()),
    event_data: z.unknown(),
  }),
);

const timerSchema = z.object({
  name: z.string(),
  schedule_type: z.enum(['Rate', 'Cron']),
  schedule: z.string(),
  user_event: z._default(z.nullable(z.string()), ''),
});

const namedSchema = z.object({ name: z.string() });

/** Reads FunctionGraph's list of a function's triggers; `undefined` when the answer is none. */
export function readTriggers(answer: unknown): readonly ActualTrigger[] | undefined {
  const listed = Array.isArray(answer) ? answer : asDocument(answer)['triggers'];
  const parsed = triggersSchema.safeParse(listed);
  return parsed.data?.map(
    ({ trigger_id: id, trigger_type_code: type, trigger_status: status, event_data }) => {
      const data = typeof event_data === 'string' ? parseJson(event_data) : event_data;
      const timer = type === 'TIMER' ? readTimer(data, status) : undefined;
      return { id, type, timer, name: timer?.name ?? namedSchema.safeParse(data).data?.name ?? '' };
    },
  );
}

function readTimer(data: unknown, status: string | undefined): Timer | undefined {
  const parsed = timerSchema.safeParse(data);
  if (!parsed.success) return undefined;
  const { name, schedule_type: scheduleType, schedule, user_event } = parsed.data;
  return {
    name,
    scheduleType,
    schedule,
    userEvent: user_event ?? '',
    status: status === 'DISABLED' ? 'DISABLED' : 'ACTIVE',
  };
}
