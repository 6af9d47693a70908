import { resolve } from 'node:path';
import type { Clock } from '../foundation/clock.ts';
import type { TimeFrame } from '../foundation/time-frame.ts';
import { writer } from '../foundation/version.ts';
import type { Credentials } from '../huawei/credentials.ts';
import { createObsStore } from '../journal/obs-store.ts';
import { createRegister } from '../journal/register-over-store.ts';
import type { Store } from '../journal/store.ts';
import type { Journal, Records } from '../run/journal.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { JournalSettings } from '../schedule/schema.ts';

/** What opening a durable journal needs. */
export type RecordsPlace = {
  readonly journal: JournalSettings;
  readonly regions: Schedule['regions'];
  /** The folder of the schedule, which `file:` is relative to. */
  readonly folder: string;
  /** Asked only for OBS. */
  readonly credentials: () => Credentials;
  readonly clock: Clock;
  /** By when what is asked of the store must have ended; there is no such time when left out. */
  readonly frame?: TimeFrame;
};

/** Opens the journal and the register that the schedule names. Nothing is read or written yet. */
export async function openRecords(place: RecordsPlace): Promise<Records> {
  return recordsIn(await openStore(place), place);
}

/** The journal and the register that a store holds. */
export function recordsIn(store: Store, patience: Pick<RecordsPlace, 'clock' | 'frame'>): Records {
  return {
    journal: journalIn(store, patience),
    register: createRegister(store, patience),
  };
}

/** Loaded when it is first used: a tick with nothing to do reads the register alone. */
function journalIn(store: Store, patience: Pick<RecordsPlace, 'clock' | 'frame'>): Journal {
  let opening: Promise<Journal> | undefined;
  const opened = () => {
    opening ??= import('../journal/journal-over-store.ts').then(({ createJournal }) =>
      createJournal(store, { ...patience, writer }),
    );
    return opening;
  };
  return {
    read: async (run) => (await opened()).read(run),
    append: async (run, position, events) => (await opened()).append(run, position, events),
  };
}

/** Opens where the journal that the schedule names keeps its bytes. */
export async function openStore({
  journal,
  regions,
  folder,
  credentials,
  clock,
  frame,
}: RecordsPlace): Promise<Store> {
  const { url, endpoint } = journal;
  if (url.startsWith('file:')) {
    const { createFileStore } = await import('../journal/file-store.ts');
    return createFileStore(resolve(folder, url.slice('file:'.length)), { clock });
  }
  const [, bucket = '', prefix = ''] = /^obs:\/\/([^/]*)\/?(.*?)\/*$/.exec(url) ?? [];
  // A schedule with regions of several kinds says which, see `check/check-journal.ts`.
  const region = journal.region ?? Object.values(regions)[0]?.region ?? '';
  return createObsStore({
    bucket,
    prefix: prefix === '' ? '' : `${prefix}/`,
    region,
    endpoint,
    credentials: credentials(),
    renew: credentials,
    clock,
    frame,
  });
}
