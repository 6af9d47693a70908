import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayMs } from '../../../functions/maintenance/foundation/time/duration.ts';
import { ownSpan, ownTasks } from '../../../functions/maintenance/invocation/answer-tick.ts';
import { tasksOf } from '../../../functions/maintenance/invocation/tasks-of-request.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import { readEvent } from '../../../functions/maintenance/runtime/middleware/read-event.ts';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import {
  buildCalendars,
  type Calendars,
} from '../../../functions/maintenance/schedule/calendars/build-calendars.ts';
import { scheduledFires } from '../../../functions/maintenance/schedule/fires/scheduled-fires.ts';
import type { Schedule } from '../../../functions/maintenance/schedule/schedule.ts';
import { timerEvent } from '../../../functions/minicloud/functiongraph/timer-event.ts';
import { parseTimerSchedule } from '../../../functions/minicloud/functiongraph/timer-schedule.ts';
import { planTriggers } from '../../../functions/nightshift/deploy/triggers/trigger-plan.ts';
import type { WantedTrigger } from '../../../functions/nightshift/deploy/triggers/wanted-trigger.ts';
import { stillClock } from '../../maintenance/notify/still-clock.ts';
import { scheduleOf } from './schedule-of.ts';

// What FunctionGraph's timers bring to the function is what the schedule says, whatever the jobs: the expressions are
// carried out by the local cloud, their events are read by the function, and its runs are compared with the fires.

/** Without Lord Howe, whose clock changes by half an hour: the local cloud's cron library never finds the next time. */
const zone = fc.constantFrom(
  'Asia/Shanghai',
  'Asia/Kolkata',
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Havana',
);
const minute = fc.constantFrom('0', '30', '15,45', '*/20', '59', '7');
const hour = fc.constantFrom('0', '1', '2', '3', '4', '12', '23', '*/8', '3-5', '0,12', '22,23');
const day = fc.constantFrom('*', '*', '*', '?', '1', '29', '31', '1,15', '*/10', '28-31', '1-31', 'L');
const month = fc.constantFrom('*', '*', '*', '2', '3,10', '*/3', 'SEP-NOV');
const weekday = fc.constantFrom('*', '*', '*', 'SUN', '7', 'MON-FRI', '0,6', '1-3,5', '0-6', '1#2', 'FRIL');
const job = fc
  .tuple(minute, hour, day, month, weekday, zone)
  .map((parts) => `{ cron: "${parts.slice(0, 5).join(' ')}", timezone: ${parts[5]}, skipOn: [freeze] }`);
const sections = ['calendars: { freeze: [{ from: 2027-03-27, to: 2027-04-02, reason: frozen }] }'];

/** Some years, each with the changes of clocks in it, from 2027 on. */
const span = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 330 }))
  .map(([year, day]) => Date.UTC(2027 + year, 0, 1) + day * dayMs + 12_345);

type Almanac = { readonly schedule: Schedule; readonly calendars: Calendars };

async function almanacOf(schedule: Schedule): Promise<Almanac> {
  return { schedule, calendars: await buildCalendars(schedule, {}, zoneOffset) };
}

/** The runs that the timers begin after an instant and up to another, with their events delivered in order. */
async function runsOfTimers(
  triggers: readonly WantedTrigger[],
  { schedule, calendars }: Almanac,
  after: number,
  upTo: number,
): Promise<readonly string[]> {
  const runs: string[] = [];
  const { journal, register } = createMemoryRecords();
  for (const { name, schedule: cron, userEvent } of triggers) {
    const timer = parseTimerSchedule('Cron', cron, { since: after, timeZone: 'Asia/Shanghai' });
    for (let at = timer.next(after); at <= upTo; at = timer.next(at)) {
      const request = await readEvent(timerEvent({ time: at, triggerName: name, userEvent }));
      if (request.kind !== 'tick' && request.kind !== 'timer-jobs') throw new Error(JSON.stringify(request));
      const inUse = {
        schedule,
        calendars: async () => calendars,
        zoneOffset,
        journal,
        register,
        requestId: 'r',
        remainingMs: () => 900_000,
        clock: stillClock(at),
      };
      const found =
        request.kind === 'tick'
          ? { tasks: await ownTasks(ownSpan(request.at, inUse), inUse) }
          : await tasksOf(request, inUse);
      if ('refusal' in found) throw new Error(found.refusal);
      runs.push(...found.tasks.map(({ run, skipped }) => `${run} ${skipped?.code ?? ''}`));
    }
  }
  return runs.sort();
}

function runsOfSchedule({ schedule, calendars }: Almanac, after: number, upTo: number): readonly string[] {
  return scheduledFires(schedule, { after, upTo }, zoneOffset, calendars)
    .map(({ id, skipped }) => `${id} ${skipped?.code ?? ''}`)
    .sort();
}

test('exact triggers bring what the schedule says, over years', async () => {
  let exact = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(job, { minLength: 1, maxLength: 3 }), span, async (jobs, from) => {
      const schedule = scheduleOf(
        jobs.map((text, index) => `job-${index}: ${text}`),
        sections,
      );
      const plan = planTriggers(schedule, { now: from, zoneOffset });
      if (plan.kind !== 'exact') return;
      exact += 1;
      const almanac = await almanacOf(schedule);
      const upTo = from + 730 * dayMs;
      expect(await runsOfTimers(plan.triggers, almanac, from, upTo)).toEqual(
        runsOfSchedule(almanac, from, upTo),
      );
    }),
    { seed: 20_261_124, numRuns: 60 },
  );
  expect(exact).toBeGreaterThan(15);
});

test('the tick brings what the schedule says, whatever the jobs', async () => {
  const tick = fc.constantFrom('30m', '20m', '12m');
  await fc.assert(
    fc.asyncProperty(
      fc.array(job, { minLength: 1, maxLength: 3 }),
      zone,
      tick,
      fc.constantFrom('2027-03-13', '2027-03-27', '2027-10-30', '2027-11-06', '2028-02-28'),
      async (jobs, timezone, period, night) => {
        const schedule = scheduleOf(
          jobs.map((text, index) => `job-${index}: ${text}`),
          [...sections, `tick: ${period}`, `timezone: ${timezone}`],
        );
        const from = Date.parse(`${night}T00:00Z`);
        const { triggers } = planTriggers(schedule, { now: from, zoneOffset }, { tick: true });
        const almanac = await almanacOf(schedule);
        const upTo = from + 3 * dayMs;
        expect(await runsOfTimers(triggers, almanac, from, upTo)).toEqual(
          runsOfSchedule(almanac, from, upTo),
        );
      },
    ),
    { seed: 20_261_124, numRuns: 40 },
  );
});
