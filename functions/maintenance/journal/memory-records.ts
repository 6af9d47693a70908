import type { RunEvent } from '../run/event.ts';
import {
  type EndedRun,
  earliestFirst,
  endingOf,
  type Journal,
  type OpenEntry,
  type Records,
  type Register,
} from '../run/journal.ts';

/** Journal and register of this process alone, about all open runs and the last `keep` of the others. */
export function createMemoryRecords(keep = 100): Records {
  const journal = createMemoryJournal(keep);
  return { journal, register: createMemoryRegister(journal, keep) };
}

/** A journal whose runs can be dropped. */
type MemoryJournal = Journal & { forget(run: string): void };

type MemoryRecord = { readonly events: RunEvent[]; appends: number; told: boolean };

function emptyRecord(): MemoryRecord {
  return { events: [], appends: 0, told: false };
}

/** Another one after every append, also of no events. */
function positionIn({ events, appends }: MemoryRecord): number {
  return events.length + appends;
}

/**
 * A journal that lives as long as the process: FunctionGraph keeps that for about a minute after an invocation,
 * which is enough to recognise an event that is delivered twice in a row, and no more. Beyond `keep` the oldest runs are
 * dropped of which people were told; who carries one out still needs it. It keeps the events as they are, with what they share, where bytes would be a second copy.
 */
export function createMemoryJournal(keep = 100): MemoryJournal {
  const runs = new Map<string, MemoryRecord>();
  return {
    async read(run) {
      const record = runs.get(run) ?? emptyRecord();
      return { events: [...record.events], position: positionIn(record), appends: record.appends };
    },
    async append(run, position, events) {
      const record = runs.get(run) ?? emptyRecord();
      if (positionIn(record) !== position) return undefined;
      record.events.push(...events);
      record.appends += 1;
      record.told ||= events.some(({ type }) => type === 'told');
      runs.set(run, record);
      for (const [oldest, { told }] of runs) {
        if (runs.size <= keep) break;
        if (told && oldest !== run) runs.delete(oldest);
      }
      return positionIn(record);
    },
    forget: (run) => void runs.delete(run),
  };
}

/** A register that lives as long as the process and its journal. The oldest ended runs are dropped beyond `keep`. */
function createMemoryRegister(journal: MemoryJournal, keep = 100): Register {
  const open = new Map<string, OpenEntry>();
  const ended = new Map<string, EndedRun>();
  const said = new Map<string, number>();
  let lastTick: number | undefined;
  const latestFirst = () => [...ended.values()].sort((a, b) => b.endedAt - a.endedAt);
  return {
    async enter(entry) {
      switch (entry.kind) {
        case 'due':
          for (const run of entry.runs)
            if (!open.has(run)) open.set(run, { run, since: entry.at, unbegun: true });
          return;
        case 'begins':
          {
            const { unbegun: _, ...known } = open.get(entry.run) ?? { run: entry.run, since: entry.at };
            open.set(entry.run, known);
          }
          return;
        case 'ended':
          ended.set(entry.ended.run, entry.ended);
          open.delete(entry.ended.run);
          for (const { run } of latestFirst().slice(keep)) ended.delete(run);
          return;
        case 'unread':
        case 'read-again': {
          const known = open.get(entry.run);
          if (!known) return;
          const { unreadAt = [], ...rest } = known;
          const noted = [...unreadAt, ...(entry.kind === 'unread' ? [entry.at] : [])].sort((a, b) => a - b);
          open.set(entry.run, entry.kind === 'unread' ? { ...rest, unreadAt: noted } : rest);
          return;
        }
        case 'said':
          said.set(entry.cause, entry.at);
          return;
        case 'tick':
          lastTick = Math.max(lastTick ?? entry.at, entry.at);
          return;
        default:
          return entry satisfies never;
      }
    },
    open: async () => ({
      runs: earliestFirst([...open.values()]),
      lastTick,
      ...(said.size > 0 && { said: [...said].map(([cause, at]) => ({ cause, at })) }),
    }),
    begun: async () => earliestFirst([...open.values()]).filter(({ unbegun }) => !unbegun),
    ended: async (limit) => latestFirst().slice(0, limit),
    async forget(before) {
      const past = latestFirst().filter(({ endedAt }) => endedAt < before);
      for (const { run } of past) {
        journal.forget(run);
        journal.forget(endingOf(run));
        open.delete(run);
        ended.delete(run);
      }
      return past.length;
    },
  };
}
