import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { type Records, recentlyEnded } from '../../maintenance/run/journal.ts';
import type { CommandContext } from '../place/command-context.ts';

/** Between two looks, and how long somebody is kept waiting for a run to begin. Milliseconds. */
const pollMs = 2_000;
const patienceMs = 60_000;
/** By then a run under its own id would be there, where another of the job has begun since. */
const looksForOwn = 3;

/**
 * What became of an event that was handed over: its run, whether that is only entered yet, or nothing that is seen;
 * `skipped` is why a run only says that it does not run.
 */
export type Found =
  | { readonly kind: 'begun'; readonly run: string; readonly skipped: string | undefined }
  | { readonly kind: 'entered'; readonly run: string }
  | { readonly kind: 'nothing' };

/**
 * Remembers which runs by hand of a job there are; what it gives back looks, once an event was handed over, for the one
 * that it began. Its id is that of the request, unless FunctionGraph delivered the event under another one: then it is
 * the only one that is new.
 */
export async function watchForRun(
  job: string,
  { journal, register }: Records,
  { clock }: Pick<CommandContext, 'clock'>,
): Promise<(requestId: string) => Promise<Found>> {
  const prefix = `${job}@by-hand-`;
  const runsByHand = async () =>
    [...(await register.open()).runs, ...(await recentlyEnded(register))]
      .map(({ run }) => run)
      .filter((run) => run.startsWith(prefix));
  const before = new Set(await runsByHand());
  const begun = async (run: string): Promise<Found | undefined> => {
    const { events } = await journal.read(run);
    const [opened] = events.flatMap((event) => (event.type === 'opened' ? [event] : []));
    return events.length > 0 ? { kind: 'begun', run, skipped: opened?.about?.skipped?.reason } : undefined;
  };
  const look = async (own: string, looks: number): Promise<Found> => {
    const ownBegun = await begun(own);
    if (ownBegun) return ownBegun;
    const fresh = [...new Set(await runsByHand())].filter((run) => !before.has(run));
    const [only, ...others] = fresh;
    const isOther = only !== undefined && only !== own && others.length === 0 && looks >= looksForOwn;
    const otherBegun = isOther ? await begun(only) : undefined;
    if (otherBegun) return otherBegun;
    return fresh.includes(own) ? { kind: 'entered', run: own } : { kind: 'nothing' };
  };
  return async (requestId) => {
    const own = `${prefix}${requestId}`;
    const until = clock.now() + patienceMs;
    for (let looks = 1; ; looks += 1) {
      // A journal that cannot be read now says nothing of the run, which has been asked for.
      const found = await look(own, looks).catch((error: unknown) => {
        if (!(error instanceof CodedError) || clock.now() >= until) throw error;
        return undefined;
      });
      if (found?.kind === 'begun' || (found && clock.now() >= until)) return found;
      await clock.wait(pollMs);
    }
  };
}
