import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dueKey,
  endedKey,
  openRunKey,
  readEndedKey,
  readOpenKey,
  tickKey,
} from '../../../functions/maintenance/journal/register-keys.ts';
import { recordKey } from '../../../functions/maintenance/journal/store-keys.ts';
import type { EndedRun } from '../../../functions/maintenance/run/journal.ts';
import { outcomes } from '../../../functions/maintenance/run/outcome.ts';

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
const counts = fc.record(Object.fromEntries(outcomes.map((outcome) => [outcome, fc.nat(20_000)])), {
  requiredKeys: [],
});
const instant = fc.integer({ min: 0, max: Date.parse('2200-01-01T00:00:00Z') });
const anyEnded: fc.Arbitrary<EndedRun> = fc
  .record({ run: text, job: text, status: text, endedAt: instant, outcomes: counts, ofItsJob: fc.boolean() })
  .map(({ ofItsJob, ...ended }) => (ofItsJob ? { ...ended, run: `${ended.job}@${ended.run}` } : ended));

const keyForm = /^[A-Za-z0-9/._%~=-]+$/;

test('the key of an ended run tells all of it', () => {
  fc.assert(
    fc.property(anyEnded, (ended) => {
      const key = endedKey(ended);
      expect(key).toMatch(keyForm);
      expect(readEndedKey(key)).toEqual(ended);
    }),
  );
});

test('the keys of ended runs are in the order of their ends, the latest first', () => {
  fc.assert(
    fc.property(anyEnded, anyEnded, (a, b) => {
      fc.pre(a.endedAt !== b.endedAt);
      expect(endedKey(a) < endedKey(b)).toBe(a.endedAt > b.endedAt);
    }),
  );
});

test('the keys of runs and ticks tell what they are of', () => {
  fc.assert(
    fc.property(text, instant, (run, at) => {
      expect(readOpenKey(openRunKey(run, at))).toEqual({ run, since: at });
      expect(readOpenKey(dueKey(run, at))).toEqual({ run, since: at, unbegun: true });
      expect(readOpenKey(tickKey(at))).toEqual({ tick: at });
      for (const key of [openRunKey(run, at), dueKey(run, at), tickKey(at), recordKey(run)]) {
        expect(key).toMatch(keyForm);
        expect(key.split('/')).not.toContain('..');
      }
    }),
  );
});

test.each(['nightly@2026-11-23T03:30:00+08:00', 'a', 'A', 'a.', '..', 'a/b', 'a%2Fb', '夜'])(
  'the record of the run %j has a key of its own',
  (run) => {
    const others = ['b', 'a.jsonl', 'a%2fb', '%E5%A4%9C', '.'];
    expect(others.map(recordKey)).not.toContain(recordKey(run));
  },
);

test('the longest names of a schedule and the largest counts make a file name of no more than 255 bytes', () => {
  const job = 'j'.repeat(64);
  const ended: EndedRun = {
    run: `${job}@by-hand-0123456789ab-cdef-0123-4567-89abcdef0123`,
    job,
    status: 'succeeded',
    endedAt: 0,
    outcomes: Object.fromEntries(outcomes.map((outcome) => [outcome, 99_999])),
  };
  expect(endedKey(ended).replace('ended/', '').length).toBeLessThanOrEqual(250);
  expect(readEndedKey(endedKey(ended))).toEqual(ended);
});
