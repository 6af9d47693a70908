import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import {
  readSigningKey,
  SigningSecretError,
  sign,
} from '../../../functions/maintenance/notify/webhook-channel.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describe('a Standard Webhooks signature', () => {
  test.each([
    {
      // The vector of the specification's own tests, in five languages.
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1_614_265_330,
      body: '{"test": 2432232314}',
      signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
    {
      id: 'msg_run-1',
      timestamp: 1_795_370_656,
      body: '{"type":"maintenance.run.completed","timestamp":"2026-11-22T18:04:16.000Z","data":{"runId":"run-1","status":"partial"}}',
      signature: 'v1,hFIbMdM/eLxwO1MHBN2YKgt6MjCuQbOeShDgGWrrWyk=',
    },
  ])('of $id is the published one', ({ signature, ...signable }) => {
    expect(sign(signable, readSigningKey(secret))).toBe(signature);
  });

  test.each(['', '{"name":"会话缓存 😀"}'])('agrees with the reference library on %j', (body) => {
    const timestamp = 1_795_370_656;
    const expected = new Webhook(secret).sign('msg_a', new Date(timestamp * 1_000), body);
    expect(sign({ id: 'msg_a', timestamp, body }, readSigningKey(secret))).toBe(expected);
  });
});

describe('a signing secret', () => {
  const of = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;

  test.each([24, 25, 32, 63, 64])('may hold %i bytes', (bytes) => {
    expect(readSigningKey(of(bytes))).toHaveLength(bytes);
  });

  test.each([
    ['holds 23 bytes', of(23)],
    ['holds 65 bytes', of(65)],
    ['holds 0 bytes', 'whsec_'],
    ['does not begin with whsec_', of(24).slice(6)],
    ['is not padded base64', `${of(25).slice(0, -2)}`],
    ['is not padded base64', `${of(24)}!`],
    ['is not padded base64', `whsec_${'-_'.repeat(16)}`],
  ])('is refused when it %s', (found, bad) => {
    const reading = () => readSigningKey(bad);
    expect(reading).toThrow(SigningSecretError);
    expect(reading).toThrow(found);
    expect(reading).not.toThrow(bad.slice(6) || 'nothing to quote');
  });
});
