import { redactSummary } from '../notify/redact-notice.ts';
import type { Summary } from '../report/summary.ts';
import { endingOf, type Journal } from '../run/journal.ts';
import { JournalError, UnreadableRecord } from '../run/journal-error.ts';
import type { Invocation } from './invocation.ts';

/**
 * How people are told of the end of a run: as its record has it, or as it was given up while that could not be read.
 * Whoever writes first decides, for all that come later.
 */
export type Ending =
  /** What is told then is kept where it is short, for who cannot read the record: `undefined` where it is not. */
  | { readonly kind: 'by-record'; readonly at: number; readonly summary: Summary | undefined }
  | { readonly kind: 'given-up'; readonly summary: Summary };

/** A summary of more instances is not kept beside their record, which has all of it. */
const mostKept = 500;

/**
 * Writes down how a run's end is told before anybody is told, and answers what counts: what stood there before is told
 * and nothing else. What is written is redacted as what is told is. Throws `JournalError` where that cannot be known now.
 */
export async function decideEnding(
  run: string,
  kind: Ending['kind'],
  summary: Summary,
  { journal, clock, log }: Pick<Invocation, 'journal' | 'clock' | 'log'>,
): Promise<Ending> {
  const at = clock.now();
  const kept = kind === 'given-up' || summary.instances.length <= mostKept;
  const field = kind === 'given-up' ? 'summary' : 'asRecorded';
  const event = {
    type: 'ending',
    at,
    ...(kept && { [field]: JSON.stringify(redactSummary(summary, log.redact)) }),
  } as const;
  if ((await journal.append(endingOf(run), 0, [event])) !== undefined) return { kind, at, summary };
  const found = await endingThatStands(run, journal);
  if (found) return found;
  throw new JournalError('journal.inconsistent', `how the run ${run} ends was written down and is not there`);
}

/** What was written down of how a run's end is told; `undefined` where nobody has. */
export async function endingThatStands(run: string, journal: Journal): Promise<Ending | undefined> {
  try {
    const { events } = await journal.read(endingOf(run));
    const [event] = events;
    if (event?.type !== 'ending') return undefined;
    // Its checksum says that it is what was written.
    const { at, summary, asRecorded } = event;
    if (summary !== undefined) return { kind: 'given-up', summary: JSON.parse(summary) as Summary };
    return {
      kind: 'by-record',
      at,
      summary: asRecorded === undefined ? undefined : (JSON.parse(asRecorded) as Summary),
    };
  } catch (error) {
    // Not the run's own record: nothing of that is concluded from this one.
    if (error instanceof UnreadableRecord)
      throw new JournalError(error.code, error.message, { cause: error });
    throw error;
  }
}
