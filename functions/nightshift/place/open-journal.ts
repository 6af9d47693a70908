import { dirname } from 'node:path';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { secretsOf } from '../../maintenance/huawei/credentials.ts';
import type { Records } from '../../maintenance/journal/records.ts';
import { openRecords } from '../../maintenance/runtime/open-records.ts';
import { ScheduleError } from '../../maintenance/runtime/schedule-error.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { resolveEnvironment } from '../../maintenance/schedule/resolve-environment.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';
import { credentialsFrom } from './credentials-from.ts';
import { openSchedule } from './open-schedule.ts';
import type { Surroundings } from './surroundings.ts';

/** The records that the schedule's journal has, and the schedule. */
export type OpenedJournal = { readonly records: Records; readonly schedule: Schedule };

/**
 * Opens the journal that a schedule names. Of its variables only those of the journal and the regions are asked for:
 * who looks after runs need not have the webhooks. Throws `CodedError` `journal.none`, `credentials.missing`.
 */
export async function openJournal(
  asked: string | undefined,
  { environment, terminal, clock }: Surroundings,
): Promise<OpenedJournal> {
  const lookup = (variable: string) => environment[variable] || undefined;
  const parsed = openSchedule(asked, { environment });
  const resolved = resolveEnvironment(onlyJournal(parsed), lookup);
  if (!resolved.ok) throw new ScheduleError(resolved.diagnostics);
  const { journal, regions } = resolved.schedule;
  if (!journal)
    throw new CodedError(
      'journal.none',
      `${parsed.file} has no journal, so a run is known to one warm instance of the function only - ` +
        'expected journal: obs://BUCKET/PREFIX in it, or the event {"command":"status"} sent to the function',
    );
  const credentials = () => {
    const found = credentialsFrom(lookup);
    terminal.hide(secretsOf(found));
    return found;
  };
  const folder = dirname(parsed.file);
  return {
    records: await openRecords({ journal, regions, folder, credentials, clock }),
    schedule: parsed.schedule,
  };
}

function onlyJournal(parsed: ParsedSchedule): ParsedSchedule {
  const { schedule, references } = parsed;
  const regions = Object.fromEntries(
    Object.entries(schedule.regions).map(([name, { region }]) => [name, { region, projectId: '' }]),
  );
  return {
    ...parsed,
    schedule: { ...schedule, regions, notify: {}, calendars: {}, overrides: [], jobs: [] },
    references: references.filter(({ path }) => /^(journal\b|regions\.[^.]+\.region$)/.test(path)),
  };
}
