import { createMemoryJournal } from './memory-journal.ts';
import { createMemoryRegister } from './memory-register.ts';
import type { Records } from './records.ts';

/** Journal and register of this process alone, about the last `keep` runs. */
export function createMemoryRecords(keep = 100): Records {
  const journal = createMemoryJournal(keep);
  return { journal, register: createMemoryRegister(journal, keep) };
}
