import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concealCredentials } from '../../../../functions/maintenance/huawei/credentials.ts';
import { HuaweiCallError } from '../../../../functions/maintenance/huawei/huawei-call-error.ts';
import { obsSuccess } from '../../../../functions/maintenance/huawei/obs/obs-answer.ts';
import { createObsClient } from '../../../../functions/maintenance/huawei/obs/obs-client.ts';
import { listen, type Respond } from '../listener.ts';
import { officialObsClient } from './official-obs-client.ts';

const keys = { accessKey: 'ACCESSKEY0001', secretKey: 'secret-key-0001', securityToken: 'token-0001' };

/** Both clients at a listener that answers as told. */
async function clientsAt(respond: Respond) {
  const { endpoint } = await listen(respond);
  const settings = {
    endpoint: new URL(endpoint),
    bucket: 'journal',
    credentials: concealCredentials(keys),
    timeoutMs: 10_000,
  };
  return { ours: createObsClient(settings), theirs: await officialObsClient(settings) };
}

async function clientAnswered(status: number, body: string, headers: Record<string, string> = {}) {
  const { ours } = await clientsAt((_, response) => response.writeHead(status, headers).end(body));
  return ours;
}

const failureOf = async (call: Promise<unknown>): Promise<HuaweiCallError> => {
  const error = await call.catch((thrown: unknown) => thrown);
  if (error instanceof HuaweiCallError) return error;
  throw new Error('it did not fail as calls fail', { cause: error });
};

const everything = { prefix: '', marker: undefined, maxKeys: 1000 };

describe('a listing', () => {
  const listing = (inner: string) => `<ListBucketResult xmlns="http://obs">${inner}</ListBucketResult>`;

  test('passes over what it does not know, and has its keys decoded where it says that they are encoded', async () => {
    const inner = `<Name>journal</Name><Contents><Key>a%2Bb+%E5%A4%9C&amp;</Key><Size>1</Size><New><Key>x</Key></New></Contents>
      <NextMarker>n%20</NextMarker><IsTruncated>true</IsTruncated><Unknown/>`;
    const plain = await clientAnswered(200, listing(inner));
    expect(await plain.list(everything)).toEqual({ keys: ['a%2Bb+%E5%A4%9C&'], nextMarker: 'n%20' });
    const encoded = await clientAnswered(200, listing(`<EncodingType>url</EncodingType>${inner}`));
    expect(await encoded.list(everything)).toEqual({ keys: ['a+b 夜&'], nextMarker: 'n ' });
  });

  test('goes on after its last key where no marker is told', async () => {
    const more = '<Contents><Key>a</Key></Contents><IsTruncated>true</IsTruncated>';
    expect(await (await clientAnswered(200, listing(more))).list(everything)).toEqual({
      keys: ['a'],
      nextMarker: 'a',
    });
  });

  test.each([
    ['of which the end is not told', listing('<Contents><Key>a</Key></Contents>')],
    ['that goes on nowhere', listing('<IsTruncated>true</IsTruncated>')],
    ['with an object without a key', listing('<IsTruncated>false</IsTruncated><Contents/>')],
    [
      'with a key that cannot be decoded',
      listing(
        '<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated><Contents><Key>%E5</Key></Contents>',
      ),
    ],
    ['that is another document', '<DeleteResult/>'],
    ['that breaks off', '<ListBucketResult><IsTruncated>false</IsTruncated>'],
  ])('%s is malformed, and is quoted', async (_, body) => {
    const error = await failureOf((await clientAnswered(200, body)).list(everything));
    expect(error).toMatchObject({ code: 'MALFORMED', end: 'malformed', httpStatus: 200 });
    expect(error.message).toBe(
      `HTTP 200 with an answer that is not OBS's: ${JSON.stringify(body.slice(0, 60))}`,
    );
  });

  test('is read as Huawei’s client reads it', async () => {
    const written = (text: string) =>
      text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);
    const key = fc.string({
      unit: fc.constantFrom(...'aZ09-_.~/%=&+<>;#\'"', 'é', '夜', '🌙'),
      minLength: 1,
    });
    const pages = fc.record({
      found: fc.array(key, { minLength: 1, maxLength: 5 }),
      next: fc.option(key, { nil: undefined }),
      encoded: fc.boolean(),
    });
    let body = '';
    const { ours, theirs } = await clientsAt((_, response) => response.end(body));
    await fc.assert(
      fc.asyncProperty(pages, async ({ found, next, encoded }) => {
        const form = (text: string) =>
          written(encoded ? encodeURIComponent(text).replaceAll('%20', '+') : text);
        body = listing(
          `${encoded ? '<EncodingType>url</EncodingType>' : ''}<IsTruncated>${next !== undefined}</IsTruncated>` +
            `${next === undefined ? '' : `<NextMarker>${form(next)}</NextMarker>`}` +
            found.map((each) => `<Contents><Key>${form(each)}</Key></Contents>`).join(''),
        );
        const { InterfaceResult } = await theirs.list(everything);
        const read = await ours.list(everything);
        expect(read).toEqual({ keys: found, nextMarker: next });
        expect(InterfaceResult.Contents.map(({ Key }: { Key: string }) => Key)).toEqual(read.keys);
        expect(InterfaceResult.NextMarker || undefined).toBe(read.nextMarker);
      }),
      { seed: 20_261_123, numRuns: 30 },
    );
  });
});

describe('an append', () => {
  test.each(['x-obs-next-append-position', 'x-amz-next-append-position'])(
    'is told where the next one goes in %s',
    async (header) => {
      const client = await clientAnswered(200, '', { [header]: '123456789012' });
      expect(await client.append('a', 0, new Uint8Array())).toBe(123_456_789_012);
    },
  );

  test.each(['', '-1', '1e3', '0x10', '1234567890123456'])(
    'that is told %j, which is no position, is malformed',
    async (told) => {
      const client = await clientAnswered(200, '', { 'x-obs-next-append-position': told });
      const error = await failureOf(client.append('a', 0, new Uint8Array()));
      expect(error).toMatchObject({ code: 'MALFORMED', message: expect.stringMatching(/: it is empty$/) });
    },
  );
});

describe('a removal', () => {
  const result = (inner: string) => `<DeleteResult>${inner}</DeleteResult>`;

  test('is done when every key is told as deleted', async () => {
    const gone = result('<Deleted><Key>a&amp;</Key></Deleted><Deleted><Key>b</Key></Deleted><Error/>');
    await (await clientAnswered(200, gone)).remove(['a&', 'b']);
  });

  test.each([
    [
      '<Error><Key>b</Key><Code>AccessDenied</Code><Message>No, and no</Message></Error>',
      'AccessDenied',
      403,
      'No, and no',
    ],
    ['<Error><Key>b</Key><Code>InternalError</Code></Error>', 'InternalError', 500, 'no reason given'],
    [
      '<Error><Key>b</Key><Code>secret-key-0001</Code><Message>secret-key-0001</Message></Error>',
      'MALFORMED',
      500,
      '[redacted]',
    ],
    ['', 'MALFORMED', 500, 'no reason given'],
  ])('with %j for a key is refused', async (told, code, httpStatus, reason) => {
    const client = await clientAnswered(200, result(`<Deleted><Key>a</Key></Deleted>${told}`));
    const error = await failureOf(client.remove(['a', 'b']));
    expect(error).toMatchObject({
      code,
      end: 'refused',
      httpStatus,
      message: `b was not removed: ${reason}`,
    });
  });
});

describe('a refusal', () => {
  const error = (inner: string) => `<Error>${inner}</Error>`;

  test('tells its code, its words and the id to ask Huawei about', async () => {
    const body = error(
      '<Code>AccessDenied</Code><Message>\n No  &lt;b&gt; </Message><RequestId>ID1</RequestId>',
    );
    expect(await failureOf((await clientAnswered(403, body)).get('a'))).toMatchObject({
      ...{ code: 'AccessDenied', message: 'No <b>', requestId: 'ID1', httpStatus: 403, end: 'refused' },
    });
  });

  test.each<[string, string, Record<string, string>, object]>([
    [
      'has them in its headers',
      '',
      { 'x-amz-error-code': 'NoSuchKey', 'x-amz-error-message': 'None', 'x-amz-request-id': 'ID2' },
      { code: 'NoSuchKey', message: 'None', requestId: 'ID2' },
    ],
    [
      'says nothing',
      '',
      {},
      { code: 'HTTP.502', message: 'HTTP 502 without an error message', requestId: undefined },
    ],
    [
      'has no message',
      error('<Code>SlowDown</Code>'),
      {},
      { code: 'SlowDown', message: 'HTTP 502 without an error message' },
    ],
    [
      'is not OBS’s',
      '<html>\n  <br>Sign in',
      {},
      { code: 'HTTP.502', message: 'HTTP 502 with an answer that is not OBS\'s: "<html> <br>Sign in"' },
    ],
    [
      'has a secret for a code and an id',
      error('<Code>ACCESSKEY0001</Code><RequestId>token-0001</RequestId>'),
      {},
      { code: 'HTTP.502', requestId: undefined },
    ],
  ])('that %s is told as it is', async (_, body, headers, told) => {
    expect(await failureOf((await clientAnswered(502, body, headers)).get('a'))).toMatchObject(told);
  });

  test('shows no secret, also one across the place where its words are cut', async () => {
    for (const body of [
      `${'x'.repeat(50)}${keys.secretKey}`,
      error(`<Message>${'x'.repeat(292)}${keys.secretKey}</Message>`),
    ]) {
      const { message } = await failureOf((await clientAnswered(500, body)).get('a'));
      expect(message).not.toContain('secret');
      expect(message.length).toBeLessThanOrEqual(300);
    }
  });
});

test('an answer that is too large to be read tells so', () => {
  const asking = { host: 'obs.example.com', timeoutMs: 10_000, redact: (text: string) => text };
  const cut = {
    kind: 'reply',
    status: 200,
    headers: {},
    body: Buffer.alloc(64),
    ending: 'too-large',
  } as const;
  expect(() => obsSuccess(cut, asking)).toThrow(
    expect.objectContaining({
      ...{ code: 'TOO_LARGE', end: 'malformed', httpStatus: 200 },
      message: 'the answer is larger than 64 bytes',
    }),
  );
});
