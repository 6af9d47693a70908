import { advice, type Finding, wrongKey, wrongValue } from '../../../maintenance/document/finding.ts';
import { oneOf } from '../../../maintenance/document/nearest-name.ts';
import type { Path } from '../../../maintenance/document/path.ts';
import { formatDuration } from '../../../maintenance/foundation/time/duration.ts';
import { isOver } from '../../../maintenance/schedule/fires/job-dates.ts';
import type { Job, Schedule } from '../../../maintenance/schedule/schedule.ts';
import type { Timer } from '../serverless/deployment.ts';
import { clockChangesAhead } from './clock-changes-ahead.ts';
import { comesByItself, needsTick } from './needs-tick.ts';
import { timerAsk, timerMeaning } from './timer-meaning.ts';
import { exactSchedule } from './trigger-plan.ts';
import { type PlanningTime, tickTrigger } from './wanted-trigger.ts';

const remedy = 'nightshift triggers --write puts in what the schedule needs';

/**
 * What of a function's timers does not fit the schedule: a job that no timer comes for, or two come for, or one comes
 * for at another time. `path` is that of the function, with its timers below `events`.
 */
export function checkCoverage(
  timers: readonly Timer[],
  path: Path,
  schedule: Schedule,
  time: PlanningTime,
): Finding[] {
  const placed = timers.map((timer, index) => ({ ...timer, path: [...path, 'events', index, 'eventData'] }));
  const active = placed.filter(({ status }) => status === 'ACTIVE');
  const ticks = active.filter(({ userEvent }) => timerAsk(userEvent).kind === 'tick');
  const naming = active.flatMap((timer) => {
    const ask = timerAsk(timer.userEvent);
    return ask.kind === 'jobs' ? [{ ...timer, ...ask }] : [];
  });
  return [
    ...active.flatMap(checkUserEvent),
    ...naming.flatMap((timer) => checkNames(timer, schedule.jobs, time)),
    ...ticks.flatMap((tick, index) => checkTick(tick, index, schedule, time)),
    ...checkJournal(ticks.length, path, schedule),
    ...schedule.jobs.flatMap((job) =>
      checkJob(
        job,
        naming.filter(({ jobs, dryRun }) => !dryRun && jobs.includes(job.name)),
        {
          path,
          ticked: ticks.length > 0,
          disabled: placed.length > active.length,
          schedule,
          time,
        },
      ),
    ),
  ];
}

type Placed = Timer & { readonly path: Path };
type Naming = Placed & { readonly jobs: readonly string[] };

function checkUserEvent({ userEvent, path }: Placed): Finding[] {
  if (timerAsk(userEvent).kind !== 'unclear') return [];
  const found = `${JSON.stringify(userEvent.slice(0, 80))}, which the function does not understand`;
  return [
    wrongValue([...path, 'userEvent'], 'timer.event', found, '{"job":"NAME"}, {"jobs":["NAME", …]} or ""'),
  ];
}

function checkNames({ jobs, path }: Naming, known: readonly Job[], time: PlanningTime): Finding[] {
  const place = [...path, 'userEvent'];
  return jobs.flatMap((name) => {
    const job = known.find((candidate) => candidate.name === name);
    if (!job)
      return [
        wrongValue(
          place,
          'timer.job',
          `no job of the schedule is called "${name}"`,
          oneOf(
            known.map((each) => each.name),
            name,
          ),
        ),
      ];
    if (!job.enabled) return [skipped(place, 'timer.disabled', `${name} is disabled in the schedule`)];
    return isOver(job, time.now, time.zoneOffset)
      ? [skipped(place, 'timer.over', `${name} is over by its dates`)]
      : [];
  });
}

function skipped(place: Path, code: string, found: string): Finding {
  return advice(place, code, `${found}, and is skipped each time`, 'no timer for it');
}

function checkTick(tick: Placed, index: number, schedule: Schedule, time: PlanningTime): Finding[] {
  const place = [...tick.path, 'schedule'];
  if (index > 0)
    return [
      wrongValue(
        [...tick.path, 'userEvent'],
        'timer.twice',
        'a second timer that names no job: everything would run twice',
        'one',
      ),
    ];
  const meaning = timerMeaning(tick);
  if (meaning.kind === 'unclear')
    return [wrongValue(place, 'timer.schedule', meaning.found, meaning.expected)];
  const wanted = tickTrigger(schedule, time).schedule;
  const period = formatDuration(schedule.tickMs);
  const right =
    meaning.kind === 'period'
      ? meaning.ms === schedule.tickMs
      : wanted.endsWith(` ${meaning.expression}`) && isOnGrid(meaning.zone, schedule.tickMs, time);
  if (right) return meaning.kind === 'cron' ? checkClock(meaning.zone, place, time) : [];
  const found = `${tick.schedule} does not fire once per tick of the schedule, which is ${period}`;
  return [wrongValue(place, 'timer.tick', found, `${wanted}; ${remedy}`)];
}

/** Any zone whose clock stands on the grid of ticks now; a wrong one would shift what each tick answers for. */
function isOnGrid(zone: string, tickMs: number, { now, zoneOffset }: PlanningTime): boolean {
  const offset = zoneOffset(zone, now);
  return offset !== undefined && offset % tickMs === 0;
}

function checkClock(zone: string, place: Path, { now, zoneOffset }: PlanningTime): Finding[] {
  if (clockChangesAhead(zone, now, zoneOffset).length === 0) return [];
  const found = `what a timer does when the clocks of ${zone} change is not documented`;
  return [advice(place, 'timer.clock', found, 'CRON_TZ=UTC, whose clock never changes')];
}

function checkJournal(ticks: number, path: Path, { journal }: Schedule): Finding[] {
  if (!journal || ticks > 0) return [];
  const found =
    'no tick (a timer without a job), and the schedule has a journal: nothing would continue open runs';
  return [wrongKey([...path, 'events'], 'timer.none', found, `the tick; ${remedy}`)];
}

function timesText({ cron, at }: Job): string {
  return `${cron ? 'cron' : 'at'} ${JSON.stringify((cron ?? at)?.text)}`;
}

type Scene = {
  readonly path: Path;
  readonly ticked: boolean;
  /** Whether there are timers that are not active. */
  readonly disabled: boolean;
  readonly schedule: Schedule;
  readonly time: PlanningTime;
};

function checkJob(job: Job, naming: readonly Naming[], scene: Scene): Finding[] {
  const { path, ticked, disabled, schedule, time } = scene;
  // Whoever gives a job without a time its times does so by hand.
  if (!comesByItself(job, time)) return [];
  const { name } = job;
  const [first, ...others] = naming;
  if (!first) {
    if (ticked || schedule.journal) return [];
    const but = disabled ? ' that is ACTIVE' : '';
    const found = `no timer${but} comes for ${name} (${timesText(job)})`;
    const expected = job.at ? 'the tick' : 'one at its time, or the tick';
    return [wrongKey([...path, 'events'], 'timer.missing', found, `${expected}; ${remedy}`)];
  }
  const place = [...first.path, 'userEvent'];
  if (ticked)
    return [
      wrongValue(
        place,
        'timer.twice',
        `${name} is also started by the tick, and would run twice`,
        'either the tick or this timer',
      ),
    ];
  const twice = others.map((other) =>
    wrongValue([...other.path, 'userEvent'], 'timer.twice', `a second timer comes for ${name}`, 'one'),
  );
  const [reason] = needsTick({ ...schedule, jobs: [job], journal: undefined }, time);
  if (reason)
    return [
      ...twice,
      wrongValue(place, 'timer.inexact', `${name}: ${reason.reason}`, `the tick in its place; ${remedy}`),
    ];
  return [...twice, ...checkTime(job, first)];
}

function checkTime(job: Job, timer: Naming): Finding[] {
  const place = [...timer.path, 'schedule'];
  const meaning = timerMeaning(timer);
  if (meaning.kind === 'unclear')
    return [wrongValue(place, 'timer.schedule', meaning.found, meaning.expected)];
  const wanted = exactSchedule(job) ?? '';
  if (meaning.kind === 'cron' && `CRON_TZ=${meaning.zone} ${meaning.expression}` === wanted) return [];
  const found = `${timer.schedule} is not when ${job.name} is to run (${timesText(job)})`;
  return [wrongValue(place, 'timer.time', found, `${wanted}; ${remedy}`)];
}
