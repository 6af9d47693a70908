import type { DeliberateBug } from './deliberate-bug.ts';
import { beginsAt } from './night-frame.ts';

const dayMs = 86_400_000;

/** Mistakes about what a store gives out and says that it has taken. */
export const recordBugs: readonly DeliberateBug[] = [
  {
    name: 'closes a run after one bad read of its record',
    shownBy: 327,
    register: (register) => ({
      ...register,
      async open() {
        const { runs, lastTick } = await register.open();
        const unreadAt = [3, 2, 1].map((days) => beginsAt - days * dayMs);
        return { runs: runs.map((entry) => ({ ...entry, unreadAt })), lastTick };
      },
    }),
  },
  {
    name: 'believes that an entry of the register is stored because it was answered',
    shownBy: 610,
    store: (store) => ({
      ...store,
      readFrom: async (key, position) =>
        key.startsWith('open/') ? Buffer.from('\n') : store.readFrom(key, position),
    }),
  },
  {
    name: 'touches an instance that another open run has in hand',
    shownBy: 21,
    records: ({ journal, register }) => {
      const jobs = new Set<string | undefined>();
      const jobOf = (run: string) => run.split('@')[0];
      return {
        journal: {
          ...journal,
          append(run, ...rest) {
            jobs.add(jobOf(run));
            return journal.append(run, ...rest);
          },
        },
        register: {
          ...register,
          // Whoever is at work looks at no other job.
          async open() {
            const { runs, ...others } = await register.open();
            return { ...others, runs: jobs.size > 0 ? runs.filter(({ run }) => jobs.has(jobOf(run))) : runs };
          },
          begun: async () =>
            (await register.begun()).filter(({ run }) => jobs.size === 0 || jobs.has(jobOf(run))),
        },
      };
    },
  },
  {
    name: 'believes that an append is stored because it was answered',
    shownBy: 27,
    store: (store) => {
      let answered: Uint8Array = new Uint8Array();
      return {
        ...store,
        async append(key, position, bytes) {
          answered = bytes;
          return store.append(key, position, bytes);
        },
        readFrom: async () => answered,
      };
    },
  },
];
