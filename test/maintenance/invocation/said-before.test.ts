import { describe, expect, test } from 'vitest';
import { answerTick } from '../../../functions/maintenance/invocation/answer-tick.ts';
import { StoreError } from '../../../functions/maintenance/journal/store.ts';
import type { Register } from '../../../functions/maintenance/run/journal.ts';
import { JournalError, ToldBefore } from '../../../functions/maintenance/run/journal-error.ts';
import { startAt } from '../run/night.ts';
import { durableProcess, nightly } from './durable-process.ts';

function failing(code: string): JournalError {
  const cause = new StoreError('permanent', code, 'the store does not');
  return new JournalError('journal.denied', 'could not write', { cause });
}

/** Minutes after 03:30 at which people are told, of ticks that each have a process of their own. */
async function toldAt(
  minutes: readonly number[],
  yaml: string,
  through: (register: Register, minute: number) => Register,
): Promise<readonly number[]> {
  const at = durableProcess({ yaml });
  const told: number[] = [];
  for (const minute of minutes) {
    const instant = startAt + minute * 60_000;
    const wait = instant - at.clock.now();
    if (wait > 0) await at.clock.wait(wait);
    const invocation = at.invocation();
    const register = through(invocation.register, minute);
    const error = await answerTick(instant, { ...invocation, register }).catch((thrown: unknown) => thrown);
    if (error instanceof JournalError) told.push(minute);
    else expect(error).toBeInstanceOf(ToldBefore);
  }
  return told;
}

const grid = (from: number, upTo: number) =>
  Array.from({ length: (upTo - from) / 5 + 1 }, (_, place) => from + place * 5);
const fail = () => Promise.reject(failing('HTTP.412'));

describe('of a journal that fails every tick people are told', () => {
  test('when the fire comes that it keeps from running, and the hours after that', async () => {
    const silent = (register: Register): Register => ({ ...register, open: fail, enter: fail });
    expect(await toldAt(grid(-20, 180), nightly, silent)).toEqual([0, 90, 150]);
  });

  test('at once and once an hour, where it can be read and was written before', async () => {
    const readOnly = (register: Register): Register => ({
      ...register,
      open: async () => ({ ...(await register.open()), lastTick: startAt + 35 * 60_000 }),
      enter: fail,
    });
    expect(await toldAt(grid(40, 180), nightly, readOnly)).toEqual([40, 100, 160]);
  });

  test('once an hour where it can be written, and of another cause as well', async () => {
    const writable = (register: Register, minute: number): Register => ({
      ...register,
      enter: (entry) =>
        entry.kind === 'tick'
          ? Promise.reject(failing(minute < 60 ? 'HTTP.412' : 'AccessDenied'))
          : register.enter(entry),
    });
    expect(await toldAt(grid(40, 135), nightly, writable)).toEqual([40, 60, 120]);
  });

  test('at the full hours where something is due all the time', async () => {
    const silent = (register: Register): Register => ({ ...register, open: fail, enter: fail });
    const often = nightly.replace('"30 3 * * *"', '"*/10 * * * *"');
    expect(await toldAt(grid(0, 120), often, silent)).toEqual([30, 90]);
  });
});
