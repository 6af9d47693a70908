import { describe, expect, test } from 'vitest';
import type { CallFailure } from '../../../functions/maintenance/run/call-failure.ts';
import { second } from './tracked-fixture.ts';
import { type Case, flush, verdict } from './verdict-line.ts';

const back = { leftAt: second(10), backAt: second(40), confirmedAt: second(41) };
const lost = { certainty: 'lost' } as const;
const emptied = { confirmedAt: second(61), measuredAt: second(61), fewestKeys: 0 };
const nodeLost = {
  keys: 0,
  keysBefore: 9,
  nodesBefore: { total: 2, active: 2, masters: 1 },
  nodes: { total: 2, active: 1, masters: 1 },
};
const unnamed = { certainty: 'unnamed' } as const;

describe('an instance whose answer was lost', () => {
  test.each<[string, Case, string]>([
    ['a restart, not seen yet', { phase: lost, after: 59 }, 'keep-watching'],
    [
      'a restart, not seen for the whole of the acceptance',
      { phase: lost, after: 60 },
      'failed-try answer-lost',
    ],
    [
      'a restart, DCS having touched it since',
      { phase: lost, look: { updatedAt: 'now' }, after: 60 },
      'unknown answer-lost',
    ],
    [
      'a restart, gone somewhere else when time is up',
      { phase: lost, look: { status: 'EXTENDING' }, after: 1_800 },
      'unknown answer-lost',
    ],
    [
      'a restart, seen RESTARTING when time is up',
      { phase: lost, look: { status: 'RESTARTING' }, after: 1_800 },
      'failed settle-timeout',
    ],
    [
      'a restart, busy with a task when time is up',
      { phase: lost, look: { idle: false }, after: 1_800 },
      'unknown settle-timeout',
    ],
    [
      'a restart, ERROR for the whole of the acceptance',
      { phase: lost, look: { status: 'ERROR' }, after: 60 },
      'failed-try error',
    ],
    [
      'a restart, never out of sight for as long as the shortest restart',
      { phase: { ...lost, blindMs: 7_500 }, after: 60 },
      'failed-try answer-lost',
    ],
    [
      'a restart, out of sight for so long that it may have come and gone',
      { phase: { ...lost, blindMs: 7_501 }, after: 60 },
      'unknown answer-lost',
    ],
    [
      'a flush, counted since the last look',
      { rules: flush, phase: { ...lost, measuredAt: second(59) }, after: 59 },
      'keep-watching',
    ],
    [
      'a flush, not counted since the last look',
      { rules: flush, phase: { ...lost, measuredAt: second(50) }, after: 59 },
      'measure',
    ],
    [
      'a flush, 0 keys, as soon as that is seen',
      { rules: flush, phase: { ...lost, ...emptied }, one: { keys: 0, keysBefore: 9 }, after: 20 },
      'succeeded emptied',
    ],
    [
      'a flush, 0 keys for a moment, and clients have written since',
      { rules: flush, phase: { ...lost, ...emptied }, one: { keys: 7, keysBefore: 9 }, after: 61 },
      'succeeded emptied',
    ],
    [
      'a flush, 0 keys, on one look only',
      {
        rules: flush,
        phase: { ...lost, ...emptied, confirmedAt: undefined },
        one: { keys: 0, keysBefore: 9 },
        after: 61,
      },
      'inspect',
    ],
    [
      'a flush, 0 keys, and nobody knows how many before',
      { rules: flush, phase: { ...lost, ...emptied }, one: { keys: 0 }, after: 61 },
      'unknown answer-lost',
    ],
    [
      'a flush, 0 keys as there were before',
      {
        rules: flush,
        phase: { ...lost, ...emptied },
        one: { keys: 0, keysBefore: 0 },
        after: 61,
      },
      'unknown answer-lost',
    ],
    [
      'a flush, 0 keys, with a node that is not back yet',
      { rules: flush, phase: { ...lost, ...emptied }, one: nodeLost, after: 61 },
      'measure',
    ],
    [
      'a flush, 0 keys, with a node that does not come back',
      { rules: flush, phase: { ...lost, ...emptied }, one: nodeLost, after: 1_800 },
      'failed topology',
    ],
    [
      'a flush, 0 keys, but counted before the call',
      { rules: flush, phase: lost, one: { keys: 0 }, after: 61 },
      'measure',
    ],
    [
      'a flush, keys left',
      { rules: flush, phase: { ...lost, measuredAt: second(61) }, one: { keys: 7 }, after: 61 },
      'unknown answer-lost',
    ],
    [
      'a flush, keys not readable',
      { rules: flush, phase: { ...lost, measuredAt: second(61) }, after: 61 },
      'unknown answer-lost',
    ],
  ])('%s', (_, given, expected) => {
    expect(verdict(given)).toBe(expected);
  });
});

describe('an instance that the answer left out', () => {
  test.each<[string, Case, string]>([
    [
      'a restart, not seen for the whole of the acceptance',
      { phase: unnamed, after: 60 },
      'failed-try unnamed',
    ],
    [
      'a restart, DCS having touched it since',
      { phase: unnamed, look: { updatedAt: 'now' }, after: 60 },
      'unknown unnamed',
    ],
    ['a restart, seen and back', { phase: { ...unnamed, ...back }, after: 60 }, 'succeeded returned'],
    [
      'a flush, keys left: failed, and never sent again',
      { rules: flush, phase: { ...unnamed, measuredAt: second(61) }, one: { keys: 7 }, after: 61 },
      'failed unnamed',
    ],
    [
      'a flush, 0 keys',
      { rules: flush, phase: { ...unnamed, ...emptied }, one: { keys: 0, keysBefore: 9 }, after: 61 },
      'succeeded emptied',
    ],
  ])('%s', (_, given, expected) => {
    expect(verdict(given)).toBe(expected);
  });
});

describe('a flush whose call failed, its keys kept for the whole of the acceptance', () => {
  const said = 'failed-try answer-lost';
  const silent = 'unknown answer-lost';
  test.each<[string, Partial<CallFailure>, string]>([
    ['is sent again when the call has ended with an error', { status: 400 }, said],
    ['is sent again whatever code that has', { status: 409, code: 'HTTP.409' }, said],
    ['is sent again when a service has said so', { status: 500, code: 'DCS.5000' }, said],
    ['is left alone when the error may be of anybody', { status: 500, code: 'HTTP.500' }, silent],
    ['is left alone when a gateway gave up', { status: 504 }, silent],
    ['is left alone when it was sent elsewhere', { status: 302 }, silent],
    ['is left alone when the answer was none', { status: undefined }, silent],
    ['is left alone when the answer broke off', { status: 403, ending: 'cut' }, silent],
  ])('%s', (_, parts, expected) => {
    const failure: CallFailure = {
      kind: 'ambiguous',
      code: 'DCS.1',
      message: 'no',
      ending: 'refused',
      ...parts,
    };
    const phase = {
      certainty: 'lost',
      answer: { kind: 'failure', failure },
      measuredAt: second(61),
      fewestKeys: 9,
    } as const;
    expect(verdict({ rules: flush, phase, one: { keys: 9, keysBefore: 9 }, after: 60 })).toBe(expected);
  });
});
