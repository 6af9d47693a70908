import { resolve } from 'node:path';
import type { Clock } from '../foundation/clock.ts';
import { once } from '../foundation/once.ts';
import type { TimeFrame } from '../foundation/time-frame.ts';
import { writer } from '../foundation/version.ts';
import type { Credentials } from '../huawei/credentials.ts';
import { createObsStore } from '../journal/obs-store.ts';
import { createRegister } from '../journal/register-over-store.ts';
import type { Store } from '../journal/store.ts';
import type { Journal, Records, Register } from '../run/journal.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { JournalSettings } from '../schedule/schema.ts';

/** What opening a durable journal needs. */
type RecordsPlace = {
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

/**
 * The journal and the register that the schedule names, opened by their first call, with those of the place that the
 * journal was moved from.
 */
export function openRecords(place: RecordsPlace): Records {
  const at = (url: string) =>
    recordsIn(
      once(() => openStore({ ...place, journal: { ...place.journal, url } })),
      place,
    );
  const { url, movedFrom } = place.journal;
  if (movedFrom === undefined || movedFrom === url) return at(url);
  const moved = once(async () => {
    const { createMovedRecords } = await import('../journal/moved-records.ts');
    return createMovedRecords(at(url), at(movedFrom));
  });
  return onDemand(
    async () => (await moved()).journal,
    async () => (await moved()).register,
  );
}

/**
 * The journal and the register that a store holds. The code of the journal is loaded when it is first used: a tick with
 * nothing to do reads the register alone.
 */
export function recordsIn(
  store: () => Promise<Store>,
  { clock, frame }: Pick<RecordsPlace, 'clock' | 'frame'>,
): Records {
  const journal = once(async () => {
    const { createJournal } = await import('../journal/journal-over-store.ts');
    return createJournal(await store(), { clock, frame, writer });
  });
  return onDemand(
    journal,
    once(async () => createRegister(await store(), { clock, frame })),
  );
}

function onDemand(journal: () => Promise<Journal>, register: () => Promise<Register>): Records {
  return {
    journal: {
      read: async (...call) => (await journal()).read(...call),
      append: async (...call) => (await journal()).append(...call),
    },
    register: {
      enter: async (...call) => (await register()).enter(...call),
      open: async () => (await register()).open(),
      begun: async () => (await register()).begun(),
      ended: async (...call) => (await register()).ended(...call),
      forget: async (...call) => (await register()).forget(...call),
    },
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
  // A schedule with regions of several kinds says which, see `schedule/check/check-sections.ts`.
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
