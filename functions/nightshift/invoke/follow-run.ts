import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { minuteMs } from '../../maintenance/foundation/time/duration.ts';
import { isoWriter } from '../../maintenance/foundation/time/iso-in-zone.ts';
import { unknownRun } from '../../maintenance/invocation/answer.ts';
import { withAbout } from '../../maintenance/invocation/needed-attention.ts';
import { summaryOf } from '../../maintenance/report/summarize.ts';
import type { Summary } from '../../maintenance/report/summary.ts';
import type { RunEvent } from '../../maintenance/run/event.ts';
import { fold } from '../../maintenance/run/fold.ts';
import type { Records } from '../../maintenance/run/journal.ts';
import { countLeft, type RunState } from '../../maintenance/run/state.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import type { CommandContext } from '../place/command-context.ts';
import { namesIn } from '../runs/instances-table.ts';
import { entryText } from '../runs/record-text.ts';
import { openTimeline, type Timeline } from '../runs/timeline.ts';

/** Between two looks at the journal. Milliseconds. */
const pollMs = 3_000;

/** A journal that fails as often in a row is not asked again by whoever only looks on. */
const mostFailures = 5;

/** As many are looked through for one by its name. */
const mostEnded = 1_000;

/** When people have not been told by then, whoever was to tell them is gone; the summary is shown all the same. */
const tellingMs = 2 * minuteMs;

/**
 * Shows a run from its first event on as its journal grows, until it is over and told: a line for what happened, at a
 * terminal one more for how it stands. Throws `CodedError` `run.unknown`, or that of a journal which stays unreadable.
 *
 * @param say where lines go
 */
export async function followRun(
  run: string,
  { journal, register }: Records,
  context: Pick<CommandContext, 'clock' | 'terminal' | 'interruption'>,
  say: (line: string) => void,
): Promise<Summary> {
  const { clock, terminal, interruption } = context;
  interruption.leaves(() => `${run} goes on without this command: ${wayBack(run)}`);
  let timeline: Timeline | undefined;
  let told = 0;
  let failures = 0;
  let overSince: number | undefined;
  let wasClosed = false;
  for (;;) {
    const events = await readEvents(run, journal).catch((error: unknown) => {
      failures += 1;
      if (!(error instanceof CodedError)) throw error;
      if (failures >= mostFailures)
        throw new CodedError(error.code, `${error.message} - the run itself goes on: ${wayBack(run)}`, {
          cause: error,
        });
      return undefined;
    });
    if (interruption.exitCode() !== undefined) await interruption.end;
    let live = 'the journal cannot be read now; it is asked again';
    if (events) {
      failures = 0;
      if (events.length === 0 && !(await isEntered(run, register)))
        throw new CodedError('run.unknown', unknownRun(run));
      const state = events.length === 0 ? undefined : fold(events);
      if (state) {
        timeline ??= openTimeline(isoWriter(state.about.timezone, zoneOffset));
        const nameOf = namesIn({ instances: [...state.instances.values()].map(({ planned }) => planned) });
        for (const entry of events.slice(told).flatMap(timeline))
          say(`${clockTime(entry.at)}  ${entryText(entry, nameOf)}`);
        told = events.length;
        if (state.finishedAt !== undefined) overSince ??= clock.now();
        const isClosed = !isHeld(state, clock.now()) && (await hasEnded(run, register));
        // A run that ended just now was entered as ended after its record was read.
        if (isClosed && wasClosed && state.finishedAt === undefined)
          throw new CodedError(
            'run.given-up',
            `${run} was given up before it was over, so nobody goes on with it - nightshift show ${run} tells what is known of it`,
          );
        wasClosed = isClosed;
        if (isOver(state, events, clock.now(), overSince)) return summaryOf(state, clock.now(), zoneOffset);
      }
      live = state ? standing(state, clock.now()) : `${run} has not begun`;
    }
    const stop = terminal.progress(live);
    await clock.wait(pollMs).finally(stop);
  }
}

/** How somebody sees a run again that they have left. */
export function wayBack(run: string): string {
  return `nightshift follow ${run} shows it, nightshift cancel ${run} stops it`;
}

async function readEvents(run: string, journal: Records['journal']): Promise<readonly RunEvent[]> {
  // A record of the first versions can be followed to its end as any other.
  return (await journal.read(run)).events.map((event) => withAbout(event, 'UTC'));
}

async function isEntered(run: string, register: Records['register']): Promise<boolean> {
  return (await register.open()).runs.some((entry) => entry.run === run);
}

/** Whether it is among the runs that ended last; what cannot be asked just now says nothing. */
async function hasEnded(run: string, register: Records['register']): Promise<boolean> {
  const ended = await register.ended(mostEnded).catch((error: unknown) => {
    if (error instanceof CodedError) return [];
    throw error;
  });
  return ended.some((one) => one.run === run);
}

function isHeld({ lease }: Pick<RunState, 'lease'>, now: number): boolean {
  return lease !== undefined && now < lease.until;
}

/** `overSince` is when its end was seen here: the clock of whoever wrote `finishedAt` may be another. */
function isOver(
  { finishedAt }: RunState,
  events: readonly RunEvent[],
  now: number,
  overSince = now,
): boolean {
  if (finishedAt === undefined) return false;
  return events.some(({ type }) => type === 'told') || now - Math.min(finishedAt, overSince) > tellingMs;
}

function standing({ instances, lease, finishedAt, cancelled }: RunState, now: number): string {
  if (finishedAt !== undefined) return 'over; people are told';
  const left = countLeft({ instances });
  const holder = isHeld({ lease }, now) ? '' : '; the next tick goes on';
  return `${left} of ${instances.size} instances have no outcome yet${cancelled ? ', cancelled' : ''}${holder}`;
}

function clockTime(iso: string): string {
  return iso.slice('yyyy-mm-ddT'.length, 'yyyy-mm-ddThh:mm:ss'.length);
}
