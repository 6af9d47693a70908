import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { minuteMs } from '../../maintenance/foundation/time/duration.ts';
import { isoWriter } from '../../maintenance/foundation/time/iso-in-zone.ts';
import { unknownRun } from '../../maintenance/invocation/answer.ts';
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
        if (isOver(state, events, clock.now())) return summaryOf(state, clock.now(), zoneOffset);
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
  return (await journal.read(run)).events;
}

async function isEntered(run: string, register: Records['register']): Promise<boolean> {
  return (await register.open()).runs.some((entry) => entry.run === run);
}

function isOver({ finishedAt }: RunState, events: readonly RunEvent[], now: number): boolean {
  if (finishedAt === undefined) return false;
  return events.some(({ type }) => type === 'told') || now - finishedAt > tellingMs;
}

function standing({ instances, lease, finishedAt, cancelled }: RunState, now: number): string {
  if (finishedAt !== undefined) return 'over; people are told';
  const left = countLeft({ instances });
  const holder = lease !== undefined && now < lease.until ? '' : '; the next tick goes on';
  return `${left} of ${instances.size} instances have no outcome yet${cancelled ? ', cancelled' : ''}${holder}`;
}

function clockTime(iso: string): string {
  return iso.slice('yyyy-mm-ddT'.length, 'yyyy-mm-ddThh:mm:ss'.length);
}
