import { type Command, InvalidArgumentError } from 'commander';
import { dayMs } from '../../maintenance/foundation/time/duration.ts';
import { isoWriter } from '../../maintenance/report/iso-in-zone.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { buildCalendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import { scheduledFires } from '../../maintenance/schedule/fires/scheduled-fires.ts';
import { findJob } from '../place/find-job.ts';
import { openSchedule } from '../place/open-schedule.ts';
import { readIcsTexts } from '../place/read-ics-texts.ts';
import type { Surroundings } from '../place/surroundings.ts';
import { comingFires } from './coming-fires.ts';
import { firesText } from './fires-text.ts';
import { instantOf } from './instant-of.ts';
import { jsonOption, scheduleOption } from './options.ts';

type Options = {
  readonly days: number;
  readonly from?: string;
  readonly schedule?: string;
  readonly json?: boolean;
};

/** Adds `nightshift next`: when jobs come, and what becomes of their fires. */
export function addNext(program: Command, surroundings: Surroundings): void {
  program
    .command('next')
    .description('shows the coming fires, what skips or moves them, and which may hit the same instances')
    .argument('[job]', 'the name of a job; all jobs without one')
    .option('--days <days>', 'how far to look', readDays, 30)
    .option('--from <time>', 'from when on, such as 2026-11-23 or 2026-11-23T03:00; else now', checkFrom)
    .addOption(scheduleOption())
    .addOption(jsonOption('{ "fires": [...] }'))
    .action((job: string | undefined, options: Options) => next(job, options, surroundings));
}

function readDays(text: string): number {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= 3_660) return days;
  throw new InvalidArgumentError('Expected a number of days from 1 to 3660.');
}

/** Which instant is meant only the zone can tell, and that is in the schedule. */
function checkFrom(text: string): string {
  if (instantOf(text, 'UTC', zoneOffset) !== undefined) return text;
  throw new InvalidArgumentError(
    'Expected a time such as 2026-11-23, 2026-11-23T03:00 or 2026-11-23T03:00+08:00.',
  );
}

async function next(name: string | undefined, options: Options, surroundings: Surroundings): Promise<void> {
  const { terminal, clock } = surroundings;
  const { days, schedule: asked, json = false } = options;
  const parsed = openSchedule(asked, surroundings);
  const { schedule } = parsed;
  const jobs = name === undefined ? schedule.jobs : [findJob(name, schedule.jobs)];
  const { timezone } = (name === undefined ? undefined : jobs[0]) ?? schedule;
  const asOf = options.from === undefined ? undefined : instantOf(options.from, timezone, zoneOffset);
  const from = asOf ?? clock.now();

  const calendars = await buildCalendars(schedule, readIcsTexts(parsed), zoneOffset);
  const span = { after: from - 1, upTo: from + days * dayMs - 1 };
  // Looked at together and only then one by one: a job may meet another that was not asked for.
  const all = comingFires(scheduledFires(schedule, span, zoneOffset, calendars), schedule, zoneOffset);
  const fires = all.filter(({ job }) => jobs.some((wanted) => wanted.name === job));
  if (json) terminal.print(JSON.stringify({ fires }, null, 2));
  else {
    const begin = isoWriter(timezone, zoneOffset)(from);
    terminal.print(firesText({ from: begin, days, jobs, fires }, terminal));
  }
}
