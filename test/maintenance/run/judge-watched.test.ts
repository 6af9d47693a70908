import { describe, expect, test } from 'vitest';
import { deadEnds } from '../../../functions/maintenance/run/judge-watched.ts';
import { second } from './tracked-fixture.ts';
import { type Case, flush, verdict, verdictReason } from './verdict-line.ts';

const healthy = { total: 2, active: 2, masters: 1 };
const left = { leftAt: second(10) };
const back = { leftAt: second(10), backAt: second(40), confirmedAt: second(41) };

describe('an instance whose restart was accepted', () => {
  test.each<[string, Case, string]>([
    ['that nobody has looked at', { look: 'never', after: 10 }, 'keep-watching'],
    ['whose region was last looked at before the call', { after: -1 }, 'keep-watching'],
    ['RUNNING all along, short of the acceptance', { after: 59 }, 'keep-watching'],
    [
      'RUNNING all along and empty at once, though no flush',
      { phase: { fewestKeys: 0 }, one: { keys: 0, keysBefore: 9 }, after: 20 },
      'keep-watching',
    ],
    ['RUNNING for the whole of the acceptance', { after: 60 }, 'inspect'],
    [
      'RUNNING all along, short of an acceptance that is longer than the timeout',
      { rules: { settle: { timeout: 30_000, poll: 1, acceptance: 60_000, inFunction: 1 } }, after: 59 },
      'keep-watching',
    ],
    ['and RUNNING on a second look', { after: 60, phase: { confirmedAt: second(60) } }, 'succeeded accepted'],
    ['RESTARTING', { look: { status: 'RESTARTING' }, phase: left, after: 30 }, 'keep-watching'],
    [
      'RESTARTING still when time is up',
      { look: { status: 'RESTARTING' }, phase: left, after: 1_800 },
      'failed settle-timeout',
    ],
    [
      'of a status DCS does not document',
      { look: { status: 'REBORN' }, phase: left, after: 30 },
      'keep-watching',
    ],
    [
      'of such a status when time is up',
      { look: { status: 'REBORN' }, phase: left, after: 1_800 },
      'failed settle-timeout',
    ],
    ['back RUNNING', { phase: { ...back, confirmedAt: undefined }, after: 40 }, 'inspect'],
    ['back RUNNING, on a second look too', { phase: back, after: 41 }, 'succeeded returned'],
    ['back, but a task runs on it', { look: { idle: false }, phase: back, after: 41 }, 'keep-watching'],
    [
      'busy with a task when time is up',
      { look: { idle: false }, phase: back, after: 1_800 },
      'failed settle-timeout',
    ],
    [
      'ERROR before it was seen to leave, which may be from before',
      { look: { status: 'ERROR' }, after: 59 },
      'keep-watching',
    ],
    ['ERROR for the whole of the acceptance', { look: { status: 'ERROR' }, after: 60 }, 'failed-try error'],
    ['ERROR after it left', { look: { status: 'ERROR' }, phase: left, after: 20 }, 'failed-try error'],
    ['left out of a list', { look: { status: 'MISSING' }, phase: left, after: 20 }, 'inspect'],
  ])('%s', (_, given, expected) => {
    expect(verdict(given)).toBe(expected);
  });

  test('is said to have stayed RUNNING only where a restart could not have passed between two looks', () => {
    const settled = { after: 60, phase: { confirmedAt: second(60) } };
    expect(verdictReason(settled)).toBe('DCS accepted the restart and it stayed RUNNING for 1m');
    expect(verdictReason({ ...settled, phase: { ...settled.phase, blindMs: 10_000 } })).toBe(
      'DCS accepted the restart and every look within 1m found it RUNNING',
    );
  });

  test.each([...deadEnds])('%s is failed at once: waiting does not mend it', (status) => {
    expect(verdict({ look: { status }, after: 1 })).toBe('failed state');
  });
});

describe('the nodes of an instance that came back', () => {
  const measured = { ...back, measuredAt: second(42) };
  const nodes = (parts: object) => ({ nodesBefore: healthy, nodes: { ...healthy, ...parts } });

  test.each<[string, Case, string]>([
    [
      'are counted again where they were counted before',
      { phase: back, one: { nodesBefore: healthy }, after: 41 },
      'measure',
    ],
    ['as healthy as before', { phase: measured, one: nodes({}), after: 42 }, 'succeeded returned'],
    [
      'more than before',
      { phase: measured, one: nodes({ total: 3, active: 3 }), after: 42 },
      'succeeded returned',
    ],
    [
      'one of them not active: counted again',
      { phase: measured, one: nodes({ active: 1 }), after: 42 },
      'measure',
    ],
    [
      'one of them not active when time is up',
      { phase: measured, one: nodes({ active: 1 }), after: 1_800 },
      'failed topology',
    ],
    [
      'one of them gone when time is up',
      { phase: measured, one: nodes({ total: 1, active: 1 }), after: 1_800 },
      'failed topology',
    ],
    [
      'two masters when time is up',
      { phase: measured, one: nodes({ masters: 2 }), after: 1_800 },
      'failed topology',
    ],
    [
      'no master when time is up',
      { phase: measured, one: nodes({ masters: 0 }), after: 1_800 },
      'failed topology',
    ],
    [
      'unreadable when time is up',
      { phase: measured, one: { nodesBefore: healthy, nodes: undefined }, after: 1_800 },
      'failed topology',
    ],
  ])('%s', (_, given, expected) => {
    expect(verdict(given)).toBe(expected);
  });
});

describe('an instance whose flush was accepted', () => {
  test.each<[string, Case, string]>([
    ['is measured before anything is said', { rules: flush, phase: back, after: 41 }, 'measure'],
    ['is counted while it is RUNNING', { rules: flush, after: 10 }, 'measure'],
    ['is counted after each look', { rules: flush, phase: { measuredAt: second(9) }, after: 10 }, 'measure'],
    [
      'is counted once a look',
      { rules: flush, phase: { measuredAt: second(10) }, after: 10 },
      'keep-watching',
    ],
    [
      'was seen FLUSHING',
      { rules: flush, phase: { ...back, measuredAt: second(42) }, one: { keys: 0 }, after: 42 },
      'succeeded flushed',
    ],
    [
      'has keys again, as clients write',
      { rules: flush, phase: { ...back, measuredAt: second(42) }, one: { keys: 7 }, after: 42 },
      'succeeded flushed',
    ],
    [
      'stayed RUNNING, and had none before either',
      {
        rules: flush,
        phase: { confirmedAt: second(60), measuredAt: second(61), fewestKeys: 0 },
        one: { keys: 0, keysBefore: 0 },
        after: 61,
      },
      'succeeded accepted',
    ],
    [
      'is over as soon as its keys are gone',
      {
        rules: flush,
        phase: { confirmedAt: second(12), measuredAt: second(13), fewestKeys: 0 },
        one: { keys: 0, keysBefore: 9 },
        after: 13,
      },
      'succeeded emptied',
    ],
    [
      'stayed RUNNING and holds its keys: counted again, as counts may be old',
      {
        rules: flush,
        phase: { confirmedAt: second(60), measuredAt: second(61), fewestKeys: 9 },
        one: { keys: 9, keysBefore: 9 },
        after: 61,
      },
      'measure',
    ],
    [
      'holds its keys when time is up: nobody has seen a flush',
      {
        rules: flush,
        phase: { confirmedAt: second(60), measuredAt: second(1_800), fewestKeys: 9 },
        one: { keys: 9, keysBefore: 9 },
        after: 1_800,
      },
      'unknown unflushed',
    ],
    [
      'is ERROR: never flushed again',
      { rules: flush, look: { status: 'ERROR' }, phase: left, after: 20 },
      'failed error',
    ],
    [
      'is FLUSHING still when time is up',
      { rules: flush, look: { status: 'FLUSHING' }, phase: left, after: 1_800 },
      'failed settle-timeout',
    ],
  ])('%s', (_, given, expected) => {
    expect(verdict(given)).toBe(expected);
  });
});
