import { describe, expect, test } from 'vitest';
import { CallError, type CallFailure } from '../../../functions/maintenance/run/call-failure.ts';
import type { Fleet } from '../../../functions/maintenance/run/fleet.ts';
import { lookAlone } from '../../../functions/maintenance/run/look-alone.ts';
import type { RunState, Tracked } from '../../../functions/maintenance/run/state.ts';
import { inspect } from '../../../functions/maintenance/run/take-look.ts';
import { instance } from '../plan/instance-fixture.ts';
import { setStage } from './stage.ts';
import { openedAt, second, seen, stateOf, tracked } from './tracked-fixture.ts';
import { createVirtualTime } from './virtual-clock.ts';

const region = 'beijing';
const { clock } = createVirtualTime(second(5));
const denied: CallFailure = { kind: 'denied', code: 'DCS.2003', message: 'no', status: 403 };

/** A fleet that fails for some, and tells of all others; and whom it was asked for. */
function failing(failures: Readonly<Record<string, CallFailure>>) {
  const asked: string[] = [];
  const show: Fleet['show'] = async (_, id) => {
    asked.push(id);
    const failure = failures[id];
    if (failure) throw new CallError(failure);
    return instance(id);
  };
  return { fleet: { ...setStage({ instances: [] }).fleet, show }, asked };
}

const waits = (id: string, parts: Partial<Tracked> = {}) =>
  tracked(id, { kind: 'waiting', notBefore: openedAt }, parts);
const elsewhere = (id: string): Tracked => {
  const one = waits(id);
  return { ...one, planned: { ...one.planned, region: 'shanghai' } };
};

/** What a look at a and b comes to: what was found of each, or the code it fails with; and whom else it asked for. */
async function looked(failures: Readonly<Record<string, CallFailure>>, known?: RunState) {
  const { fleet, asked } = failing(failures);
  const found = await lookAlone(fleet, region, ['a', 'b'], clock, known).catch(({ failure }) => failure.code);
  return { found, others: asked.slice(2) };
}

const told = (id: string) => ({ id, found: instance(id), readAt: second(5) });
const failed = (id: string, failure = denied) => ({ id, found: { failure }, readAt: second(5) });
const another = stateOf([waits('a'), waits('b'), waits('c')]);

describe('a look at single instances', () => {
  test('tells what was found of each, and when', async () => {
    expect(await looked({}, another)).toEqual({ found: [told('a'), told('b')], others: [] });
  });

  test('that fails for one is up to that one, where DCS tells of the other', async () => {
    expect(await looked({ b: denied })).toEqual({ found: [told('a'), failed('b')], others: [] });
  });

  test.each<[string, Partial<CallFailure>]>([
    ['too many calls', { kind: 'throttled' }],
    ['no connection', { kind: 'unsent' }],
    ['keys that are not valid', { status: 401 }],
  ])('is up to none of them where it fails for one for want of: %s', async (_, why) => {
    const ofAll = { ...denied, ...why, code: 'of-all' };
    expect(await looked({ b: ofAll }, another)).toEqual({ found: 'of-all', others: [] });
    expect(await looked({ a: denied, b: ofAll }, another)).toEqual({ found: 'of-all', others: [] });
    const first = { ...ofAll, code: 'first' };
    expect(await looked({ a: first, b: ofAll }, another)).toEqual({ found: 'first', others: [] });
  });

  test('that fails for all of them is up to them where DCS tells of another', async () => {
    const both = { a: denied, b: { ...denied, code: 'second' } };
    const own = [failed('a'), failed('b', both.b)];
    expect(await looked(both, another)).toEqual({ found: own, others: ['c'] });
    expect(await looked({ ...both, c: denied }, another)).toEqual({ found: 'DCS.2003', others: ['c'] });
  });

  test('that fails for all of them is not up to them where there is no other to tell by', async () => {
    const both = { a: denied, b: denied };
    expect(await looked(both)).toEqual({ found: 'DCS.2003', others: [] });
    const none = [
      elsewhere('x'),
      waits('y', { seen: undefined }),
      waits('z', { seen: seen({ status: 'GONE' }) }),
    ];
    const known = stateOf([waits('a'), waits('b'), ...none]);
    expect(await looked(both, known)).toEqual({ found: 'DCS.2003', others: [] });
  });

  test('tells best by one that was told of alone before, else by the first that was seen', async () => {
    const both = { a: denied, b: denied };
    const listed = ['c', 'd'].map((id) => waits(id, { inspectedAt: undefined }));
    expect((await looked(both, stateOf([...listed, waits('e')]))).others).toEqual(['e']);
    expect((await looked(both, stateOf(listed))).others).toEqual(['c']);
  });

  test('that fails for a fault of ours is nothing that the cloud did', async () => {
    const { fleet } = failing({});
    const show = async () => {
      throw new TypeError('of ours');
    };
    await expect(lookAlone({ ...fleet, show }, region, ['a'], clock, undefined)).rejects.toThrow('of ours');
  });

  test('is recorded with what cannot be read of one, and why', async () => {
    const cause = { code: 'HTTP.404', message: 'Not Found' };
    const { fleet } = failing({ b: denied });
    const show: Fleet['show'] = async (...one) =>
      one[1] === 'c' ? { none: cause, unsaid: true } : fleet.show(...one);
    const unread = { status: 'UNREADABLE', idle: false, updatedAt: undefined };
    expect(await inspect({ ...fleet, show }, region, ['a', 'b', 'c'], clock)).toMatchObject({
      type: 'inspected',
      sightings: [
        { id: 'a', status: 'RUNNING', idle: true },
        { id: 'b', ...unread, cause: { code: 'DCS.2003', message: 'no', status: 403 } },
        { id: 'c', ...unread, cause },
      ],
    });
  });
});
