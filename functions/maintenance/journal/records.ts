import type { Journal } from '../run/journal.ts';
import type { Register } from '../run/register.ts';

/** The journals of runs and the register of all of them. */
export type Records = {
  readonly journal: Journal;
  readonly register: Register;
};
