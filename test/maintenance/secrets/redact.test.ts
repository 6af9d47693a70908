import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../functions/maintenance/secrets/redact.ts';
import { redactDeep } from '../../../functions/maintenance/secrets/redact-deep.ts';

const url = 'https://hooks.example.com/services/T0CANARY/p%40th-canary?key=qu%2Fery%20canary&v=2';
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const redact = createRedactor([url, secret, 'pass"word\\', 'a=b&c=d', 'abcd']);

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
    ['a secret in other capitals', 'no team t0canary here', 'no team [redacted] here'],
    ['a path segment in hex', `<${Buffer.from('T0CANARY').toString('hex').toUpperCase()}>`, '<[redacted]>'],
    ['a secret that was percent-encoded twice', 'p=pass%2522word%255C', 'p=[redacted]'],
    ['a secret as Gson writes it', 'has a\\u003db\\u0026c\\u003dd', 'has [redacted]'],
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

describe('redaction of a key', () => {
  const key = 'Zk9Qw3Er7Ty1Ui5Op2As8Df4Gh6Jk0Lx';
  const hide = createRedactor([key]);

  test.each([0, 1, 2])('finds it in base64 after %i other bytes', (before) => {
    const text = Buffer.from(`${'.'.repeat(before)}${key}:and more`).toString('base64');
    const hidden = hide(`<${text}>`);
    expect(hidden).toContain('[redacted]');
    for (const seen of hidden.split('[redacted]'))
      expect(Buffer.from(seen, 'base64').toString('latin1')).not.toMatch(/Zk9|Jk0/);
    expect(hide(text.replaceAll('+', '-').replaceAll('/', '_'))).toContain('[redacted]');
  });

  test('hides pieces of 16 characters and more, and none that is shorter', () => {
    for (let from = 0; from <= 16; from++)
      for (const length of [15, 16, 17, 31]) {
        const piece = key.slice(from, from + length);
        const hidden = piece.length < 16 ? piece : '[redacted]';
        expect(hide(`begins ${piece}...`)).toBe(`begins ${hidden}...`);
      }
  });

  test('leaves pieces of what may be words', () => {
    const url = 'https://hooks.example.com/nightly-soft-restart-of-all-caches';
    expect(createRedactor([url])('nightly-soft-restart')).toBe('nightly-soft-restart');
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
    // Not the folders that stacks name: a checkout may be in one called so.
    const shown = inspect(copy, { depth: null }).replace(/\/[\w@./-]+:\d+:\d+/g, '');
    expect(shown).not.toMatch(/CANARY|canary|MfKQ|request|input/);
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

describe('of a webhook with words in its path', () => {
  const words = ['inbox/feishu', 'hooks/v2/deploy', 'services', 'webhook', 'robot/send', 'api/messages'];
  const others = [
    'IncomingWebhook',
    'incoming-webhook',
    'alertmanager',
    'dingtalk',
    'gaojing/qunfa',
    'open-apis/bot',
  ];

  test.each([...words, ...others])('%s is not hidden, and the key behind it is', (path) => {
    const hide = createRedactor([`https://chat.example.com/${path}/Zk9Qw3Er7Ty1?key=qwe-asd-123`]);
    for (const word of path.split('/')) expect(hide(`the ${word} of ours`)).toBe(`the ${word} of ours`);
    expect(hide('no Zk9Qw3Er7Ty1, no qwe-asd-123')).toBe('no [redacted], no [redacted]');
  });

  test('that has nothing else, the whole of it is hidden', () => {
    const hide = createRedactor(['https://chat.example.com/inbox/feishu']);
    expect(hide('POST https://chat.example.com/inbox/feishu')).toBe('POST [redacted]');
    expect(hide('feishu /inbox/feishu')).toBe('feishu /inbox/feishu');
  });

  test.each([
    ['digits', 'T024BE7LH'],
    ['capitals', 'QWERTZUIOP'],
    ['many words, as a phrase to be remembered', 'correct-horse-battery'],
    ['letters that no word has in a row', 'xkqjvbzptm'],
    ['a word that says what it is', 'my-secret'],
    ['the digits of a UUID', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
  ])('a segment of %s is a key', (_what, segment) => {
    expect(createRedactor([`https://chat.example.com/hooks/${segment}`])(`no ${segment}`)).toBe(
      'no [redacted]',
    );
  });

  test('few of a thousand random keys are taken for words, and none with a digit', () => {
    let seed = 1;
    const next = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const keys = Array.from({ length: 1_000 }, () =>
      Array.from({ length: 12 }, () => letters[next(26)]).join(''),
    );
    const isShown = (key: string) => createRedactor([`https://a.example.com/${key}`])(key) === key;
    expect(keys.filter(isShown).length).toBeLessThan(15);
    expect(keys.map((key) => `${key.slice(0, 6)}7${key.slice(7)}`).filter(isShown)).toEqual([]);
  });
});

describe('the name of a variable', () => {
  const hide = createRedactor(['https://a.example.com/x?to=feishu', 'production'], ['FEISHU_URL']);

  test.each([
    'put FEISHU_URL: ${env:FEISHU_URL}',
    'environment variable PRODUCTION_HOOK is missing or empty',
    'notify.ops.url: "${PRODUCTION_HOOK}"',
  ])('stays whole in %s', (text) => {
    expect(hide(text)).toBe(text);
  });

  test('hides nothing beside it, and is hidden where it is the secret itself', () => {
    expect(hide('FEISHU_URL is feishu, production')).toBe('FEISHU_URL is [redacted], [redacted]');
    expect(hide('variable production')).toBe('variable [redacted]');
  });
});
