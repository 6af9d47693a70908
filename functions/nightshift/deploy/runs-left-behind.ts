import { dirname } from 'node:path';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { secretsOf } from '../../maintenance/huawei/credentials.ts';
import type { Records } from '../../maintenance/run/journal.ts';
import { openRecords } from '../../maintenance/runtime/open-records.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import type { JournalSettings } from '../../maintenance/schedule/schema.ts';
import type { CommandContext } from '../place/command-context.ts';
import { credentialsFrom, lookupIn } from '../place/environment.ts';
import { checkSchedule } from '../place/schedule-file.ts';
import { resolvePart } from '../place/schedule-part.ts';

/** More runs than that are counted. */
const mostNamed = 5;

/**
 * What would be left behind by a schedule whose journal is elsewhere than that of the one which is deployed: the runs
 * that are open there, or that nobody could see whether there are any. `undefined` where nothing is.
 */
export async function runsLeftBehind(
  old: ParsedSchedule,
  wanted: ParsedSchedule,
  context: CommandContext,
): Promise<string | undefined> {
  const from = old.schedule.journal;
  const to = wanted.schedule.journal;
  if (!from || from.url === to?.url || from.url === to?.movedFrom) return undefined;
  const moves = `the journal moves from ${from.url} to ${to?.url ?? 'nowhere'}`;
  const todo =
    'they would stay open there, and their fires could run again - let them end first, or name that place in journal.movedFrom';
  try {
    const runs = (await recordsOf(old, context).register.open()).runs.map(({ run }) => run);
    if (runs.length === 0) return undefined;
    const named = runs.slice(0, mostNamed).join(', ');
    const more = runs.length > mostNamed ? ` and ${runs.length - mostNamed} more` : '';
    return `${moves}, and runs are open at its old place: ${named}${more}; ${todo}`;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return `${moves}, and whether runs are open at its old place could not be seen: ${error.message}; if there are, ${todo}`;
  }
}

/** What was deployed may be of another version, or wrong: then there is nothing to compare with. */
export function readDeployed(text: string): ParsedSchedule | undefined {
  try {
    return checkSchedule('schedule.yaml', text);
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}

/** The records of the journal that a schedule names. Throws `CodedError` where they are out of reach from here. */
export function recordsOf(old: ParsedSchedule, { environment, terminal, clock }: CommandContext): Records {
  const lookup = lookupIn(environment);
  const resolved = resolvePart(old, 'journal', lookup);
  const journal: JournalSettings | undefined = resolved.ok ? resolved.schedule.journal : undefined;
  if (!resolved.ok || !journal)
    throw new CodedError('journal.unresolved', 'its variables have no value in this environment');
  if (journal.url.startsWith('file:'))
    throw new CodedError('journal.elsewhere', 'it is a folder where the function runs');
  const credentials = () => {
    const found = credentialsFrom(lookup);
    terminal.hide(secretsOf(found));
    return found;
  };
  const { regions } = resolved.schedule;
  return openRecords({ journal, regions, folder: dirname(old.file), credentials, clock });
}
