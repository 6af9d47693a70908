import type { DeliberateBug } from './deliberate-bug.ts';
import { beginsAt } from './night-frame.ts';

const dayMs = 86_400_000;

/** Mistakes about what a store gives out and says that it has taken. */
export const recordBugs: readonly DeliberateBug[] = [
  {
    name: 'closes a run after one bad read of its record',
    shownBy: 3,
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
