import { expect } from 'vitest';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import {
  buildCalendars,
  type Calendars,
} from '../../../functions/maintenance/schedule/calendars/build-calendars.ts';
import type { ScheduledFire } from '../../../functions/maintenance/schedule/fires/fire.ts';
import { scheduledFires } from '../../../functions/maintenance/schedule/fires/scheduled-fires.ts';
import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';
import type { Job, Schedule } from '../../../functions/maintenance/schedule/schedule.ts';
import { isZone } from './iana-zones.ts';

/** The parts of a schedule that say when, each a list of lines of YAML. */
export type Parts = {
  /** Such as `nightly: { cron: "30 3 * * *" }`; action and targets are added. */
  readonly jobs: readonly string[];
  readonly calendars?: readonly string[];
  readonly overrides?: readonly string[];
  /** The texts of iCalendar files by their paths. */
  readonly ics?: Readonly<Record<string, string>>;
};

/** A schedule in Shanghai's time, and what asks it. */
export type Stage = {
  readonly schedule: Schedule;
  readonly calendars: Calendars;
  job(name: string): Job;
  /** What starts on the days from one to the other, both included, in Shanghai. */
  fires(from: string, to: string): ScheduledFire[];
};

export async function stage({ jobs, calendars = [], overrides = [], ics = {} }: Parts): Promise<Stage> {
  const section = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`${name}:`, ...lines.map((line) => `  ${line}`)];
  const text = [
    'version: 1',
    'timezone: Asia/Shanghai',
    'regions: { beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef } }',
    ...section('calendars', calendars),
    ...section('overrides', overrides),
    ...section(
      'jobs',
      jobs.map((job) => job.replace('{', '{ action: restart, targets: { region: beijing, names: ["*"] },')),
    ),
  ].join('\n');
  const parsed = parseSchedule(text, { file: 'schedule.yaml', isZone });
  if (!parsed.ok) expect.unreachable(JSON.stringify(parsed.diagnostics));
  const { schedule } = parsed;
  const built = await buildCalendars(schedule, ics, zoneOffset);
  return {
    schedule,
    calendars: built,
    job(name) {
      const found = schedule.jobs.find((candidate) => candidate.name === name);
      if (!found) expect.unreachable(`there is no job ${name}`);
      return found;
    },
    fires(from, to) {
      const span = {
        after: Date.parse(`${from}T00:00+08:00`) - 1,
        upTo: Date.parse(`${to}T24:00+08:00`) - 1,
      };
      return scheduledFires(schedule, span, zoneOffset, built);
    },
  };
}

/** A fire in a line: its id, when it starts in Shanghai, and why it does not. */
export function lineOf({ id, startsAt, skipped }: ScheduledFire): string {
  const start = new Date(startsAt + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
  return `${id.slice(0, -9)} ${start}${skipped ? ` ${skipped.code}: ${skipped.reason}` : ''}`;
}
