import { CodedError } from '../foundation/coded-error.ts';
import { inBatches } from '../foundation/in-batches.ts';
import { isoWriter } from '../foundation/time/iso-in-zone.ts';
import { isTrouble, stepsFor } from '../report/attention-sections.ts';
import { plainText } from '../report/plain-text.ts';
import { byNeed } from '../report/shown-instances.ts';
import { summaryOf } from '../report/summarize.ts';
import type { Summary } from '../report/summary.ts';
import { stillAway } from '../report/under-way.ts';
import { en } from '../report/wording/en.ts';
import type { RunEvent } from '../run/event.ts';
import { fold } from '../run/fold.ts';
import { type EndedRun, hasRun, type Journal } from '../run/journal.ts';
import { UnreadableRecord } from '../run/journal-error.ts';
import type { RunState } from '../run/state.ts';
import { endingThatStands } from './ending.ts';
import type { Invocation } from './invocation.ts';
import type { Attention } from './show-runs.ts';
import { wasHeard } from './tell-run.ts';
import { asGivenUp } from './unreadable-run.ts';

/** What is read of a run: its events, and why there are no more. */
export type ReadRecord = {
  readonly events: readonly RunEvent[];
  readonly flaw?: { readonly code: string; readonly message: string };
};

/** Of so many runs the records are read: more are no more than somebody looks after. */
const mostRead = 30;

type Place = { readonly zone: string; readonly zoneOffset: Invocation['zoneOffset'] };

/**
 * What needs a person of the runs that ended last, the latest first; those that need none are left out. `zone` is for a
 * run whose record says none.
 */
export async function attentionsOf(
  ended: readonly EndedRun[],
  journal: Journal,
  place: Place,
): Promise<readonly Attention[]> {
  const lately = ended.slice(0, mostRead).filter(hasRun);
  const looks = await inBatches(lately, (one) => lookAt(one, journal, place));
  return looks.flatMap((look, at) => needOf(look, succeededSince(look, looks.slice(0, at))));
}

/** What can be read of a record; what the store cannot be asked for throws. */
export async function readRecord(run: string, journal: Journal): Promise<ReadRecord> {
  try {
    return { events: (await journal.read(run)).events };
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error;
    const { code, message, readable } = error;
    return { events: readable, flaw: { code, message } };
  }
}

/** The summary that people were told of a run, where it was written down beside its record and can be read. */
export async function writtenSummary(run: string, journal: Journal): Promise<Summary | undefined> {
  try {
    return (await endingThatStands(run, journal))?.summary;
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}

/** The first records had nothing beside the plan. */
export function withAbout(event: RunEvent, timezone: string): RunEvent {
  return event.type === 'opened' && !Object.hasOwn(event, 'about')
    ? { ...event, about: { timezone, notify: [], notes: [] } }
    : event;
}

/** What a run that has ended shows of itself. */
type Look = {
  readonly run: string;
  readonly retryOf: string | undefined;
  readonly rows: Summary['instances'];
  readonly problems: readonly string[];
  readonly away: ReadonlyMap<string, NonNullable<Attention['instances'][number]['away']>>;
  readonly untold: readonly string[];
  readonly unread: string | undefined;
};

async function lookAt({ run, endedAt }: EndedRun, journal: Journal, place: Place): Promise<Look> {
  const { events, flaw } = await readRecord(run, journal).catch((error: unknown): ReadRecord => {
    if (!(error instanceof CodedError)) throw error;
    return { events: [], flaw: { code: error.code, message: error.message } };
  });
  const state = events.length > 0 ? fold(events.map((event) => withAbout(event, place.zone))) : undefined;
  const isGivenUp = state?.finishedAt === undefined;
  const written = isGivenUp ? await writtenSummary(run, journal) : undefined;
  const summary = written ?? (state && shownEnd(state, isGivenUp, endedAt, place));
  const iso = isoWriter(state?.about.timezone ?? place.zone, place.zoneOffset);
  return {
    run,
    retryOf: state?.about.retryOf,
    rows: summary?.instances ?? [],
    problems: [...(summary?.problems.map(({ code }) => code) ?? []), ...(flaw ? [flaw.code] : [])],
    away: new Map(
      state ? stillAway(state, iso).map(({ id, status, seenAt }) => [id, { status, seenAt }]) : [],
    ),
    untold: state ? untoldOf(state) : [],
    unread: flaw?.message,
  };
}

function shownEnd(state: RunState, isGivenUp: boolean, at: number, { zoneOffset }: Place): Summary {
  return summaryOf(isGivenUp ? asGivenUp(state, at, zoneOffset) : state, at, zoneOffset);
}

function untoldOf({ about, told = [] }: RunState): readonly string[] {
  const lacking = about.notify.filter((name) => !told.some(({ channel }) => channel === name));
  return [...told.filter((each) => !wasHeard(each)).map(({ channel }) => channel), ...lacking].map((name) =>
    plainText(name),
  );
}

/** The instances that succeeded in retries of a run, whatever retries are between: they need nobody any more. */
function succeededSince({ run }: Look, later: readonly Look[]): ReadonlySet<string> {
  const chain = new Set([run]);
  const succeeded = new Set<string>();
  for (const { run: retry, retryOf, rows } of later.toReversed()) {
    if (retryOf === undefined || !chain.has(retryOf)) continue;
    chain.add(retry);
    for (const { id, outcome } of rows) if (outcome === 'succeeded') succeeded.add(id);
  }
  return succeeded;
}

function needOf(
  { run, rows, problems, away, untold, unread }: Look,
  settled: ReadonlySet<string>,
): readonly Attention[] {
  const troubled = rows
    .filter(({ outcome, id }) => isTrouble(outcome) && !settled.has(id))
    .toSorted(byNeed)
    .map(({ id, name, region, outcome, code }) => {
      const seen = away.get(id);
      return { id, name, region, outcome, code, ...(seen && { away: seen }) };
    });
  if (troubled.length === 0 && untold.length === 0 && unread === undefined) return [];
  // What was to be done about those that succeeded since is done.
  const codes = new Set([...troubled.map(({ code }) => code), ...problems]);
  const steps = stepsFor([...codes], en).map(({ step, asking }) => ({ step, codes: asking }));
  return [{ run, instances: troubled, steps, untold, ...(unread !== undefined && { unread }) }];
}
