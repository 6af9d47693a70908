import { createMemoryRecords } from '../../functions/journal/memory-records.ts';
import type { RunEvent } from '../../functions/run/event.ts';
import type { Journal } from '../../functions/run/journal.ts';
import type { Register } from '../../functions/run/register.ts';
import type { EnteredRun, WrittenRun } from './witness.ts';

/** The one durable place of all processes, and what can be seen of it from outside. */
export type WrittenRecords = {
  readonly journal: Journal;
  readonly register: Register;
  readonly runs: ReadonlyMap<string, WrittenRun>;
  readonly open: ReadonlySet<string>;
  readonly entered: readonly EnteredRun[];
  readonly ticked: { readonly from: number; readonly upTo: number };
};

/** Empty records that note when what was written. */
export function createWrittenRecords(now: () => number): WrittenRecords {
  const { journal, register } = createMemoryRecords();
  const runs = new Map<string, WrittenRun>();
  const open = new Set<string>();
  const entered: EnteredRun[] = [];
  const ticked = { from: Number.POSITIVE_INFINITY, upTo: Number.NEGATIVE_INFINITY };
  return {
    runs,
    open,
    entered,
    ticked,
    journal: {
      read: journal.read,
      async append(run, position, events) {
        const next = await journal.append(run, position, events);
        if (next !== undefined) for (const event of events) note(runs, run, event, now());
        return next;
      },
    },
    register: {
      ...register,
      async enter(entry) {
        await register.enter(entry);
        if (entry.kind === 'begins') {
          if (!open.has(entry.run))
            entered.push({ run: entry.run, from: now(), until: Number.POSITIVE_INFINITY });
          open.add(entry.run);
        } else if (entry.kind === 'ended') {
          open.delete(entry.ended.run);
          for (const each of entered)
            if (each.run === entry.ended.run) each.until = Math.min(each.until, now());
        }
        if (entry.kind === 'tick') {
          ticked.from = Math.min(ticked.from, entry.at);
          ticked.upTo = Math.max(ticked.upTo, entry.at);
        }
      },
    },
  };
}

function note(runs: Map<string, WrittenRun>, id: string, event: RunEvent, at: number): void {
  if (event.type === 'opened') {
    const { job } = event.plan;
    const fresh = { lease: undefined, finishedAt: undefined, cancelledAt: undefined, failuresAt: [] };
    runs.set(id, { run: id, job, openedAt: at, plan: event.plan, ...fresh });
    return;
  }
  const run = runs.get(id);
  if (!run) return;
  if (event.type === 'held') run.lease = { by: event.by, until: event.until };
  else if (event.type === 'left') run.lease = undefined;
  else if (event.type === 'finished') run.finishedAt = at;
  else if (event.type === 'cancel-asked') run.cancelledAt ??= at;
  else if (event.type === 'concluded')
    for (const { outcome } of event.conclusions)
      if (outcome === 'failed' || outcome === 'unknown') run.failuresAt.push(at);
}
