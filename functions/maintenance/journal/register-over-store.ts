import { inParallel } from '../foundation/in-batches.ts';
import { shareNext } from '../foundation/share-next.ts';
import { type EndedRun, earliestFirst, endingOf, type Register } from '../run/journal.ts';
import {
  dueKey,
  dueKeys,
  duePrefix,
  endedBefore,
  endedKey,
  endedPrefix,
  openPrefix,
  openRunKey,
  openRunKeys,
  readEndedKey,
  readOpenKey,
  runPrefix,
  saidKey,
  saidKeys,
  tickKey,
  tickPrefix,
  unreadKey,
} from './register-keys.ts';
import { retryStore, type StorePatience } from './retry-store.ts';
import { type Store, StoreError } from './store.ts';
import { recordKey } from './store-keys.ts';

/** How many runs are forgotten at once: a clean-up must not take the time of a night. */
const mostForgotten = 100;

/** How many entries are written at once: of five thousand, ten at a time would take most of an invocation. */
const mostWritten = 100;

/** How many notes of earlier ticks may lie beside the latest: an hour of them, where one comes every five minutes. */
const mostPastTicks = 12;

const mark = Buffer.from('\n');

/** How often what is open is listed where an entry is gone, and how long after each other. Milliseconds. */
const mostLists = 3;
const betweenListsMs = 300;

function isOfRun(key: string): boolean {
  return 'run' in (readOpenKey(key) ?? {});
}

type Standing = Readonly<Record<'begun' | 'due', Map<string, Set<string>>>>;

/** What the keys of an entry's run begin with: no name has such a sign in it. */
function beginOf(key: string): string {
  return key.slice(0, key.indexOf('~') + 1);
}

function notThere(key: string, refused: boolean): StoreError {
  const said = refused
    ? `refused to write ${key}, as something stood there`
    : `answered that ${key} was written`;
  return new StoreError('ambiguous', 'NOT_STORED', `the store ${said}, and it is not there`);
}

/**
 * A register that is all keys: what it tells is in their names, and nothing has to be read. Every verb may be repeated
 * after it failed half-way. Throws `JournalError`.
 *
 * Nearly every tick has nothing to do, and asks the store twice: one list tells what is open and when the last tick
 * came, and one append notes this one. Every tick is noted, also an idle one: were it not, the first tick after a
 * change of the schedule could not tell a fire that nobody came for from one that did not exist yet, and would either
 * forget the one or restart somebody's instances for the other. A tick is a key of its own, so that the list tells it;
 * of several the latest counts, whoever wrote them in whichever order. The earlier ones are cleared away together,
 * once in a while: left lying, they cost nothing but their lines in the list.
 */
export function createRegister(store: Store, patience: StorePatience): Register {
  /** Ticks that were seen or noted, so that to note the next needs no list. */
  let knownTicks: readonly number[] | undefined;

  // A key that is there already is as good: it says the same.
  const put = (key: string) => retryStore(patience, `write ${key}`, () => store.append(key, 0, mark));
  /** What must not be lost is looked for, whatever was answered. */
  const putForCertain = (key: string) =>
    retryStore(patience, `write ${key}`, async () => {
      const answered = await store.append(key, 0, mark);
      if ((await store.readFrom(key, 0)).length === 0) throw notThere(key, answered === undefined);
    });
  const remove = async (keys: readonly string[]) =>
    keys.length > 0 && retryStore(patience, `remove ${keys[0]}`, () => store.remove(keys));
  const list = (prefix: string, options?: Parameters<Store['list']>[1]) =>
    retryStore(patience, `list ${prefix}`, () => store.list(prefix, options));

  /** Entries of runs that stood here when this process looked or wrote last, by what the keys of their run begin with. */
  const standing: Standing = { begun: new Map(), due: new Map() };
  const placeOf = (key: string) => standing[key.startsWith(duePrefix) ? 'due' : 'begun'];
  const stands = (key: string) => {
    const keys = placeOf(key).get(beginOf(key)) ?? new Set();
    placeOf(key).set(beginOf(key), keys.add(key));
  };
  const standingUnder = (prefix: string): readonly string[] => [
    ...(runPrefix.startsWith(prefix) ? [...standing.begun.values()].flatMap((keys) => [...keys]) : []),
    ...(duePrefix.startsWith(prefix) ? [...standing.due.values()].flatMap((keys) => [...keys]) : []),
  ];
  /** One that is gone was removed by somebody else, or the list is an old one: it is asked for again. */
  const listOpen = async (prefix = openPrefix): Promise<readonly string[]> => {
    for (let tries = 1; ; tries += 1) {
      const keys = new Set(await list(prefix));
      const lacking = standingUnder(prefix).filter((key) => !keys.has(key));
      if (lacking.length === 0 || tries === mostLists) {
        for (const key of lacking) placeOf(key).get(beginOf(key))?.delete(key);
        for (const key of keys) if (isOfRun(key)) stands(key);
        return [...keys];
      }
      await patience.clock.wait(betweenListsMs);
    }
  };
  /** Whether this process has ever listed what is due. */
  let knowsDue = false;
  const dueOf = async (run: string): Promise<readonly string[]> =>
    knowsDue ? [...(standing.due.get(dueKeys(run)) ?? [])] : list(dueKeys(run));

  const ticksIn = (keys: readonly string[]) =>
    keys.map(readOpenKey).flatMap((entry) => (entry && 'tick' in entry ? [entry.tick] : []));

  return {
    async enter(entry) {
      switch (entry.kind) {
        case 'due': {
          const keys = entry.runs.map((run) => dueKey(run, entry.at));
          await inParallel(keys, mostWritten, put);
          // Looked for together: of a thousand, a read each would take as long as they.
          const there = new Set(await listOpen(duePrefix));
          const lacking = keys.filter((key) => !there.has(key));
          await inParallel(lacking, mostWritten, putForCertain);
          for (const key of keys) stands(key);
          return;
        }
        case 'begins':
          await putForCertain(openRunKey(entry.run, entry.at));
          stands(openRunKey(entry.run, entry.at));
          return;
        case 'ended': {
          const { run } = entry.ended;
          // In this order: a run that is told of twice does less harm than one that is told of nowhere.
          await putForCertain(endedKey(entry.ended));
          // Who enters it as due after this process has looked leaves it to a tick, which finds it over.
          await remove([...(await list(openRunKeys(run))), ...(await dueOf(run))]);
          standing.begun.delete(openRunKeys(run));
          standing.due.delete(dueKeys(run));
          return;
        }
        case 'unread':
          await put(unreadKey(entry.run, entry.at));
          return;
        case 'read-again': {
          const keys = await list(openRunKeys(entry.run));
          await remove(keys.filter((key) => 'unread' in (readOpenKey(key) ?? {})));
          return;
        }
        case 'said': {
          const key = saidKey(entry);
          await put(key);
          await remove((await list(saidKeys(entry.cause))).filter((other) => other < key));
          return;
        }
        case 'tick': {
          const ticks = knownTicks ?? ticksIn(await list(tickPrefix));
          if (ticks.some((at) => at > entry.at)) return;
          const past = ticks.filter((at) => at < entry.at);
          // Of one that is lost the next looks further back, where there is one that stands.
          const alone = ticks.length === 0 || past.length >= mostPastTicks;
          if (!ticks.includes(entry.at)) await (alone ? putForCertain : put)(tickKey(entry.at));
          knownTicks = [...past, entry.at];
          if (past.length < mostPastTicks) return;
          await remove(past.map(tickKey));
          knownTicks = [entry.at];
          return;
        }
        default:
          return entry satisfies never;
      }
    },

    open: shareNext(async () => {
      const keys = await listOpen();
      knowsDue = true;
      const entries = keys.flatMap((key) => readOpenKey(key) ?? []);
      const unread = entries.flatMap((one) => ('unread' in one ? [{ run: one.unread, at: one.at }] : []));
      const said = entries.filter((entry) => 'cause' in entry);
      knownTicks = entries.flatMap((entry) => ('tick' in entry ? [entry.tick] : []));
      return {
        runs: earliestFirst(
          entries.filter((entry) => 'run' in entry),
          unread,
        ),
        ...(said.length > 0 && { said }),
        lastTick: knownTicks.length > 0 ? Math.max(...knownTicks) : undefined,
      };
    }),

    begun: shareNext(async () => {
      const entries = (await listOpen(runPrefix)).flatMap((key) => readOpenKey(key) ?? []);
      return earliestFirst(entries.filter((entry) => 'run' in entry)).filter(({ unbegun }) => !unbegun);
    }),

    async ended(limit) {
      const found = new Map<string, EndedRun>();
      // More than one list only where a run was entered as ended at two instants, or keys are not ours.
      for (let after = ''; found.size < limit; ) {
        const keys = await list(endedPrefix, { after, limit });
        for (const ended of keys.map(readEndedKey))
          if (ended && !found.has(ended.run) && found.size < limit) found.set(ended.run, ended);
        if (keys.length < limit) break;
        after = keys.at(-1) ?? after;
      }
      return [...found.values()];
    },

    async forget(before) {
      const keys = await list(endedPrefix, { after: endedBefore(before - 1), limit: mostForgotten });
      const runs = [...new Set(keys.flatMap((key) => readEndedKey(key)?.run ?? []))];
      // The entry goes last: while it is there, what is left of its run is found again.
      const open = runs.length > 0 ? await list(openPrefix) : [];
      const left = open.filter((key) => {
        const entry = readOpenKey(key);
        return entry && 'run' in entry && runs.includes(entry.run);
      });
      await remove([...runs.flatMap((run) => [recordKey(run), recordKey(endingOf(run))]), ...left]);
      await remove(keys.filter((key) => readEndedKey(key)));
      return runs.length;
    },
  };
}
