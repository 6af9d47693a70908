import type { EpochDay } from '../../foundation/time/day.ts';
import { dayMs } from '../../foundation/time/duration.ts';
import { instantOfWall, type WallTime, wallAt, writeWall } from '../../foundation/time/wall-time.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import type { Job } from '../schedule.ts';
import { type DayJudge, nextAllowedDay } from './day-judge.ts';
import { dueFires } from './due-fires.ts';
import type { Fire, ScheduledFire, SkipReason } from './fire.ts';
import { movedBy, type OverridesOfJobs, overridesOn, skippedBy, toldOf } from './overrides.ts';
import { skipFire, startFire } from './start-fire.ts';

/** What decides where fires go. */
export type FireRules = {
  readonly zoneOffset: ZoneOffset;
  readonly overrides: OverridesOfJobs;
  readonly judge: DayJudge;
};

/**
 * Places the fires of one job, given in the order of their nominal times. Fires that are put off or moved to the
 * same instant are one: the first runs, the others are skipped. For that the fires must reach back far enough: see
 * `reachOf`.
 */
export function placeFires(job: Job, fires: readonly Fire[], rules: FireRules): ScheduledFire[] {
  const { zoneOffset, judge } = rules;
  const overrides = rules.overrides.get(job.name) ?? [];
  const repeated = job.dst.overlap === 'last' ? 'last' : 'first';
  const firstAt = new Map<number, Fire>();
  const putOffTo = new Map<string, PutOff[]>();
  const wallOf = ({ at }: Fire) => wallAt(job.timezone, at, zoneOffset);

  return fires.map((fire) => {
    const wall = wallOf(fire);
    const day = Math.floor(wall / dayMs);
    const holding = overridesOn(overrides, day);
    const stop = skippedBy(holding);
    if (stop) return skipFire(fire, stop, zoneOffset);
    const refusal = judge(job, day);
    if (!refusal) return start(fire, day, standingIn(putOffTo.get(fire.id) ?? []));
    if (job.onSkip === 'skip' || refusal.code !== 'calendar') return skipFire(fire, refusal, zoneOffset);

    const next = nextAllowedDay(job, day, judge);
    if (next === undefined) return skip(fire, refusal, 'none of the 31 days after it is allowed either');
    const own = ownFireOn(next, wall % dayMs);
    if (!own) return start(fire, next, [`put off from ${writeWall(wall)}: ${refusal.reason}`]);
    putOffTo.set(own.id, [...(putOffTo.get(own.id) ?? []), { wall, why: refusal }]);
    return skip(fire, refusal, `the fire of ${writeWall(wallOf(own))} stands in for it`);
  });

  function start(fire: Fire, day: EpochDay, notes: readonly string[]): ScheduledFire {
    const wall = wallOf(fire);
    const move = movedBy(overridesOn(overrides, day));
    if (!move && day === Math.floor(wall / dayMs)) return startFire(fire, fire.at, notes, judge, zoneOffset);
    const clock = move ? timeOfDay(move.to) : wall % dayMs;
    const instant = instantOfWall(job.timezone, day * dayMs + clock, zoneOffset, repeated);
    const moved = move ? [...notes, toldOf(move)] : notes;
    const first = firstAt.get(instant);
    if (first) {
      const reason = `${moved.join('; ')}; the fire of ${writeWall(wallOf(first))} starts there already`;
      return skipFire(fire, { code: 'merged', reason }, zoneOffset);
    }
    firstAt.set(instant, fire);
    return startFire(fire, instant, moved, judge, zoneOffset);
  }

  function skip(fire: Fire, { code, reason }: SkipReason, more: string): ScheduledFire {
    return skipFire(fire, { code, reason: `${reason}; ${more}` }, zoneOffset);
  }

  /** The job's own fire on a day that a fire is put off to: at the same time of day, or else its first. */
  function ownFireOn(day: EpochDay, clock: WallTime): Fire | undefined {
    const [begin, end] = [day, day + 1].map((each) => instantOfWall(job.timezone, each * dayMs, zoneOffset));
    const own = dueFires([job], { after: (begin ?? 0) - 1, upTo: (end ?? 0) - 1 }, zoneOffset);
    return own.find((fire) => wallOf(fire) % dayMs === clock) ?? own[0];
  }
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
