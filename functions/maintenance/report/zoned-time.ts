import type { Summary } from './summary.ts';
import type { Wording } from './wording/wording.ts';

const dayLength = 'yyyy-mm-dd'.length;
const timeLength = 'yyyy-mm-ddThh:mm:ss'.length;

/** A time of a summary, which is written in the schedule's zone, for people: `2026-11-23 03:30:00 +08:00`. */
export function zonedTime(iso: string): string {
  return `${iso.slice(0, dayLength)} ${clockTime(iso)} ${offset(iso)}`;
}

/** From when to when something went on, and for how long; both offsets, as clocks may have changed in between. */
export function zonedSpan(
  { startedAt, finishedAt }: Pick<Summary, 'startedAt' | 'finishedAt'>,
  wording: Wording,
): string {
  const took = wording.duration(Date.parse(finishedAt) - Date.parse(startedAt));
  const isSimple = offset(startedAt) === offset(finishedAt);
  const sameDay = startedAt.slice(0, dayLength) === finishedAt.slice(0, dayLength);
  const from = isSimple ? clockTime(startedAt) : zonedTime(startedAt);
  const to = isSimple && sameDay ? clockTime(finishedAt) : zonedTime(finishedAt);
  return wording.fromTo(from, to, took);
}

function clockTime(iso: string): string {
  return iso.slice(dayLength + 1, timeLength);
}

function offset(iso: string): string {
  return iso.slice(timeLength);
}
