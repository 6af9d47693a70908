import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { decodeText } from '../document/decode-text.ts';
import { hourMs } from '../foundation/time/duration.ts';
import { timeFrame } from '../invocation/time-budget.ts';
import type { Register } from '../run/journal.ts';
import { salvageJournal } from '../schedule/salvage-journal.ts';
import {
  agencyCredentials,
  environmentOf,
  type FunctionProcess,
  type HandlerContext,
} from './function-context.ts';
import { readWhatIsThere, schedulePath } from './load-schedule.ts';
import { openRecords } from './open-records.ts';

/** What people were told of, as far as the register of the journal knows: it outlives the process. */
export interface SaidInRegister {
  /** Whether they were told of a cause within the hour; false where the register does not tell. */
  within(cause: string): Promise<boolean>;
  /** Notes that they were told now, where the register takes it. */
  note(cause: string): Promise<void>;
}

/** People wait for what they are to be told no longer than that, whatever the journal does. Milliseconds. */
const patienceMs = 5_000;

/**
 * Opens it also where the schedule as a whole cannot be used. Where nothing tells of a journal (the schedule has none,
 * or is no YAML and no parsed form of the last good one lies beside it) there is no memory but that of the process, which
 * lives for about a minute between ticks: then each tick that is met by a fresh process tells.
 */
export function openSaid(
  context: HandlerContext,
  {
    codeDirectory,
    processEnvironment,
    clock,
  }: Pick<FunctionProcess, 'codeDirectory' | 'processEnvironment' | 'clock'>,
): SaidInRegister {
  const frameMs = () => Math.min(context.remainingMs(), 4 * patienceMs);
  const inTime = async <Answer>(ask: (register: Register) => Promise<Answer>) => {
    const timer = new AbortController();
    try {
      const lookup = environmentOf(context, processEnvironment);
      const { bytes, json } = readWhatIsThere(codeDirectory, lookup);
      const place = salvageJournal(decodeText(bytes).text, lookup, json);
      if (!place) return undefined;
      const { register } = openRecords({
        journal: { ...place, keep: 0 },
        regions: {},
        folder: dirname(schedulePath(codeDirectory, lookup)),
        credentials: () => agencyCredentials(context),
        clock,
        frame: timeFrame(clock, frameMs),
      });
      const late = clock.wait(patienceMs, timer.signal).then(() => undefined);
      return await Promise.race([ask(register).catch(() => undefined), late]);
    } catch {
      // It is for keeping quiet only: without it people are told once more.
      return undefined;
    } finally {
      timer.abort();
    }
  };
  return {
    within: async (cause) =>
      (await inTime(async (register) => {
        const { said = [] } = await register.open();
        return said.some((one) => one.cause === keyOf(cause) && clock.now() - one.at < hourMs);
      })) ?? false,
    note: async (cause) => {
      await inTime((register) => register.enter({ kind: 'said', cause: keyOf(cause), at: clock.now() }));
    },
  };
}

/** A wrong schedule has a line for each mistake, and a key only so much room. */
function keyOf(cause: string): string {
  const [code = ''] = cause.split(' ');
  return `${code.slice(0, 60)}/${createHash('sha256').update(cause).digest('hex').slice(0, 16)}`;
}
