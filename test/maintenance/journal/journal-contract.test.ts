import { createJournal } from '../../../functions/maintenance/journal/journal-over-store.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import { createMovedRecords } from '../../../functions/maintenance/journal/moved-records.ts';
import { createRegister } from '../../../functions/maintenance/journal/register-over-store.ts';
import type { Store } from '../../../functions/maintenance/journal/store.ts';
import type { Records } from '../../../functions/maintenance/run/journal.ts';
import { realClock as clock } from '../../../functions/maintenance/runtime/real-clock.ts';
import { describeJournal } from './journal-contract.ts';
import { createMemoryStore } from './memory-store.ts';
import { describeRegister, type WithRecords } from './register-contract.ts';
import { stores } from './stores-under-contract.ts';

const overStores = stores.map(([name, withStore]): readonly [string, WithRecords] => [
  `over a store ${name}`,
  (use) =>
    withStore((store) => {
      const reopened = (): Records => ({
        journal: createJournal(store, { clock, writer: 'nightshift 0.0.0' }),
        register: createRegister(store, { clock }),
      });
      return use({ ...reopened(), reopened });
    }),
]);

const all: readonly (readonly [string, WithRecords])[] = [
  [
    'of this process',
    (use) => {
      const records = createMemoryRecords();
      return use({ ...records, reopened: () => records });
    },
  ],
  ...overStores,
  [
    'that was moved from another store',
    (use) => {
      const [here, before] = [createMemoryStore(), createMemoryStore()];
      const over = (store: Store): Records => ({
        journal: createJournal(store, { clock, writer: 'nightshift 0.0.0' }),
        register: createRegister(store, { clock }),
      });
      const reopened = () => createMovedRecords(over(here), over(before));
      return use({ ...reopened(), reopened });
    },
  ],
];

for (const [name, withRecords] of all) {
  describeJournal(name, (use) => withRecords(({ journal }) => use(journal)));
  describeRegister(name, withRecords);
}
