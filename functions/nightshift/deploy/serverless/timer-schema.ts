import * as z from 'zod/mini';
import { mapping } from '../../../maintenance/schedule/value-schema.ts';

const named = 'a name of at most 64 letters, digits, - and _, starting with a letter';
const rated = 'minutes, hours or days, such as 5m, 1h or 1d';
const scheduled =
  'CRON_TZ=ZONE and second minute hour day month weekday, such as CRON_TZ=Asia/Shanghai 0 30 3 * * ?';
const fields = /^(?:CRON_TZ=[A-Za-z0-9_+/-]+ )?[0-9A-Za-z*,/?-]+(?: [0-9A-Za-z*,/?-]+){4,5}$/;
const every = /^@every (?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/;
const spent = 'text of less than 2048 bytes';

const eventData = mapping(
  {
    name: z.string(named).check(z.regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, named)),
    scheduleType: z.enum(['Rate', 'Cron'], 'Cron or Rate'),
    schedule: z.string(scheduled),
    userEvent: z._default(z.string(spent).check(z.refine((value) => utf8Length(value) < 2048, spent)), ''),
  },
  'a mapping with name, scheduleType, schedule and userEvent',
).check((context) => {
  const { scheduleType, schedule } = context.value;
  const rate = scheduleType === 'Rate';
  const fits = rate ? isRate(schedule) : fields.test(schedule) || every.test(schedule);
  if (fits) return;
  context.issues.push({
    code: 'custom',
    input: schedule,
    path: ['schedule'],
    message: rate ? rated : scheduled,
  });
});

/** A trigger of a function: of the types that FunctionGraph has, only the one that our function knows. */
export const timerEvent = mapping(
  {
    triggerTypeCode: z.literal('TIMER', 'TIMER, because the function answers no other trigger'),
    status: z._default(z.enum(['ACTIVE', 'DISABLED'], 'ACTIVE or DISABLED'), 'ACTIVE'),
    eventData,
  },
  'a mapping with triggerTypeCode, status and eventData',
);

/** Minutes from 1 to 60, hours to 24, days to 30. */
function isRate(schedule: string): boolean {
  const [, count, unit = ''] = /^([1-9]\d?)([mhd])$/.exec(schedule) ?? [];
  const most = { m: 60, h: 24, d: 30 }[unit];
  return most !== undefined && Number(count) <= most;
}

function utf8Length(text: string): number {
  return encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, '_').length;
}
