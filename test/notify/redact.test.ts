import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../functions/notify/redact.ts';
import { redactDeep } from '../../functions/notify/redact-deep.ts';

const url = 'https://hooks.example.com/services/T0CANARY/p%40th-canary?key=qu%2Fery%20canary&v=2';
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const redact = createRedactor([url, secret, 'pass"word\\', 'abcd']);

describe('redaction', () => {
  test.each([
    ['the whole URL', `cannot post to ${url}!`, 'cannot post to [redacted]!'],
    ['a path segment', 'no team T0CANARY here', 'no team [redacted] here'],
    ['a path segment within a word', 'idT0CANARYid', 'id[redacted]id'],
    ['a decoded path segment', 'no p@th-canary', 'no [redacted]'],
    ['a query value', 'bad key qu%2Fery%20canary', 'bad key [redacted]'],
    ['a decoded query value', 'bad key qu/ery canary', 'bad key [redacted]'],
    ['a query value in lower-case escapes', 'bad key qu%2fery%20canary', 'bad key [redacted]'],
    ['a query value as forms write it', 'bad key qu%2Fery+canary', 'bad key [redacted]'],
    ['a query value with escaped slashes', '{"key":"qu\\/ery canary"}', '{"key":"[redacted]"}'],
    ['a signing secret', `secret ${secret}`, 'secret [redacted]'],
    ['the key within a signing secret', 'key MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'key [redacted]'],
    ['a secret as JSON writes it', JSON.stringify({ p: 'pass"word\\' }), '{"p":"[redacted]"}'],
    ['a secret as URLs write it', 'p=pass%22word%5C', 'p=[redacted]'],
    ['a short secret that stands alone', 'code=abcd;', 'code=[redacted];'],
  ])('hides %s', (_what, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test.each([
    ['the host, by which people find the channel', 'hooks.example.com does not answer'],
    ['words that every such URL holds', 'no such services'],
    ['parts too short to be a token', 'v=2'],
    ['a short secret within a word', 'abcdef'],
    ['a text without secrets', 'HTTP 200'],
  ])('leaves %s', (_what, text) => {
    expect(redact(text)).toBe(text);
  });

  test('leaves no tail of a secret that begins within another', () => {
    expect(createRedactor(['abcdefgh', 'efghijklmnop'])('<abcdefghijklmnop>')).toBe('<[redacted]>');
  });

  test('takes the longer of two that begin together', () => {
    expect(createRedactor(['token-1', 'token-1234'])('token-1234 token-1')).toBe('[redacted] [redacted]');
  });

  test('ignores values that no text could be cleared of', () => {
    expect(createRedactor(['', 'a', 'abc'])('a text with abc')).toBe('a text with abc');
  });

  test('takes special characters as they are', () => {
    expect(createRedactor(['a.*b(c'])('a.*b(c axxb(c')).toBe('[redacted] axxb(c');
  });

  test('copes with half a character', () => {
    expect(createRedactor(['secret-\uD83D'])('is secret-\uD83D')).toBe('is [redacted]');
  });
});

describe('redaction of a URL', () => {
  const short = createRedactor([
    'https://user-canary:pass-canary@example.com/ab/cd/ef?a=1&bare-canary#hash-canary',
  ]);

  test.each(['user-canary', 'pass-canary', '/ab/cd/ef', 'bare-canary', 'hash-canary', 'a=1&bare-canary'])(
    'hides its part %s',
    (part) => {
      expect(short(`<${part}>`)).toBe('<[redacted]>');
    },
  );
});

describe('redaction of the URL of a check', () => {
  const key = 'fqOOd6-F4MMNuCEnzTU01w';

  test.each(['https://hc-ping.com', 'https://hc.example.com/status/ping'])(
    'hides its key and not its name, which may be that of a job: %s',
    (base) => {
      const hide = createRedactor([`${base}/${key}/nightly-restart?create=1`]);
      expect(hide(`nightly-restart: no ${key} at ${base}/${key}/nightly-restart?create=1`)).toBe(
        'nightly-restart: no [redacted] at [redacted]',
      );
    },
  );

  test('hides the last part of any other path', () => {
    const hide = createRedactor([`https://hooks.example.com/${key}/canary-canary`]);
    expect(hide('canary-canary')).toBe('[redacted]');
  });
});

describe('deep redaction', () => {
  test('reaches keys, arrays, maps and sets', () => {
    const value = {
      T0CANARY: ['T0CANARY', new Map([['T0CANARY', 1]]), new Set(['T0CANARY'])],
      at: new Date(0),
      url: new URL(url),
    };
    expect(redactDeep(value, redact)).toEqual({
      '[redacted]': ['[redacted]', [['[redacted]', 1]], ['[redacted]']],
      at: '1970-01-01T00:00:00.000Z',
      url: '[redacted]',
    });
  });

  test('reaches the causes of errors, and drops what else hangs on them', () => {
    const cause = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: url });
    const error = Object.assign(new Error(`cannot post to ${url}`, { cause }), {
      request: { headers: { secret } },
    });
    const copy = redactDeep({ error: new AggregateError([error], 'all failed') }, redact);
    expect(copy).toMatchObject({
      error: { errors: [{ message: 'cannot post to [redacted]', cause: { code: 'ERR_INVALID_URL' } }] },
    });
    expect(inspect(copy, { depth: null })).not.toMatch(/CANARY|canary|MfKQ|request|input/);
  });

  test('names cycles, bytes, depth and what cannot be read', () => {
    const value: Record<string, unknown> = {
      bytes: Buffer.from(secret),
      big: 1n,
      none: undefined,
      nil: null,
    };
    const boom = () => {
      throw new TypeError('not now');
    };
    Object.assign(value, { self: value });
    Object.defineProperty(value, 'boom', { enumerable: true, get: boom });
    const deep = Array.from({ length: 20 }).reduce((inner) => [inner], secret);
    expect(redactDeep(value, redact)).toEqual({
      bytes: '[38 bytes]',
      big: '1',
      none: undefined,
      nil: null,
      self: '[circular]',
      boom: '[unreadable]',
    });
    expect(JSON.stringify(redactDeep(deep, redact))).toContain('[deep]');
  });
});
