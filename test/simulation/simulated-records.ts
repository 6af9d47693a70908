import { createJournal } from '../../functions/maintenance/journal/journal-over-store.ts';
import { createMovedRecords } from '../../functions/maintenance/journal/moved-records.ts';
import { createRegister } from '../../functions/maintenance/journal/register-over-store.ts';
import { type Store, StoreError } from '../../functions/maintenance/journal/store.ts';
import type { Journal, Records } from '../../functions/maintenance/run/journal.ts';
import type { DrawnSchedule } from './drawn-edits.ts';
import { beginsAt, calmAt } from './night-frame.ts';
import type { Random } from './random.ts';
import { type Shared, wayOf } from './simulated-ports.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { untrueStore } from './untrue-store.ts';

/** The journal and the register as one process has them, over a store that is slow, out of reach, or loses answers. */
export function simulatedRecords(
  process: SimulatedProcess,
  random: Random,
  shared: Shared,
  { journal, movedFrom }: DrawnSchedule,
): Records {
  const here = recordsIn(journal, process, random, shared);
  if (movedFrom === undefined) return here;
  return createMovedRecords(here, recordsIn(movedFrom, process, random.branch('moved'), shared));
}

function recordsIn(place: string, process: SimulatedProcess, random: Random, shared: Shared): Records {
  const { bug } = shared;
  const { clock } = process;
  const reached = reachedStore(place, process, random, shared);
  const store = bug?.store?.(reached) ?? reached;
  const journal = traced(createJournal(store, { clock, writer: 'simulated' }), process, shared);
  const register = createRegister(store, { clock });
  const records = {
    journal: bug?.journal?.(journal) ?? journal,
    register: bug?.register?.(register) ?? register,
  };
  return bug?.records?.(records) ?? records;
}

function reachedStore(place: string, process: SimulatedProcess, random: Random, shared: Shared): Store {
  const { scenario, trace } = shared;
  const { lostAppend, journalOutage } = scenario.platform;
  const { clock } = process;
  const reach = async <Answer>(what: string, work: () => Promise<Answer>): Promise<Answer> => {
    const now = clock.now();
    const { there, back } = wayOf(random, shared, now);
    const away = journalOutage && now - beginsAt >= journalOutage[0] && now - beginsAt < journalOutage[1];
    const lost = now < calmAt && random.chance(lostAppend) ? random.pick(['before', 'after', 'late']) : '';
    return process.call(what, { there, back }, async () => {
      const failed = (kind: 'unreachable' | 'ambiguous') => {
        trace(() => `${process.name} does not hear of ${what}`);
        return new StoreError(kind, 'SIMULATED', `the simulated store lost ${what}`);
      };
      if (away) throw failed('unreachable');
      if (lost === 'before') throw failed('ambiguous');
      if (lost === 'late') {
        shared.later(random.whole(100, 3_000), () => void work());
        throw failed('ambiguous');
      }
      const answer = await work();
      if (lost === 'after') throw failed('ambiguous');
      return answer;
    });
  };
  const store = untrueStore(place, process, random.branch('untrue'), shared);
  return {
    read: (key) => reach(`read ${key}`, () => store.read(key)),
    readFrom: (key, position) => reach(`read the end of ${key}`, () => store.readFrom(key, position)),
    append: (key, position, bytes) => {
      trace(() => `${process.name} appends to ${key}`);
      return reach(`append to ${key}`, () => store.append(key, position, bytes));
    },
    list: (prefix, options) => reach(`list ${prefix}`, () => store.list(prefix, options)),
    remove: (keys) => {
      trace(() => `${process.name} removes ${keys.join(' ')}`);
      return reach(`remove ${keys[0]}`, () => store.remove(keys));
    },
  };
}

function traced(journal: Journal, process: SimulatedProcess, { trace }: Shared): Journal {
  return {
    read: journal.read,
    async append(run, position, events, beside) {
      const next = await journal.append(run, position, events, beside);
      const got = next === undefined ? 'does not get in' : 'has written';
      trace(() => `${process.name} ${got} ${JSON.stringify(events).slice(0, 2_000)}`);
      return next;
    },
  };
}
