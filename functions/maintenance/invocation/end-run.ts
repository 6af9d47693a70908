import { minuteMs } from '../foundation/time/duration.ts';
import type { PlannedInstance } from '../plan/plan.ts';
import { areTiersWhole } from '../plan/waves.ts';
import { type Background, compareRuns, type RunPart } from '../report/comparison.ts';
import { plainText } from '../report/plain-text.ts';
import { endedRunOf, summaryOf } from '../report/summarize.ts';
import type { Summary } from '../report/summary.ts';
import type { Failing } from '../run/event.ts';
import { fold } from '../run/fold.ts';
import { type EndedRun, hasRun, recentlyEnded } from '../run/journal.ts';
import { JournalError } from '../run/journal-error.ts';
import { leaseAt } from '../run/lease.ts';
import type { OpenRun } from '../run/open-run.ts';
import type { RunState } from '../run/state.ts';
import { decideEnding } from './ending.ts';
import type { Invocation } from './invocation.ts';
import { type Told, tellRun, wasHeard } from './tell-run.ts';
import { tellUntilOf } from './time-budget.ts';

/**
 * Tells people, until an instant, how a run ended, notes in its journal whom, and enters its end in the register: no
 * tick goes on with it then. Where it was given up meanwhile by who could not read its record, that is told and no other
 * end.
 */
export async function endRun(
  { state, position }: OpenRun,
  until: number,
  invocation: Invocation,
): Promise<Told> {
  const { clock, journal, register, by, zoneOffset } = invocation;
  const began = clock.now();
  // Also of a run that is new: who tells may die before that is noted, and nobody be able to read its record then.
  const byRecord = summaryOf(state, clock.now(), zoneOffset);
  const givenUp = await givenUpOf(state, byRecord, invocation);
  const frank = givenUp ?? byRecord;
  // Beside the log, which waits for no journal.
  const beside = givenUp
    ? Promise.resolve({ background: {}, failing: [] })
    : backgroundOf(frank, state, invocation);
  const background = beside.then((known) => known.background);
  // What the journal took for that is not taken from the time for telling.
  const toldBy = Math.min(until + clock.now() - began, tellUntilOf(invocation));
  const told = await tellRun(frank, state.about.notify, toldBy, invocation, background);
  const { failing } = await beside;
  const at = clock.now();
  const deliveries = told.deliveries.map(({ channel, status, attempts, reason }) => {
    const answer = plainText(invocation.log.redact(reason));
    return { channel, status, attempts, answer };
  });
  // Who does not get this in has been taken for dead, and somebody else tells again under the same id.
  await journal.append(state.run, position, [
    leaseAt(at, by),
    { type: 'told', at, told: deliveries, ...(failing.length > 0 && { failing }) },
  ]);
  await register.enter({ kind: 'ended', ended: endedRunOf(told.summary, state.finishedAt ?? at) });
  return told;
}

/** So long nobody is kept waiting because it cannot be read how the end is told. Milliseconds. */
const patientMs = 60 * minuteMs;

async function givenUpOf(
  state: RunState,
  byRecord: Summary,
  invocation: Invocation,
): Promise<Summary | undefined> {
  const { clock, log, schedule } = invocation;
  if (!schedule.journal) return undefined;
  try {
    const ending = await decideEnding(state.run, 'by-record', byRecord, invocation);
    if (ending.kind === 'by-record') return undefined;
    log.write('warn', 'run was given up while its journal could not be read', { run: state.run });
    return ending.summary;
  } catch (error) {
    const since = state.finishedAt ?? clock.now();
    if (!(error instanceof JournalError) || clock.now() - since < patientMs) throw error;
    log.write('warn', 'nobody knows whether a run was given up', { run: state.run, error });
    return undefined;
  }
}

/** Enters the end of a run of which people were told before: whoever told them may have died on the way here. */
export async function closeAgain(
  state: RunState,
  { clock, zoneOffset, register }: Pick<Invocation, 'clock' | 'zoneOffset' | 'register'>,
): Promise<Told> {
  const now = clock.now();
  const summary = summaryOf(state, now, zoneOffset);
  await register.enter({ kind: 'ended', ended: endedRunOf(summary, state.finishedAt ?? now) });
  return { summary, deliveries: [] };
}

/** What a message knows beside the summary, and what the run's record keeps of it for the next one. */
type RunBackground = { readonly background: Background; readonly failing: readonly Failing[] };

type Needed = Pick<Invocation, 'journal' | 'register' | 'clock' | 'log' | 'zoneOffset'>;

/** The record of a larger run would take more memory than it is worth, beside that of the run which just ended. */
const mostInstances = 2_000;

/** How long the journal may take for what nobody would wait for. Milliseconds. */
const patienceMs = 5_000;

/**
 * How a run stands against the last one of its job, where the journal tells. That it does not tell, or not in time, is
 * no reason to keep people waiting for what happened in this one.
 */
async function backgroundOf(summary: Summary, state: RunState, invocation: Needed): Promise<RunBackground> {
  const parts = partsOf(state);
  const timer = new AbortController();
  const late = invocation.clock.wait(patienceMs, timer.signal).then(() => {
    throw new Error(`the journal did not answer within ${patienceMs / 1_000} s`);
  });
  try {
    const beside = await Promise.race([fromRecords(summary, invocation), late]);
    return { ...beside, background: { ...beside.background, parts } };
  } catch (error) {
    invocation.log.write('warn', 'the last run of the job is not compared with', { run: summary.run, error });
    return { background: { parts }, failing: [] };
  } finally {
    late.catch(() => undefined);
    timer.abort('no longer waited for');
  }
}

async function fromRecords(summary: Summary, invocation: Needed): Promise<RunBackground> {
  const others = (await recentlyEnded(invocation.register)).filter(
    ({ job, run }) => job === summary.job && run !== summary.run,
  );
  const [last] = others;
  const lastThatRan = others.find(hasRun);
  const states = new Map<string, RunState>();
  for (const ended of new Set([last, lastThatRan])) {
    if (ended === undefined || sizeOf(ended) > mostInstances) continue;
    const { events } = await invocation.journal.read(ended.run);
    if (events.length > 0) states.set(ended.run, fold(events));
  }
  const untold = untoldIn(last && states.get(last.run));
  const before = lastThatRan && states.get(lastThatRan.run);
  if (!before || summary.counts.selected === 0) return { background: { untold }, failing: [] };
  const { comparison, failing } = compareRuns(
    summary,
    summaryOf(before, invocation.clock.now(), invocation.zoneOffset),
    before.failing,
  );
  return { background: { untold, comparison }, failing };
}

function sizeOf({ outcomes }: EndedRun): number {
  return Object.values(outcomes).reduce((sum, count) => sum + count, 0);
}

/** Channels that cannot be said to have heard of a run. */
function untoldIn(state: RunState | undefined): readonly string[] {
  return (state?.told ?? []).flatMap((told) => (wasHeard(told) ? [] : [told.channel]));
}

/** The longest outage of each part that was measured; one part is the whole run. */
function partsOf({ instances }: RunState): NonNullable<Background['parts']> {
  const planned = [...instances.values()].map((one) => one.planned);
  const inTiers = areTiersWhole(planned);
  const several = new Set(planned.flatMap(({ tier, wave }) => (wave ? [tier] : []))).size > 1;
  const partOf = ({ tier }: PlannedInstance, wave: number): RunPart => {
    if (wave === 0) return { kind: 'canary' };
    if (!inTiers) return { kind: 'wave', number: wave };
    return several ? { kind: 'tier', number: tier + 1 } : { kind: 'others' };
  };
  const longest = new Map<number, { readonly part: RunPart; readonly outageSeconds: number }>();
  for (const { planned: one, outageMs } of instances.values()) {
    if (one.wave === null || outageMs === undefined) continue;
    const outageSeconds = Math.max(longest.get(one.wave)?.outageSeconds ?? 0, Math.round(outageMs / 1_000));
    longest.set(one.wave, { part: partOf(one, one.wave), outageSeconds });
  }
  return longest.size < 2 ? [] : [...longest].sort(([a], [b]) => a - b).map(([, part]) => part);
}
