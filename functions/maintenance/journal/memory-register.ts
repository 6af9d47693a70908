import { type EndedRun, earliestFirst, type OpenEntry, type Register } from '../run/register.ts';
import type { MemoryJournal } from './memory-journal.ts';

/** A register that lives as long as the process and its journal. The oldest entries are dropped beyond `keep`. */
export function createMemoryRegister(journal: MemoryJournal, keep = 100): Register {
  const open = new Map<string, OpenEntry>();
  const ended = new Map<string, EndedRun>();
  let lastTick: number | undefined;
  const latestFirst = () => [...ended.values()].sort((a, b) => b.endedAt - a.endedAt);
  return {
    async enter(entry) {
      switch (entry.kind) {
        case 'begins':
          if (!open.has(entry.run)) open.set(entry.run, { run: entry.run, since: entry.at });
          for (const oldest of open.keys()) if (open.size > keep) open.delete(oldest);
          return;
        case 'ended':
          ended.set(entry.ended.run, entry.ended);
          open.delete(entry.ended.run);
          for (const { run } of latestFirst().slice(keep)) ended.delete(run);
          return;
        case 'tick':
          lastTick = Math.max(lastTick ?? entry.at, entry.at);
          return;
        default:
          return entry satisfies never;
      }
    },
    open: async () => ({ runs: earliestFirst([...open.values()]), lastTick }),
    ended: async (limit) => latestFirst().slice(0, limit),
    async forget(before) {
      const past = latestFirst().filter(({ endedAt }) => endedAt < before);
      for (const { run } of past) {
        journal.forget(run);
        open.delete(run);
        ended.delete(run);
      }
      return past.length;
    },
  };
}
