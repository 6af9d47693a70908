import { readOpenKey } from '../../functions/maintenance/journal/register-keys.ts';
import type { Store } from '../../functions/maintenance/journal/store.ts';
import { decodeName } from '../../functions/maintenance/journal/store-keys.ts';
import type { RunEvent } from '../../functions/maintenance/run/event.ts';
import { createMemoryStore } from '../maintenance/journal/memory-store.ts';
import type { EnteredRun, Ticked, WrittenRun } from './witness.ts';

/** The one durable place of all processes, and what can be seen of it from outside. */
export type WrittenRecords = {
  /** The store of a place, as a process has it. */
  readonly storeOf: (place: string, by: string) => Store;
  /** When a key was written first, in milliseconds since 1970. */
  readonly writtenAt: (place: string, key: string) => number;
  readonly runs: ReadonlyMap<string, WrittenRun>;
  /** What stands as not over, each as its place and its run. */
  readonly open: ReadonlySet<string>;
  readonly entered: readonly EnteredRun[];
  readonly ticked: Ticked;
};

/** An empty store that notes when what was written into it. */
export function createWrittenRecords(now: () => number): WrittenRecords {
  const stores = new Map<string, Store>();
  const written = new Map<string, number>();
  const runs = new Map<string, WrittenRun>();
  const open = new Set<string>();
  const entered: EnteredRun[] = [];
  const marks: { at: number; by: string }[] = [];
  const ticked = { from: Number.POSITIVE_INFINITY, upTo: Number.NEGATIVE_INFINITY, marks };
  const noteKey = (key: string, place: string, by: string) => {
    const entry = readOpenKey(key);
    if (!entry) return;
    if ('tick' in entry) {
      marks.push({ at: entry.tick, by });
      ticked.upTo = Math.max(ticked.upTo, entry.tick);
      return;
    }
    if ('unread' in entry || 'cause' in entry) return;
    const { run } = entry;
    open.add(`${place} ${run}`);
    entered.push({ run, from: now(), until: Number.POSITIVE_INFINITY });
  };
  const storeOf = (place: string, by: string): Store => {
    const store = stores.get(place) ?? createMemoryStore(Number.POSITIVE_INFINITY);
    stores.set(place, store);
    return {
      read: store.read,
      readFrom: store.readFrom,
      async list(prefix, options) {
        const keys = await store.list(prefix, options);
        if (ticked.from < Number.POSITIVE_INFINITY) return keys;
        // Of two first ticks at once neither knows of the other; memory begins with what somebody has read.
        const ticks = keys
          .map(readOpenKey)
          .flatMap((entry) => (entry && 'tick' in entry ? [entry.tick] : []));
        if (ticks.length > 0) ticked.from = Math.max(...ticks);
        return keys;
      },
      async append(key, position, bytes) {
        const next = await store.append(key, position, bytes);
        if (next === undefined) return next;
        const run = runOf(key);
        if (position === 0) written.set(`${place} ${key}`, now());
        if (run === undefined) noteKey(key, place, by);
        else for (const event of eventsIn(bytes)) note(runs, run, event, now());
        return next;
      },
      async remove(keys) {
        await store.remove(keys);
        for (const key of keys) {
          const entry = readOpenKey(key);
          if (!entry || !('run' in entry)) continue;
          open.delete(`${place} ${entry.run}`);
          for (const each of entered) if (each.run === entry.run) each.until = Math.min(each.until, now());
        }
      },
    };
  };
  const writtenAt = (place: string, key: string) => written.get(`${place} ${key}`) ?? 0;
  return { storeOf, writtenAt, runs, open, entered, ticked };
}

function runOf(key: string): string | undefined {
  const [, name] = /^runs\/(.+)\.jsonl$/.exec(key) ?? [];
  return name === undefined ? undefined : decodeName(name);
}

/** The format is read without our own reader: every line that holds events holds them under that name. */
function eventsIn(bytes: Uint8Array): readonly RunEvent[] {
  const lines = Buffer.from(bytes).toString().trimEnd().split('\n');
  return lines.flatMap((line) => (JSON.parse(line) as { readonly events?: RunEvent[] }).events ?? []);
}

function note(runs: Map<string, WrittenRun>, id: string, event: RunEvent, at: number): void {
  if (event.type === 'opened') {
    const { job } = event.plan;
    runs.set(id, {
      run: id,
      job,
      openedAt: at,
      openedBy: undefined,
      openedAgain: runs.has(id),
      plan: event.plan,
      lease: undefined,
      finishedAt: undefined,
      cancelledAt: undefined,
      announced: new Map(),
      concludedAt: new Map(),
      failuresAt: [],
    });
    return;
  }
  const run = runs.get(id);
  if (!run) return;
  const by = run.lease?.by;
  if (event.type === 'held') {
    run.lease = { by: event.by, until: event.until };
    run.openedBy ??= event.by;
  }
  if (event.type === 'left') run.lease = undefined;
  else if (event.type === 'finished') run.finishedAt = at;
  else if (event.type === 'cancel-asked') run.cancelledAt ??= at;
  else if (event.type === 'submitting')
    for (const one of event.ids)
      run.announced.set(one, { kind: 'submit', ids: event.ids, by, at, settled: false });
  else if (event.type === 'backing-up')
    run.announced.set(event.id, { kind: 'backup', ids: [event.id], by, at, settled: false });
  else if (event.type === 'answered' || event.type === 'refused') settle(run, event.ids);
  else if (event.type === 'backup-begun' || event.type === 'backup-refused') settle(run, [event.id]);
  else if (event.type === 'concluded')
    for (const { id: one, outcome } of event.conclusions) {
      run.concludedAt.set(one, at);
      settle(run, [one]);
      if (outcome === 'failed' || outcome === 'unknown') run.failuresAt.push(at);
    }
}

function settle({ announced }: WrittenRun, ids: readonly string[]): void {
  for (const id of ids) {
    const its = announced.get(id);
    if (its) its.settled = true;
  }
}
