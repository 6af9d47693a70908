import { describe, expect, test } from 'vitest';
import type { Fault, FaultEffect } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { answerOf, at, smallDcs } from './small-dcs.ts';

const a = instanceIdOf('a');
const put = (effect: FaultEffect, rest: Partial<Fault> = {}): Fault => ({
  operation: 'RestartOrFlushInstances',
  effect,
  ...rest,
});
const pair = (...faults: readonly Fault[]) =>
  smallDcs(
    [
      { name: 'a', restartSeconds: 30 },
      { name: 'b', restartSeconds: 30 },
    ],
    { faults },
  );

describe('a fault plays', () => {
  const throttled = { kind: 'throttled' } as const;

  test('as often as it says, and after as many calls as it says', () => {
    const { show } = pair({ operation: 'ShowInstance', effect: throttled, after: 1, times: 2 });
    expect(Array.from({ length: 5 }, () => answerOf(show('a')).status)).toEqual([200, 429, 429, 200, 200]);
  });

  test('in calls it matches only', () => {
    const { show, list, change } = pair(
      put(throttled, { matches: { action: 'flush' } }),
      { operation: 'ShowInstance', matches: { instance: a }, effect: throttled },
      { operation: 'ListInstances', matches: { project: 'f'.repeat(32) }, effect: throttled },
    );
    expect(answerOf(change('flush', 'b')).status).toBe(429);
    expect(answerOf(change('restart', 'b')).status).toBe(200);
    expect(answerOf(show('a')).status).toBe(429);
    expect(answerOf(show('b')).status).toBe(200);
    expect(answerOf(list()).status).toBe(200);
  });

  test('in every operation when it says any, and is named in the audit log', () => {
    const { show, list, told } = pair({ operation: 'any', effect: throttled });
    expect([answerOf(show('a')).status, answerOf(list()).status]).toEqual([429, 429]);
    expect(told('call')).toMatchObject([{ faults: ['throttled'] }, { faults: ['throttled'] }]);
  });

  test('once it is added while the cloud runs', () => {
    const { dcs, list } = pair();
    expect(answerOf(list()).status).toBe(200);
    dcs.addFault({ operation: 'ListInstances', effect: throttled });
    expect(answerOf(list()).status).toBe(429);
  });
});

describe('nothing is accepted', () => {
  test.each<[FaultEffect, object]>([
    [{ kind: 'throttled' }, { status: 429, body: { error_code: 'APIGW.0308' } }],
    [
      { kind: 'server-error', code: 'DCS.5000' },
      { status: 500, body: { error_code: 'DCS.5000', error_msg: 'Internal service error.' } },
    ],
    [
      { kind: 'server-error', code: 'DCS.5006' },
      { status: 500, body: { error_code: 'DCS.5006', error_msg: 'Submit job failed.' } },
    ],
    [{ kind: 'credentials-expired' }, { status: 401, body: { error_code: 'APIGW.0301' } }],
    [{ kind: 'dropped-before' }, { kind: 'dropped' }],
    [{ kind: 'silent' }, { kind: 'dropped', delayMs: 120_000 }],
    [
      { kind: 'fails', status: 403, code: 'DCS.2007', message: 'Policy does not allow it.' },
      { status: 403, body: { error_code: 'DCS.2007', error_msg: 'Policy does not allow it.' } },
    ],
    [
      { kind: 'item-ignored' },
      { status: 200, body: { results: [{ result: 'success' }, { result: 'success' }] } },
    ],
    [
      { kind: 'call-refused', code: 'DCS.4026' },
      { status: 400, body: { error_code: 'DCS.4026' } },
    ],
  ])('with %o', (effect, reply) => {
    const { change, told } = pair(put(effect));
    expect(change('restart', 'a', 'b')).toMatchObject(reply);
    expect(told('accepted')).toEqual([]);
  });

  test('with throttling, which may say for how long', () => {
    const reply = pair(put({ kind: 'throttled', retryAfterSeconds: 7 })).change('restart', 'a');
    expect(reply).toHaveProperty('headers.Retry-After', '7');
    expect(pair(put({ kind: 'throttled' })).change('restart', 'a')).not.toHaveProperty('headers.Retry-After');
  });
});

describe('everything is accepted', () => {
  test.each<[FaultEffect, object]>([
    [{ kind: 'gateway-timeout' }, { status: 504, body: { error_code: 'APIGW.0201' } }],
    [{ kind: 'dropped-after' }, { kind: 'dropped' }],
    [
      { kind: 'slow-answer', seconds: 12 },
      { status: 200, delayMs: 12_000 },
    ],
    [
      { kind: 'malformed', as: 'html' },
      { kind: 'text', status: 200, headers: { 'Content-Type': 'text/html' } },
    ],
    [
      { kind: 'malformed', as: 'truncated-json' },
      { kind: 'text', status: 200, text: expect.stringMatching(/^\{"results":\[/) },
    ],
    [{ kind: 'item-said', word: 'ok' }, { body: { results: [{ result: 'ok' }, { result: 'ok' }] } }],
    [{ kind: 'item-said', word: undefined }, { body: { results: [{ instance: a }, {}] } }],
    [{ kind: 'result-missing' }, { body: { results: [{ instance: instanceIdOf('b') }] } }],
    [{ kind: 'results-reversed' }, { body: { results: [{ instance: instanceIdOf('b') }, { instance: a }] } }],
  ])('with %o', (effect, reply) => {
    const { change, told } = pair(put(effect));
    expect(change('restart', 'a', 'b')).toMatchObject(reply);
    expect(told('accepted')).toMatchObject([{ instance: a }, { instance: instanceIdOf('b') }]);
  });

  test('though a truncated answer is no JSON', () => {
    const reply = pair(put({ kind: 'malformed', as: 'truncated-json' })).change('restart', 'a');
    expect(() => JSON.parse(reply.kind === 'text' ? reply.text : '{}')).toThrow(SyntaxError);
  });

  test('though the slow answer of a lost connection never comes', () => {
    const { change } = pair(put({ kind: 'slow-answer', seconds: 3 }), put({ kind: 'dropped-after' }));
    expect(change('restart', 'a')).toEqual({ kind: 'dropped', delayMs: 3_000 });
  });
});

describe('the first half of a call is accepted', () => {
  test('though the call fails as a whole', () => {
    const { change, told } = pair(put({ kind: 'half-done', status: 500, code: 'DCS.5006' }));
    expect(answerOf(change('restart', 'a', 'b'))).toMatchObject({
      status: 500,
      body: { error_code: 'DCS.5006' },
    });
    expect(told('accepted')).toMatchObject([{ instance: a }]);
    expect(told('rejected')).toMatchObject([{ instance: instanceIdOf('b'), code: 'ignored' }]);
  });
});

describe('one instance', () => {
  const aOnly = { matches: { instance: a } };

  test('fails twice and is then accepted', () => {
    const { change } = pair(put({ kind: 'item-failed' }, { ...aOnly, times: 2 }));
    const results = () => at(answerOf(change('restart', 'a')).body, 'results', 0, 'result');
    expect([results(), results(), results()]).toEqual(['failed', 'failed', 'success']);
  });

  test('gets a word of its own while it is accepted', () => {
    const { change, told } = pair(put({ kind: 'item-said', word: 'failed' }, aOnly));
    expect(answerOf(change('restart', 'a', 'b')).body).toMatchObject({
      results: [{ result: 'failed' }, { result: 'success' }],
    });
    expect(told('accepted')).toHaveLength(2);
  });

  test('fails while another one of the call is accepted', () => {
    const { change } = pair(put({ kind: 'item-failed' }, aOnly));
    expect(answerOf(change('restart', 'a', 'b')).body).toMatchObject({
      results: [{ result: 'failed' }, { result: 'success' }],
    });
  });

  test('lags, ends in ERROR, or stays in RESTARTING, unlike the other', () => {
    const statusesAfter = (effect: FaultEffect, seconds: number) => {
      const { change, clock, show } = pair(put(effect, aOnly));
      change('restart', 'a', 'b');
      clock.advance(seconds * 1000);
      return [at(answerOf(show('a')).body, 'status'), at(answerOf(show('b')).body, 'status')];
    };
    expect(statusesAfter({ kind: 'acceptance-lag', seconds: 20 }, 19)).toEqual(['RUNNING', 'RESTARTING']);
    expect(statusesAfter({ kind: 'ends-in-error' }, 30)).toEqual(['ERROR', 'RUNNING']);
    expect(statusesAfter({ kind: 'stuck' }, 86_400)).toEqual(['RESTARTING', 'RUNNING']);
  });

  test('is back after a restart that follows an ERROR', () => {
    const { change, clock, show } = pair(put({ kind: 'ends-in-error' }, { times: 1 }));
    change('restart', 'a');
    clock.advance(30_000);
    expect(answerOf(change('restart', 'a')).status).toBe(200);
    clock.advance(30_000);
    expect(at(answerOf(show('a')).body, 'status')).toBe('RUNNING');
  });

  test('vanishes, or starts a backup, when the cloud is looked at', () => {
    const { list, told } = pair(
      { operation: 'ListInstances', after: 1, effect: { kind: 'instance-vanishes', instance: a } },
      {
        operation: 'ListInstances',
        times: 1,
        effect: { kind: 'backup-begins', instance: instanceIdOf('b'), seconds: 9 },
      },
    );
    expect(at(answerOf(list()).body, 'instance_num')).toBe(2);
    expect(at(answerOf(list()).body, 'instance_num')).toBe(1);
    expect(told('backup', 'status')).toMatchObject([{ result: 'started' }, { instance: a, to: 'DELETED' }]);
  });
});
