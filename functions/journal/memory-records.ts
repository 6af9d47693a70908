import type { Journal } from '../run/journal.ts';
import type { EndedRun, OpenEntry, Register } from '../run/register.ts';
import { createMemoryJournal } from './memory-journal.ts';

/** The record of runs, and the register of all of them. */
export type Records = { readonly journal: Journal; readonly register: Register };

/** Records that live as long as the process, of which they keep the `keep` latest runs. */
export function createMemoryRecords(keep = 100): Records {
  const open = new Map<string, OpenEntry>();
  const ended: EndedRun[] = [];
  let lastTick: number | undefined;
  return {
    journal: createMemoryJournal(keep),
    register: {
      async enter(entry) {
        if (entry.kind === 'tick') lastTick = Math.max(entry.at, lastTick ?? entry.at);
        else if (entry.kind === 'begins') {
          const { run, at } = entry;
          if (!open.has(run)) open.set(run, { run, since: at });
        } else {
          open.delete(entry.ended.run);
          if (ended.every(({ run }) => run !== entry.ended.run)) ended.unshift(entry.ended);
          ended.length = Math.min(ended.length, keep);
        }
      },
      open: async () => ({ runs: [...open.values()].sort((a, b) => a.since - b.since), lastTick }),
      ended: async (limit) => ended.slice(0, limit),
      async forget(before) {
        const kept = ended.filter(({ endedAt }) => endedAt >= before);
        const forgotten = ended.length - kept.length;
        ended.splice(0, ended.length, ...kept);
        return forgotten;
      },
    },
  };
}
