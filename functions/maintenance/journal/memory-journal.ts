import type { RunEvent } from '../run/event.ts';
import type { Journal } from '../run/journal.ts';

/** A journal whose runs can be dropped. */
export type MemoryJournal = Journal & { forget(run: string): void };

/**
 * A journal that lives as long as the process: FunctionGraph keeps that for about a minute after an invocation,
 * which is enough to recognise an event that is delivered twice in a row, and no more. Old runs are dropped
 * beyond `keep`. It keeps the events as they are, with what they share, where bytes would be a second copy.
 */
export function createMemoryJournal(keep = 100): MemoryJournal {
  const runs = new Map<string, { readonly events: RunEvent[]; appends: number }>();
  return {
    async read(run) {
      const { events = [], appends = 0 } = runs.get(run) ?? {};
      return { events: [...events], position: events.length, appends };
    },
    async append(run, position, events) {
      const record = runs.get(run) ?? { events: [], appends: 0 };
      if (record.events.length !== position) return undefined;
      record.events.push(...events);
      record.appends += 1;
      runs.set(run, record);
      for (const oldest of runs.keys()) {
        if (runs.size <= keep) break;
        if (oldest !== run) runs.delete(oldest);
      }
      return record.events.length;
    },
    forget: (run) => void runs.delete(run),
  };
}
