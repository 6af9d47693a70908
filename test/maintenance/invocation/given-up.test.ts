import { beforeEach, describe, expect, test } from 'vitest';
import { answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import { decideEnding } from '../../../functions/maintenance/invocation/ending.ts';
import type { Invocation } from '../../../functions/maintenance/invocation/invocation.ts';
import { summaryOf } from '../../../functions/maintenance/report/summarize.ts';
import { fold } from '../../../functions/maintenance/run/fold.ts';
import { endingOf, type Journal, type Register } from '../../../functions/maintenance/run/journal.ts';
import { JournalError, UnreadableRecord } from '../../../functions/maintenance/run/journal-error.ts';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { startAt } from '../run/night.ts';
import { durableProcess, run, tickAt, toldIn } from './durable-process.ts';
import type { WarmProcess } from './warm-process.ts';

const minuteMs = 60_000;

/** A run that one invocation has left, and whose record could not be read for long, but can be. */
let at: WarmProcess;
beforeEach(async () => {
  at = durableProcess({ remainingMs: 60_000 });
  await tickAt(at, 0);
  // The lease of who left it is over.
  await at.clock.wait(startAt + 2 * minuteMs - at.clock.now());
  await noteUnread([-70, -65]);
});

/** Notes that the record could not be read so many minutes after the run began. */
async function noteUnread(all: readonly number[]): Promise<void> {
  for (const minutes of all)
    await at.records.register.enter({ kind: 'unread', run, at: startAt + minutes * minuteMs });
}

/** A journal that shows so many events of the run, and no more. */
async function cut(events: number): Promise<Journal> {
  const { journal } = at.records;
  const readable = (await journal.read(run)).events.slice(0, events);
  return {
    ...journal,
    async read(id) {
      if (id !== run) return journal.read(id);
      const flaw = new JournalError('journal.corrupt', 'its record: it does not end with a line feed');
      throw new UnreadableRecord(flaw, `${flaw.message} (read 4 times)`, readable);
    },
  };
}

/** A register that its process does not live to note an end in. */
function endless(): Register {
  const { register } = at.records;
  return {
    ...register,
    async enter(entry) {
      if (entry.kind === 'ended') throw new JournalError('journal.unreachable', 'the process has ended');
      return register.enter(entry);
    },
  };
}

/** Lets a tick come now, in an invocation that is as it should be but for some of it. */
function tick(but: Partial<Invocation> = {}) {
  return answerRequest({ kind: 'tick', at: at.clock.now() }, { ...at.invocation(), ...but });
}

/** What people were told, each way once. */
function waysTold(): readonly string[] {
  return [...new Set(toldIn(at).map((summary) => JSON.stringify(summary)))];
}

describe('a run that is given up as its record cannot be read', () => {
  test('while somebody who can read it is at work is told in one way', async () => {
    const blind = { journal: await cut(2) };
    const working = tick({ remainingMs: () => 40 * minuteMs });
    await at.clock.wait(5_000);
    // Who lists the register late still sees them, and a long run gathers new ones.
    await noteUnread([-70, -65]);
    await tick(blind);
    expect(toldIn(at)).toMatchObject([
      { run, counts: { succeeded: 0 }, problems: [{ code: 'journal.corrupt' }] },
    ]);
    expect(await working).toMatchObject({ summaries: [{ run, counts: { succeeded: 0 } }] });
    expect(waysTold()).toHaveLength(1);
    expect((await at.records.register.open()).runs).toEqual([]);
    expect(await at.records.register.ended(1)).toMatchObject([{ run, status: 'failed' }]);
  });

  test.each([
    ['can read it again', async () => ({ remainingMs: () => 40 * minuteMs })],
    ['reads more of it, and not all', async () => ({ journal: await cut(3) })],
  ])('by who dies before that is noted is told again as before, by who %s', async (_, next) => {
    await tick({ journal: await cut(2), register: endless() }).catch(() => undefined);
    expect(toldIn(at)).toHaveLength(1);
    const acted = () => at.dcs.log.entries().filter(({ kind }) => kind === 'accepted').length;
    const before = acted();
    await at.clock.wait(5 * minuteMs);
    await tick(await next());
    expect(toldIn(at)).toHaveLength(2);
    expect(waysTold()).toHaveLength(1);
    expect(acted()).toBe(before);
    expect((await at.records.register.open()).runs).toEqual([]);
    await tick();
    expect(toldIn(at)).toHaveLength(2);
  });

  /** Writes down, some times over, what is about to be told of the run as it is, and dies. */
  const writtenDown = async (times: number) => {
    const { events } = await at.records.journal.read(run);
    const summary = summaryOf(fold(events), at.clock.now(), zoneOffset);
    const long = { ...summary, instances: Array(times).fill(summary.instances).flat() };
    await decideEnding(run, 'by-record', long, at.invocation());
    return long;
  };

  test('is left to who wrote down that he tells it by its record; if he stays away the same is told', async () => {
    const blind = { journal: await cut(2) };
    const written = await writtenDown(1);
    await tick(blind);
    expect(toldIn(at)).toEqual([]);
    await at.clock.wait(10 * minuteMs);
    await tick(blind);
    expect(toldIn(at)).toEqual([written]);
    expect((await at.records.register.open()).runs).toEqual([]);
  });

  test('is told by what can be read of it if what he was about to tell was too long to be kept', async () => {
    await writtenDown(200);
    await at.clock.wait(10 * minuteMs);
    await tick({ journal: await cut(2) });
    expect(toldIn(at)).toMatchObject([{ run, problems: [{ code: 'journal.corrupt' }] }]);
  });

  test('is told before long also where that cannot be written down', async () => {
    const journal = await cut(2);
    const blind: Partial<Invocation> = {
      journal: {
        ...journal,
        async append(id, ...rest) {
          if (id === endingOf(run)) throw new JournalError('journal.denied', 'no append is taken');
          return journal.append(id, ...rest);
        },
      },
    };
    await at.records.register.enter({ kind: 'read-again', run });
    await noteUnread([-62, -57]);
    await tick(blind);
    expect(toldIn(at)).toEqual([]);
    await at.clock.wait(10 * minuteMs);
    await tick(blind);
    expect(toldIn(at)).toHaveLength(1);
    expect((await at.records.register.open()).runs).toEqual([]);
  });
});

test('what is written down of an end is forgotten with its run', async () => {
  await tick({ journal: await cut(2) });
  const read = async (id: string) => (await at.records.journal.read(id)).events.length;
  expect(await read(endingOf(run))).toBe(1);
  await at.records.register.forget(at.clock.now() + 1);
  expect(await read(run)).toBe(0);
  expect(await read(endingOf(run))).toBe(0);
});

test('what the journal takes to say how a run ends is not taken from the time in which people are told', async () => {
  const { journal } = at.records;
  let answeredAt = Number.POSITIVE_INFINITY;
  const slow: Journal = {
    ...journal,
    async append(id, ...rest) {
      const next = await journal.append(id, ...rest);
      if (id !== endingOf(run)) return next;
      await at.clock.wait(30_000);
      answeredAt = at.clock.now();
      return next;
    },
  };
  await tick({ journal: slow, remainingMs: () => 40 * minuteMs });
  expect(toldIn(at)).toMatchObject([{ run, status: 'succeeded' }]);
  expect(at.told[0]?.deadline).toBeGreaterThanOrEqual(answeredAt + 15_000);
});
