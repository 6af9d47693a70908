import type { Store } from '../../functions/maintenance/journal/store.ts';

/** A store of which every answer is waited for. */
export function slowStore(store: Store, wait: () => Promise<void>): Store {
  return {
    read: async (...call) => wait().then(() => store.read(...call)),
    readFrom: async (...call) => wait().then(() => store.readFrom(...call)),
    append: async (...call) => wait().then(() => store.append(...call)),
    list: async (...call) => wait().then(() => store.list(...call)),
    remove: async (...call) => wait().then(() => store.remove(...call)),
  };
}
