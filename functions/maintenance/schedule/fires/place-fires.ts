import type { EpochDay } from '../../foundation/time/day.ts';
import { dayMs, hourMs } from '../../foundation/time/duration.ts';
import { instantOfWall, type WallTime, wallAt, writeWall } from '../../foundation/time/wall-time.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import type { Job } from '../schedule.ts';
import { type DayJudge, nextAllowedDay } from './day-judge.ts';
import { dueFires } from './due-fires.ts';
import type { Fire, ScheduledFire, SkipReason } from './fire.ts';
import { isWithinDates } from './job-dates.ts';
import { movedBy, type OverridesOfJobs, overridesOn, skippedBy, toldOf } from './overrides.ts';
import { skipFire, startFire } from './start-fire.ts';

/** What decides where fires go. */
export type FireRules = {
  readonly zoneOffset: ZoneOffset;
  readonly overrides: OverridesOfJobs;
  readonly judge: DayJudge;
  /** See `endedNotes`. */
  readonly endedNotes: (job: Job, day: EpochDay) => readonly string[];
};

/**
 * Whether a fire of a day starts at another time than its own: an override moves it, or a calendar puts it off. What its
 * job says of times that a clock leaves out or repeats holds for that time.
 */
export function startsElsewhere(job: Job, day: EpochDay, { overrides, judge }: FireRules): boolean {
  if (movedBy(overridesOn(overrides.get(job.name) ?? [], day)) !== undefined) return true;
  return job.onSkip === 'next-allowed-day' && judge(job, day)?.code === 'calendar';
}

/**
 * Places the fires of one job, given in the order of their nominal times. Fires that are put off or moved to the
 * same instant are one: the first runs, the others are skipped. For that the fires must reach back far enough: see
 * `reachOf`.
 */
export function placeFires(job: Job, fires: readonly Fire[], rules: FireRules): ScheduledFire[] {
  const { zoneOffset, judge, endedNotes } = rules;
  const overrides = rules.overrides.get(job.name) ?? [];
  const repeated = job.dst.overlap === 'last' ? 'last' : 'first';
  const firstAt = new Map<number, Fire>();
  const putOffTo = new Map<string, PutOff[]>();
  const shownAt = (instant: number) => wallAt(job.timezone, instant, zoneOffset);

  return fires.map((fire) => {
    // An override is for the day that a fire belongs to; a calendar is for the day on which it starts.
    const ownDay = dayOf(fire.wall);
    const holding = overridesOn(overrides, ownDay);
    const stop = skippedBy(holding);
    if (stop) return skipFire(fire, stop, zoneOffset);
    const day = movedBy(holding) ? ownDay : dayOf(shownAt(fire.at));
    const refusal = judge(job, day);
    if (!refusal) return start(fire, day, standingIn(putOffTo.get(fire.id) ?? []));
    if (job.onSkip === 'skip' || refusal.code !== 'calendar') return skipFire(fire, refusal, zoneOffset);

    const next = nextAllowedDay(job, day, judge);
    if (next === undefined) return skip(fire, refusal, 'none of the 31 days after it is allowed either');
    const own = ownFireOn(next, fire.wall % dayMs);
    if (!own && !isWithinDates(job, next))
      return skip(fire, refusal, `no day is left before ${job.until}, its until`);
    if (!own) return start(fire, next, [`put off from ${writeWall(fire.wall)}: ${refusal.reason}`]);
    putOffTo.set(own.id, [...(putOffTo.get(own.id) ?? []), { wall: fire.wall, why: refusal }]);
    return skip(fire, refusal, `the fire of ${writeWall(shownAt(own.at))} stands in for it`);
  });

  function start(fire: Fire, day: EpochDay, notes: readonly string[]): ScheduledFire {
    const ended = endedNotes(job, dayOf(fire.wall));
    const move = movedBy(overridesOn(overrides, day));
    if (!move && day === dayOf(shownAt(fire.at)))
      return startFire(fire, fire.at, [...notes, ...ended], judge, zoneOffset);
    const wall = day * dayMs + (move ? timeOfDay(move.to) : fire.wall % dayMs);
    const instant = instantOfWall(job.timezone, wall, zoneOffset, repeated);
    const moved = move ? [...notes, toldOf(move)] : notes;
    const refusal = refusalAt(instant, wall, move ? 'override' : 'calendar');
    if (refusal)
      return skipFire(fire, { ...refusal, reason: [...moved, refusal.reason].join('; ') }, zoneOffset);
    const first = firstAt.get(instant);
    if (first) {
      const reason = `${moved.join('; ')}; the fire of ${writeWall(first.wall)} starts there already`;
      return skipFire(fire, { code: 'merged', reason }, zoneOffset);
    }
    firstAt.set(instant, fire);
    return startFire(fire, instant, [...moved, ...ended], judge, zoneOffset);
  }

  /** Why a fire does not run at a time that it was moved or put off to, and that the clock leaves out. */
  function refusalAt(instant: number, wall: WallTime, code: SkipReason['code']): SkipReason | undefined {
    const shown = shownAt(instant);
    if (shown === wall) return undefined;
    if (job.dst.gap === 'skip')
      return { code, reason: `the clock leaves ${writeWall(wall)} out, and dst.gap is skip` };
    // Half past eleven may be half past midnight then.
    return dayOf(shown) === dayOf(wall) ? undefined : judge(job, dayOf(shown));
  }

  function skip(fire: Fire, { code, reason }: SkipReason, more: string): ScheduledFire {
    return skipFire(fire, { code, reason: `${reason}; ${more}` }, zoneOffset);
  }

  /** The job's own fire on a day that a fire is put off to: at the same time of day, or else its first. */
  function ownFireOn(day: EpochDay, clock: WallTime): Fire | undefined {
    const [begin, end] = [day, day + 1].map((each) => instantOfWall(job.timezone, each * dayMs, zoneOffset));
    // What the clock leaves out before midnight is placed after it.
    const span = { after: (begin ?? 0) - 1, upTo: (end ?? 0) + longestGap };
    const own = dueFires([job], span, zoneOffset, (_, each) => startsElsewhere(job, each, rules)).filter(
      (fire) => dayOf(fire.wall) === day,
    );
    return own.find((fire) => fire.wall % dayMs === clock) ?? own[0];
  }
}

/** No zone sets its clock forward by more, but for a change of the date line. */
const longestGap = 3 * hourMs;

function dayOf(wall: WallTime): EpochDay {
  return Math.floor(wall / dayMs);
}

/** A fire that another of its job stands in for. */
type PutOff = { readonly wall: WallTime; readonly why: SkipReason };

function standingIn(putOff: readonly PutOff[]): string[] {
  const [first] = putOff;
  if (!first) return [];
  const from = `${writeWall(first.wall)}, ${first.why.reason}`;
  return [
    putOff.length === 1 ? `stands in for ${from}` : `stands in for ${putOff.length} fires since ${from}`,
  ];
}

function timeOfDay(clock: string): WallTime {
  return Date.parse(`1970-01-01T${clock}:00Z`);
}
