import { epochDayAt } from '../../foundation/time/day.ts';
import { dayMs, hourMs } from '../../foundation/time/duration.ts';
import type { Job } from '../schedule.ts';
import { refusedDaysBefore } from './allowed-days.ts';
import { hasCalendars } from './day-judge.ts';
import type { FireRules } from './fire-rules.ts';
import { movedBy, overridesOn } from './overrides.ts';
import type { Span } from './wall-hours.ts';

/** How far from a start its nominal time may be: before it (`back`) and after it (`ahead`), in milliseconds. */
export type Reach = { readonly back: number; readonly ahead: number };

const none: Reach = { back: 0, ahead: 0 };

/**
 * Where the nominal times lie of what a job starts in a span, beyond the span itself. Nearly always nowhere: a
 * calendar makes a difference only right after the days that it takes, a move only while it holds.
 */
export function reachOf(job: Job, { after }: Span, { overrides, judge, zoneOffset }: FireRules): Reach {
  const moves = overrides.get(job.name) ?? [];
  const shifts = job.onSkip === 'next-allowed-day' && hasCalendars(job);
  if (!job.jitter && moves.length === 0 && !shifts) return none;
  const jitter = job.jitter ?? 0;
  const firstDay = epochDayAt(after - jitter, zoneOffset(job.timezone, after) ?? 0);
  const refused = shifts ? refusedDaysBefore(job, firstDay, judge) + (judge(job, firstDay) ? 1 : 0) : 0;
  const isMoved = movedBy(overridesOn(moves, firstDay)) !== undefined;
  // Days are wanted from their midnight on, and one may have 25 hours.
  const wholeDay = isMoved || refused > 0 ? dayMs + hourMs : 0;
  return { back: jitter + refused * dayMs + wholeDay, ahead: isMoved ? wholeDay : 0 };
}
