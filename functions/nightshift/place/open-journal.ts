import { dirname } from 'node:path';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { secretsOf } from '../../maintenance/huawei/credentials.ts';
import type { Records } from '../../maintenance/run/journal.ts';
import { openRecords } from '../../maintenance/runtime/open-records.ts';
import { ScheduleError } from '../../maintenance/runtime/schedule-error.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';
import type { CommandContext } from './command-context.ts';
import { credentialsFrom, lookupIn } from './environment.ts';
import { openSchedule } from './schedule-file.ts';
import { resolvePart } from './schedule-part.ts';

/** The records that the schedule's journal has, and the schedule. */
type OpenedJournal = { readonly records: Records; readonly schedule: Schedule };

/** How long the store may take for one thing that it is asked, all tries together. Milliseconds. */
const patienceMs = 6_000;

/**
 * Opens the journal that a schedule names. Of its variables only those of the journal and the regions are asked for:
 * who looks after runs need not have the webhooks. Throws `CodedError` `journal.none`; the first thing that is asked of it
 * may reject with `credentials.missing`.
 */
export function openJournal(
  asked: string | undefined,
  { environment, terminal, clock }: CommandContext,
): OpenedJournal {
  const lookup = lookupIn(environment);
  const parsed = openSchedule(asked, { environment });
  const resolved = resolvePart(parsed, 'journal', lookup);
  if (!resolved.ok) throw new ScheduleError(resolved.diagnostics);
  const { journal, regions } = resolved.schedule;
  if (!journal)
    throw new CodedError(
      'journal.none',
      `${parsed.file} has no journal, so only one warm instance of the function knows of a run - ` +
        'expected journal: obs://BUCKET/PREFIX in it, or the event {"command":"status"} sent to the function',
    );
  const credentials = () => {
    const found = credentialsFrom(lookup);
    terminal.hide(secretsOf(found));
    return found;
  };
  const folder = dirname(parsed.file);
  // A function has minutes to wait for a store that fails; nobody who sits at a terminal does.
  const soon = () => clock.now() + patienceMs;
  const frame = { readsUntil: soon, actionsUntil: soon };
  return {
    records: openRecords({ journal, regions, folder, credentials, clock, frame }),
    schedule: parsed.schedule,
  };
}
