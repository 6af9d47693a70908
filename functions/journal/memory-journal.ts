import type { RunEvent } from '../run/event.ts';
import type { Journal } from '../run/journal.ts';

/**
 * A journal that lives as long as the process: FunctionGraph keeps that for about a minute after an invocation,
 * which is enough to recognise an event that is delivered twice in a row, and no more. Old runs are dropped
 * beyond `keep`.
 */
export function createMemoryJournal(keep = 100): Journal {
  const runs = new Map<string, { readonly events: RunEvent[]; appends: number }>();
  return {
    async read(run) {
      const { events, appends } = runs.get(run) ?? { events: [], appends: 0 };
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
  };
}
