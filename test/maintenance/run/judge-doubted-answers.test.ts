import { describe, expect, test } from 'vitest';
import { back, emptied, kept, nine, odd, refusedFor, rejected } from './doubted-answers.ts';
import { second } from './tracked-fixture.ts';
import { type Case, flush, verdict, verdictReason, verdictTold } from './verdict-line.ts';

describe('an instance that DCS answered no success for', () => {
  test.each<[string, Case, string]>([
    ['a restart, an odd word', { phase: odd, after: 60 }, 'failed-try answer-lost'],
    ['a restart, "failed", short of the acceptance', { phase: rejected, after: 59 }, 'keep-watching'],
    ['a restart, "failed", and nothing happened', { phase: rejected, after: 60 }, 'failed-try rejected'],
    [
      'a restart, "failed", and DCS changed it since',
      { phase: rejected, look: { updatedAt: 'now' }, after: 60 },
      'unknown rejected',
    ],
    [
      'a restart, refused for certain, short of the acceptance',
      { phase: refusedFor('permanent'), after: 59 },
      'keep-watching',
    ],
    [
      'a restart, refused for certain, and nothing happened',
      { phase: refusedFor('permanent'), after: 60 },
      'failed-try final DCS.4026',
    ],
    [
      'a restart, refused for certain, in a state that nothing starts from',
      { phase: refusedFor('wait'), look: { status: 'EXTENDING' }, after: 60 },
      'failed-try DCS.4026',
    ],
    [
      'a restart, refused with others, and nothing happened',
      { phase: { ...refusedFor('permanent'), apart: '0' }, after: 60 },
      'failed-try final DCS.4026',
    ],
    [
      'a restart, refused with others, and DCS changed it since: not sent again',
      { phase: { ...refusedFor('permanent'), apart: '0' }, look: { updatedAt: 'now' }, after: 60 },
      'unknown DCS.4026',
    ],
    [
      'a restart, refused with others, and it mended: not sent again',
      { phase: { ...refusedFor('permanent'), apart: '0', leftAt: second(30) }, after: 60 },
      'unknown DCS.4026',
    ],
    [
      'a restart, refused with others, and out of sight: not sent again',
      { phase: { ...refusedFor('permanent'), apart: '0', blindMs: 7_501 }, after: 60 },
      'unknown DCS.4026',
    ],
    [
      'a restart, refused with others, and out of sight for less than a restart takes',
      { phase: { ...refusedFor('permanent'), apart: '0', blindMs: 7_500 }, after: 60 },
      'failed-try final DCS.4026',
    ],
    [
      'a restart, refused for the state of one of several, which changed since',
      { phase: { ...refusedFor('wait'), apart: '0', blindMs: 7_501 }, look: { updatedAt: 'now' }, after: 60 },
      'failed-try DCS.4026',
    ],
    [
      'a restart, refused for itself, and out of sight',
      { phase: { ...refusedFor('permanent'), blindMs: 7_501 }, after: 60 },
      'failed-try final DCS.4026',
    ],
    [
      'a restart, refused for certain, and seen to restart',
      {
        phase: { ...refusedFor('permanent'), ...back, certainty: 'accepted' },
        after: 41,
      },
      'succeeded returned',
    ],
  ])('%s', (_, given, expected) => {
    expect(verdict(given)).toBe(expected);
  });
});

describe('the reason', () => {
  test('of a try that was refused is what DCS said', () => {
    const refused = verdictTold({ phase: refusedFor('permanent'), after: 60 });
    expect(refused).toBe('failed-try final DCS.4026: not now');
  });

  test.each<[string, Case, string]>([
    [
      'quotes the word that came, also where all is well',
      {
        rules: flush,
        phase: { ...odd, ...back, certainty: 'accepted', measuredAt: second(42) },
        one: { keys: 0, keysBefore: 9 },
        after: 42,
      },
      'DCS answered "SUCCESS" for it, but it was seen FLUSHING and is RUNNING; it holds 0 keys',
    ],
    [
      'quotes it where nothing was seen, and says what to do',
      { rules: flush, phase: { ...odd, ...kept }, one: nine, after: 61 },
      'DCS answered "SUCCESS" for it, it was not seen FLUSHING and it holds 9 keys: check whether its data is gone before you flush it again',
    ],
    [
      'says that the call was refused, also where it was seen to be carried out',
      { phase: { ...back, answer: refusedFor('permanent').answer }, after: 41 },
      'not now, but it was seen to restart and is RUNNING',
    ],
    [
      'tells how few keys a flush had left in between',
      { rules: flush, phase: { ...rejected, ...kept, fewestKeys: 2 }, one: nine, after: 61 },
      'DCS answered "failed" for it and gives no reason, it was not seen FLUSHING and of its 9 keys it held 2 at least once since: check whether its data is gone before you flush it again',
    ],
    [
      'tells what was seen when that is not what was answered',
      { rules: flush, phase: { ...rejected, ...emptied }, one: { keys: 3, keysBefore: 9 }, after: 61 },
      'DCS answered "failed" for it and gives no reason, but its 9 keys were gone; it holds 3 keys',
    ],
  ])('%s', (_, given, expected) => {
    expect(verdictReason(given)).toBe(expected);
  });
});
