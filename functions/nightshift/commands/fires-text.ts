import { plainText } from '../../maintenance/report/plain-text.ts';
import type { Job } from '../../maintenance/schedule/schedule.ts';
import { tinted } from '../place/ansi.ts';
import { type Column, renderTable } from '../place/text-table.ts';
import type { ComingFire } from './coming-fires.ts';
import { textWidth } from './text-width.ts';

const columns: readonly Column[] = [
  { title: 'LOCAL TIME', align: 'left' },
  { title: 'UTC', align: 'left' },
  { title: 'JOB', align: 'left', atMost: 32 },
  { title: 'NOTES', align: 'left' },
];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** What was looked for, and what was found. */
export type Outlook = {
  /** When the look begins, with its offset: `2026-11-23T00:00:00+08:00`. */
  readonly from: string;
  readonly days: number;
  readonly jobs: readonly Pick<Job, 'name' | 'enabled' | 'cron'>[];
  readonly fires: readonly ComingFire[];
};

/** Fires for people, a row each; and the jobs that have none. */
export function firesText(outlook: Outlook, { colour }: { readonly colour: boolean }): string {
  const { fires } = outlook;
  const dimmed = (cell: string, row: number) => {
    const skipped = fires[row]?.skipped ?? null;
    return colour && skipped !== null ? tinted(cell, 'dim') : cell;
  };
  const table =
    fires.length === 0 ? [] : [...renderTable(columns, fires.map(cellsOf), textWidth, dimmed), ''];
  return [headline(outlook), '', ...table, ...silentJobs(outlook)].join('\n').trimEnd();
}

function headline({ from, days, fires }: Outlook): string {
  const skipped = fires.filter(({ skipped: reason }) => reason !== null).length;
  const counted = `${fires.length} ${fires.length === 1 ? 'fire' : 'fires'}, ${skipped} skipped`;
  return `${days} ${days === 1 ? 'day' : 'days'} from ${localTime(from)}: ${counted}`;
}

function silentJobs({ jobs, fires }: Outlook): readonly string[] {
  const heard = new Set(fires.map(({ job }) => job));
  return jobs
    .filter(({ name }) => !heard.has(name))
    .map(({ name, enabled, cron }) => {
      const why = !enabled
        ? 'it is disabled'
        : cron
          ? 'its cron does not come'
          : 'it has no cron, and is run by hand';
      return `${name} has no fire in this time: ${why}`;
    });
}

function cellsOf({ job, at, utc, skipped, notes }: ComingFire): readonly string[] {
  const told = [...(skipped === null ? [] : [skipText(skipped)]), ...notes];
  return [localTime(at), utcTime(utc), job, plainText(told.join('; '), Number.POSITIVE_INFINITY)];
}

/** The reason of an override begins with what it does. */
function skipText(reason: string): string {
  return /^(skipped|paused) /.test(reason) ? reason : `skipped: ${reason}`;
}

/** `Mon 2026-11-23 03:30 +08:00`; seconds only where there are any. */
function localTime(at: string): string {
  const [day = '', clock = '', offset = ''] = [at.slice(0, 10), at.slice(11, 19), at.slice(19)];
  const weekday = weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
  return `${weekday} ${day} ${withoutZeros(clock)} ${offset}`;
}

/** `11-22 19:30Z`: the year is that of the local time, give or take a night. */
function utcTime(utc: string): string {
  return `${utc.slice(5, 10)} ${withoutZeros(utc.slice(11, 19))}Z`;
}

function withoutZeros(clock: string): string {
  return clock.endsWith(':00') ? clock.slice(0, -3) : clock;
}
