import type { RunEvent } from '../run/event.ts';
import {
  type EndedRun,
  earliestFirst,
  type Records,
  type Register,
  type RegisterEntry,
} from '../run/journal.ts';

/**
 * The records of a journal that was moved, with those of its old place, which are looked at first: a run that was
 * begun there is gone on with there, and one that ended there does not run again. What is new begins in the new place,
 * and all that ends is told of there.
 *
 * A look at the old place that shows no record proves nothing: only an append does, which fails where there is one. So
 * what the old place may have, because it has it open or had a tick that it was due at, begins there and not here.
 */
export function createMovedRecords(here: Records, before: Records): Records {
  /** Where a run was found, or begun, by this process. */
  const placeOf = new Map<string, Records>();
  /** What the old register had as open when it was asked last. */
  let openBefore: ReadonlySet<string> = new Set();
  /** The last tick that the old place had. */
  let lastTickBefore = Number.NEGATIVE_INFINITY;
  const registerOf = (run: string) => (openBefore.has(run) ? before : here).register;
  const mayStandBefore = (run: string, events: readonly RunEvent[]) =>
    openBefore.has(run) ||
    events.some((event) => event.type === 'opened' && event.scheduledFor <= lastTickBefore);

  const open: Register['open'] = async () => {
    const old = await before.register.open();
    const own = await here.register.open();
    openBefore = new Set(old.runs.map(({ run }) => run));
    lastTickBefore = old.lastTick ?? Number.NEGATIVE_INFINITY;
    const runs = [...old.runs, ...own.runs];
    const unread = runs.flatMap(({ run, unreadAt = [] }) => unreadAt.map((at) => ({ run, at })));
    return { ...own, runs: earliestFirst(runs, unread), lastTick: own.lastTick ?? old.lastTick };
  };

  return {
    journal: {
      async read(run) {
        const known = placeOf.get(run);
        if (known) return known.journal.read(run);
        for (const place of [before, here]) {
          const found = await place.journal.read(run);
          if (found.position > 0) placeOf.set(run, place);
          if (found.position > 0 || place === here) return found;
        }
        throw new RangeError('one of two places is the last');
      },
      async append(run, position, events, beside) {
        const place = placeOf.get(run) ?? (position === 0 && mayStandBefore(run, events) ? before : here);
        const next = await place.journal.append(run, position, events, beside);
        // Also where somebody was first: his record is there.
        placeOf.set(run, place);
        return next;
      },
    },
    register: {
      async enter(entry: RegisterEntry) {
        switch (entry.kind) {
          case 'due':
          case 'begins':
          case 'tick':
          case 'said':
            return here.register.enter(entry);
          case 'unread':
          case 'read-again':
            return registerOf(entry.run).enter(entry);
          case 'ended': {
            await here.register.enter(entry);
            const { run } = entry.ended;
            if (openBefore.has(run) || placeOf.get(run) === before) await before.register.enter(entry);
            return;
          }
          default:
            return entry satisfies never;
        }
      },
      open,
      // What the old place has as open is asked for each time: it decides where runs begin.
      begun: async () => (await open()).runs.filter(({ unbegun }) => !unbegun),
      async ended(limit) {
        const all = [...(await here.register.ended(limit)), ...(await before.register.ended(limit))];
        const once = new Map<string, EndedRun>();
        for (const ended of all) if (!once.has(ended.run)) once.set(ended.run, ended);
        return [...once.values()].sort((a, b) => b.endedAt - a.endedAt).slice(0, limit);
      },
      async forget(instant) {
        return (await here.register.forget(instant)) + (await before.register.forget(instant));
      },
    },
  };
}
