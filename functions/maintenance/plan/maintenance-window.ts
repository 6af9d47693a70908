import { dayMs, minuteMs } from '../foundation/time/duration.ts';
import { writeClock } from '../foundation/time/wall-time.ts';
import { offsetOf, type ZoneClock } from '../foundation/time/zone.ts';

/**
 * When an instance's owner lets Huawei Cloud work on it, every day: milliseconds after midnight in UTC. One that ends
 * before it begins goes over midnight; of one that ends as it begins nobody knows whether that is all day or never.
 */
export type DailyWindow = { readonly begin: number; readonly end: number };

/** What DCS tells of it: a window, nothing, or what cannot be read as one, fit to be shown. */
export type MaintenanceWindow =
  | DailyWindow
  | { readonly untold: true }
  | { readonly odd: { readonly begin: string; readonly end: string } };

/** The clock by which people of a job read: its zone, and how it goes from before a run until after it. */
export type LocalClock = { readonly zone: string; readonly clock: ZoneClock };

/** Why nobody can tell when a window is: as it is said of whom was left alone for it, and of whom was tried before. */
type Obscure = { readonly fault: string; readonly faultOfTried: string };

/** The window of an instance, or why nobody can tell when that is, so that it is left alone. */
export function dailyWindowOf(window: MaintenanceWindow | undefined): DailyWindow | Obscure {
  if (window === undefined || 'untold' in window) return untold;
  if ('odd' in window) {
    const { begin, end } = window.odd;
    const what = `DCS tells ${begin} to ${end} as its maintenance window, which cannot be read`;
    return obscure(what, 'set it in the console');
  }
  if (window.begin !== window.end) return window;
  const what = `its maintenance window begins and ends at ${clockOf(window.begin)} UTC, which may be all day or never`;
  return obscure(what, 'set it in the console');
}

const untold = obscure('DCS tells no maintenance window of it', 'set one in the console');

function obscure(what: string, advice: string): Obscure {
  return { fault: `${what}, so it was not touched - ${advice}`, faultOfTried: `${what} - ${advice}` };
}

/** A call takes its time until it is there: in the last seconds of a window none is sent. Milliseconds. */
const lastCallMs = 10_000;

/** When a window that is open now began, and when one that is not opens next, in milliseconds since 1970. */
export type Opening = { readonly isOpen: boolean; readonly at: number };

/** Whether a window is open at an instant, and since or until when. */
export function openingAt({ begin, end }: DailyWindow, now: number): Opening {
  const lasts = (((end - begin) % dayMs) + dayMs) % dayMs;
  const opened = Math.floor((now - begin) / dayMs) * dayMs + begin;
  return now < opened + lasts - lastCallMs
    ? { isOpen: true, at: opened }
    : { isOpen: false, at: opened + dayMs };
}

/** A window as DCS writes it: `18:00:00`, in UTC. */
export function writtenWindow({ begin, end }: DailyWindow): { readonly begin: string; readonly end: string } {
  const written = (wall: number) => new Date(wall).toISOString().slice(11, 19);
  return { begin: written(begin), end: written(end) };
}

/** Whether a window is open at any time from one instant to another. */
export function meetsWindow(window: DailyWindow, from: number, until: number): boolean {
  return openingAt(window, from).at < until;
}

/** A window as people are told it, at its next time or this one: in UTC, as DCS has it, and by the clock of the job. */
export function nameWindow(window: DailyWindow, now: number, { zone, clock }: LocalClock): string {
  const { begin, end } = window;
  const utc = `${clockOf(begin)}-${clockOf(end)} UTC`;
  const { at } = openingAt(window, now);
  const closes = at + ((((end - begin) % dayMs) + dayMs) % dayMs);
  const [opensLocal, closesLocal] = [at, closes].map((instant) =>
    clockOf(instant + offsetOf(clock, instant)),
  );
  const local = `${opensLocal}-${closesLocal}`;
  return `${local} UTC` === utc ? utc : `${utc} (${local} ${zone})`;
}

/** `18:00`, and `18:00:30` where it is not on the minute. */
function clockOf(wall: number): string {
  return wall % minuteMs === 0 ? writeClock(wall) : new Date(wall).toISOString().slice(11, 19);
}
