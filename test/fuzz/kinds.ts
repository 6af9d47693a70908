import type { FuzzKind } from './fuzz-kind.ts';

/** The kinds of files there are, by the name that the program is given. */
export const kinds: Readonly<Record<string, () => Promise<FuzzKind>>> = {
  ics: async () => (await import('./ics.ts')).ics,
};
