import { readOpenKey } from '../../functions/maintenance/journal/register-keys.ts';
import type { Store } from '../../functions/maintenance/journal/store.ts';
import { recordKey } from '../../functions/maintenance/journal/store-keys.ts';
import { calmAt } from './night-frame.ts';
import type { Random } from './random.ts';
import type { Shared } from './simulated-ports.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** How a record is given out, and until when, in milliseconds since 1970. */
export type BadSpell = { readonly until: number; readonly as: 'cut' | 'empty' | 'stale' | 'missing' };

/** How it is noted that a process was given a record of which nothing can be seen, or not the last of it. */
export function hiddenFrom(process: string, key: string): string {
  return `${process} ${key}`;
}

/** The store as it answers: records that are given out badly, and appends that are answered and not stored. */
export function untrueStore(
  place: string,
  { clock, name }: SimulatedProcess,
  random: Random,
  { scenario, records, badSpells, hidden, trace }: Shared,
): Store {
  const { badRead, unstored, unstoredEntry, oldList } = scenario.platform;
  const entries = random.branch('entries');
  const store = records.storeOf(place, name);
  const isRecord = (key: string) => key.startsWith('runs/');
  const plays = (chance: number, key: string) =>
    clock.now() < calmAt && isRecord(key) && chance > 0 && random.chance(chance);

  const playsNow = (chance: number) => clock.now() < calmAt && chance > 0 && entries.chance(chance);

  const spellOn = (key: string): BadSpell | undefined => {
    const known = badSpells.get(`${place} ${key}`);
    if (known && clock.now() <= known.until) return known;
    if (!plays(badRead, key)) return undefined;
    // Some end with the read, others outlast an invocation and the tick after it. None is so long that it were right
    // to close the run, nor are several of them together.
    const soon = known !== undefined && clock.now() < known.until + 1_200_000;
    const forMs = soon ? 0 : random.pick([0, 0, 0, 2_000, 30_000, 400_000]);
    const spell = {
      until: Math.min(calmAt, clock.now() + forMs),
      as: random.pick(['cut', 'empty', 'stale', 'stale', 'missing'] as const),
    };
    if (forMs > 0) badSpells.set(`${place} ${key}`, spell);
    return spell;
  };

  const read: Store['read'] = async (key) => {
    const record = await store.read(key);
    const spell = record && spellOn(key);
    if (!spell) return record;
    trace(() => `${name} is given ${key} as ${spell.as}`);
    // Of one that is cut, what can be read tells whom it is about.
    if (spell.as !== 'cut') hidden.add(hiddenFrom(name, key));
    return givenAs(spell.as, record);
  };

  return {
    ...store,
    read,
    readFrom: async (key, position) => (await read(key))?.subarray(position) ?? new Uint8Array(),
    async append(key, position, bytes) {
      const isLost = isRecord(key) ? plays(unstored, key) : playsNow(unstoredEntry);
      if (!isLost) return store.append(key, position, bytes);
      if (((await store.read(key))?.length ?? 0) !== position) return undefined;
      trace(() => `an append of ${name} to ${key} is not stored`);
      return position + bytes.length;
    },
    async list(prefix, options) {
      const keys = await store.list(prefix, options);
      if (!playsNow(oldList)) return keys;
      const asOf = clock.now() - entries.pick([500, 5_000, 60_000]);
      const old = keys.filter((key) => records.writtenAt(place, key) < asOf);
      if (old.length < keys.length)
        trace(() => `${name} is given a list of ${prefix} as of ${new Date(asOf).toISOString()}`);
      for (const key of keys) {
        const entry = old.includes(key) ? undefined : readOpenKey(key);
        if (entry && 'run' in entry) hidden.add(hiddenFrom(name, recordKey(entry.run)));
      }
      return old;
    },
  };
}

function givenAs(how: BadSpell['as'], record: Uint8Array): Uint8Array | undefined {
  switch (how) {
    case 'cut':
      return record.subarray(0, record.length - 9);
    case 'empty':
      return new Uint8Array();
    case 'missing':
      return undefined;
    case 'stale': {
      // Before its last append but one, each of which is a line; the first is two.
      const ends: number[] = [];
      for (let end = record.indexOf(10); end >= 0; end = record.indexOf(10, end + 1)) ends.push(end + 1);
      const length = ends.slice(1).at(-3);
      return length === undefined ? undefined : record.subarray(0, length);
    }
    default:
      return how satisfies never;
  }
}
