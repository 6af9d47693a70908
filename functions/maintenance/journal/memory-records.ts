import type { Journal } from '../run/journal.ts';
import type { Register } from '../run/register.ts';
import { createMemoryJournal } from './memory-journal.ts';
import { createMemoryRegister } from './memory-register.ts';

/** The records of runs, and the register of them. */
export type Records = { readonly journal: Journal; readonly register: Register };

/** Journal and register of this process alone, about the last `keep` runs. */
export function createMemoryRecords(keep = 100): Records {
  const journal = createMemoryJournal(keep);
  return { journal, register: createMemoryRegister(journal, keep) };
}
