import { dayMs, hourMs, minuteMs } from '../../foundation/time/duration.ts';
import type { MaintenanceWindow } from '../../plan/maintenance-window.ts';
import { asText, isEmpty } from '../optional-field.ts';

/**
 * Reads `maintain_begin` and `maintain_end`, documented as `HH:mm:ss` in UTC. A time that could be meant in another zone
 * is none: to take it for UTC would touch the instance at an hour that its owner did not choose.
 */
export function readMaintenance(begin: unknown, end: unknown): MaintenanceWindow {
  if (isEmpty(begin) && isEmpty(end)) return { untold: true };
  const [from, to] = [timeOf(begin), timeOf(end)];
  if (from !== undefined && to !== undefined) return { begin: from % dayMs, end: to % dayMs };
  return { odd: { begin: shown(begin), end: shown(end) } };
}

const timePattern = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.0+)?)?\s*(?:Z|UTC|[+-]00:?00)?$/i;

/** Milliseconds after midnight; 24:00 is the end of the day. */
function timeOf(value: unknown): number | undefined {
  const [, hours, minutes, seconds = '0'] = timePattern.exec(asText(value)?.trim() ?? '') ?? [];
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  if (!(hour <= 24) || !(minute <= 59) || !(second <= 59)) return undefined;
  const time = hour * hourMs + minute * minuteMs + second * 1_000;
  return time > dayMs ? undefined : time;
}

/** Enough of it to find it again. */
const longest = 40;

function shown(value: unknown): string {
  const text = JSON.stringify(value === undefined ? null : value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
