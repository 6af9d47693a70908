import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import { apply } from '../../../functions/maintenance/run/fold.ts';
import type { RunState } from '../../../functions/maintenance/run/state.ts';
import { applied, at, failureOf, pauseMs, region } from './applied-event.ts';
import { noBackups, openedAt, second, securing, stateOf, tracked, watching } from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: openedAt } as const;

describe('a backup', () => {
  const phase = securing();
  const one = tracked('a', phase);

  test('is looked after, listed, asked for and begun', () => {
    expect(applied({ type: 'securing', at, ids: ['a'] }, [tracked('a', waiting)]).one.phase).toEqual({
      ...phase,
      since: at,
      pausedUntil: at,
    });
    expect(applied({ type: 'backups-seen', at, region, seen: [noBackups] }, [one]).one.phase).toEqual({
      ...phase,
      sight: noBackups,
      sightAt: at,
    });
    expect(applied({ type: 'backing-up', at, region, id: 'a' }, [one]).one.phase).toEqual({
      ...phase,
      stage: { step: 'asked', at },
    });
    expect(applied({ type: 'backup-begun', at, region, id: 'a', backup: 'b1' }, [one]).one.phase).toEqual({
      ...phase,
      stage: { step: 'made', backup: 'b1' },
    });
  });

  test.each([
    ['throttled', 1],
    ['unsent', 1],
    ['wait', 0],
  ] as const)('whose call was refused (%s) is asked for again after a poll', (kind, setbacks) => {
    const { one: its, its: beijing } = applied(
      { type: 'backup-refused', at, region, id: 'a', failure: failureOf(kind) },
      [tracked('a', { ...phase, stage: { step: 'asked', at: second(5) } })],
    );
    expect(its.phase).toEqual({
      ...phase,
      pausedUntil: second(20),
      lastFailure: { code: 'DCS.4111', message: 'as DCS says' },
    });
    expect(beijing).toMatchObject({ setbacks, pausedUntil: setbacks === 0 ? 0 : at + pauseMs(1) });
  });

  test('of an instance that another run has in hand waits for that run, and is looked for anew then', () => {
    const failure = failureOf('unsent', { code: 'in-hand' });
    const asked = tracked('a', { ...phase, stage: { step: 'asked', at: second(5) } });
    const { one: its } = applied({ type: 'backup-refused', at, region, id: 'a', failure }, [asked]);
    expect(its).toEqual({ ...asked, phase: { kind: 'waiting', notBefore: second(20) } });
  });

  test('stands behind the instance, which may go on', () => {
    const secured = { backup: { id: 'b1', createdAt: at, made: true }, note: 'the 25th', cause: undefined };
    expect(applied({ type: 'secured', at, secured: [{ id: 'a', ...secured }] }, [one]).one).toEqual({
      ...one,
      phase: { kind: 'waiting', notBefore: at },
      secured,
    });
  });
});

describe('the run', () => {
  const unknown = { inspectedAt: undefined, figuresAt: undefined };
  const state = stateOf([tracked('a', waiting, unknown)]);

  test.each<[string, RunEvent, Partial<RunState>]>([
    ['is held', { type: 'held', at, by: 'x', until: second(70) }, { lease: { by: 'x', until: second(70) } }],
    ['is left', { type: 'left', at, by: 'x', why: 'time' }, { lease: undefined }],
    ['is cancelled', { type: 'cancel-asked', at, by: 'li.wei' }, { cancelled: { at, by: 'li.wei' } }],
    ['ends', { type: 'finished', at }, { finishedAt: at }],
    ['is told to nobody who failed', { type: 'told', at, told: [] }, { told: [], failing: [] }],
  ])('%s', (_, event, changes) => {
    const told = [{ channel: 'ops', status: 'sent' }];
    const held = { ...state, lease: { by: 'y', until: second(50) }, told, failing: [{ id: 'a', runs: 2 }] };
    expect(apply(held, event)).toEqual({ ...held, ...changes });
  });

  test.each<[string, RunEvent, object]>([
    ['left', { type: 'left', at, by: 'x', why: 'waiting' }, unknown],
    ['held by another', { type: 'held', at, by: 'y', until: second(70) }, unknown],
    ['held on by the same', { type: 'held', at, by: 'x', until: second(70) }, {}],
  ])('once %s, sends by no look of before', (_, event, changes) => {
    const looks = { inspectedAt: second(1), figuresAt: second(2) };
    const one = tracked('a', waiting, looks);
    const away = tracked('b', watching({ leftAt: second(5) }), looks);
    const held = { ...stateOf([one, away]), lease: { by: 'x', until: second(50) } };
    const { instances } = apply(held, event);
    expect(instances.get('a')).toEqual({ ...one, ...changes });
    expect(instances.get('b')).toEqual(away);
  });

  test('keeps who failed when it was told', () => {
    const failing = [{ id: 'ops', runs: 2 }];
    expect(apply(state, { type: 'told', at, told: [], failing }).failing).toBe(failing);
  });

  test('was cancelled by the first who wanted it', () => {
    const first = apply(state, { type: 'cancel-asked', at, by: 'li.wei' });
    expect(apply(first, { type: 'cancel-asked', at: second(20), by: 'wang' }).cancelled).toEqual({
      at,
      by: 'li.wei',
    });
  });
});
