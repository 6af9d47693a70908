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
  records: () => Records,
): Promise<string | undefined> {
  const from = old.schedule.journal;
  const to = wanted.schedule.journal;
  if (!from || from.url === to?.url || from.url === to?.movedFrom) return undefined;
  const moves = `the journal moves from ${from.url} to ${to?.url ?? 'nowhere'}`;
  const todo =
    'they would stay open there, and their fires could run again - let them end first, or name that place in journal.movedFrom';
  try {
    const runs = (await records().register.open()).runs.map(({ run }) => run);
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

/** Longer than that nobody waits for what a journal tells beside the work of a command. Milliseconds. */
const patienceMs = 5_000;

/**
 * The records of the journal that a schedule names, for a look at them. Throws `CodedError` where they are out of reach
 * from here.
 *
 * @param variables those of the function, as far as they are known: they go before those of this environment
 * @param alsoBefore with the place that the journal was moved from
 */
export function recordsOf(
  of: ParsedSchedule,
  variables: Readonly<Record<string, string>>,
  { environment, terminal, clock }: CommandContext,
  alsoBefore = true,
): Records {
  const lookup = lookupIn(environment);
  const resolved = resolvePart(of, 'journal', lookupIn({ ...environment, ...variables }));
  const whole: JournalSettings | undefined = resolved.ok ? resolved.schedule.journal : undefined;
  if (!resolved.ok || !whole)
    throw new CodedError('journal.unresolved', 'its variables have no value in this environment');
  const journal = alsoBefore ? whole : { ...whole, movedFrom: undefined };
  if (journal.url.startsWith('file:'))
    throw new CodedError('journal.elsewhere', 'it is a folder where the function runs');
  const credentials = () => {
    const found = credentialsFrom(lookup);
    terminal.hide(secretsOf(found));
    return found;
  };
  const { regions } = resolved.schedule;
  const until = clock.now() + patienceMs;
  const frame = { readsUntil: () => until, actionsUntil: () => until };
  return openRecords({ journal, regions, folder: dirname(of.file), credentials, clock, frame });
}
