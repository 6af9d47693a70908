import type { FuzzKind } from './fuzz-kind.ts';

/** The kinds of files there are, by the name that the program is given. */
export const kinds: Readonly<Record<string, () => Promise<FuzzKind>>> = {
  events: async () => (await import('./events.ts')).fuzzedEvents,
  ics: async () => (await import('./ics.ts')).ics,
  schedules: async () => (await import('./schedules.ts')).schedules,
  serverless: async () => (await import('./serverless.ts')).serverless,
};
