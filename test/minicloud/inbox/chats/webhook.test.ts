import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { webhookFlaw } from '../../../../functions/minicloud/inbox/chats/webhook.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** Vectors: the specification's own, and one of ours made with `node:crypto` and the `standardwebhooks` package. */
const vectors = [
  {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: '1614265330',
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    id: 'msg_run-1',
    timestamp: '1795370656',
    body: '{"type":"maintenance.run.completed","timestamp":"2026-11-22T18:04:16.000Z","data":{"runId":"run-1","status":"partial"}}',
    signature: 'v1,hFIbMdM/eLxwO1MHBN2YKgt6MjCuQbOeShDgGWrrWyk=',
  },
];

type Vector = (typeof vectors)[number];

function flawOf({ id, timestamp, body, signature }: Vector, now = Number(timestamp) * 1000) {
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  return webhookFlaw(headers, Buffer.from(body), { secret, now });
}

describe.each(vectors)('the message $id', (vector) => {
  const mismatch = 'webhook-signature does not match';
  const sentAt = Number(vector.timestamp) * 1000;

  test('is taken', () => {
    expect(flawOf(vector)).toBeUndefined();
  });

  test.each([
    ['another id', { id: `${vector.id}x` }],
    ['another body', { body: `${vector.body} ` }],
    ['another second', { timestamp: String(Number(vector.timestamp) + 1) }],
    ['a signature cut short', { signature: vector.signature.slice(0, -4) }],
    ['a signature of another scheme', { signature: vector.signature.replace('v1,', 'v1a,') }],
    ['an empty signature', { signature: 'v1,' }],
  ])('is refused with %s', (_, change) => {
    expect(flawOf({ ...vector, ...change }, sentAt)).toBe(mismatch);
  });

  test('is taken when one of several signatures is right, as while a secret is changed', () => {
    const signature = `v1,${Buffer.alloc(32).toString('base64')} ${vector.signature}`;
    expect(flawOf({ ...vector, signature })).toBeUndefined();
  });

  test.each([
    [300_999, undefined],
    [301_000, 'webhook-timestamp too old'],
    [-300_000, undefined],
    [-300_001, 'webhook-timestamp in the future'],
  ])('received %i ms after it was sent: %s', (late, flaw) => {
    expect(flawOf(vector, sentAt + late)).toBe(flaw);
  });
});

test.each([
  ['webhook-id', 'no webhook-id'],
  ['webhook-timestamp', 'no webhook-timestamp in seconds'],
  ['webhook-signature', 'no webhook-signature'],
])('a message without %s is refused for that', (name, flaw) => {
  const headers = {
    'webhook-id': 'a',
    'webhook-timestamp': '1',
    'webhook-signature': 'v1,',
    [name]: undefined,
  };
  expect(webhookFlaw(headers, Buffer.from(''), { secret, now: 1000 })).toBe(flaw);
});

test('whatever the reference implementation signs is taken', () => {
  const anySecret = fc.uint8Array({ minLength: 24, maxLength: 64 });
  fc.assert(
    fc.property(anySecret, fc.string({ minLength: 1 }), fc.string({ unit: 'binary' }), (key, id, body) => {
      const own = `whsec_${Buffer.from(key).toString('base64')}`;
      const at = new Date(1_795_370_656_000);
      const signature = new Webhook(own).sign(id, at, body);
      const headers = { 'webhook-id': id, 'webhook-timestamp': '1795370656', 'webhook-signature': signature };
      expect(webhookFlaw(headers, Buffer.from(body), { secret: own, now: at.getTime() })).toBeUndefined();
    }),
    { seed: 20261123, numRuns: 100 },
  );
});
