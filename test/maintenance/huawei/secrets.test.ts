import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { concealCredentials } from '../../../functions/maintenance/huawei/credentials.ts';
import { SigningClient, sdkCredentials } from '../../../functions/maintenance/huawei/signing-client.ts';
import { fleetAt, keys } from './fleet-under-test.ts';
import { json, listen, type Respond } from './listener.ts';

function shownOf(value: unknown): string {
  return `${inspect(value, { depth: 20, getters: true })}${JSON.stringify(value)}${String(value)}`;
}

function expectNothingSecret(text: string): void {
  for (const secret of Object.values(keys)) expect(text).not.toContain(secret);
}

const canonical = `PUT|/v2/x/instances/status/||x-security-token:${keys.securityToken}||abc`;

function halves(text: string) {
  const half = text.length / 2;
  return { error_code: text.slice(0, half), error_msg: text.slice(half) };
}

const badAnswers: readonly [string, Respond][] = [
  [
    'a wrong signature, with the request that was signed',
    json(401, {
      error_code: 'APIGW.0301',
      error_msg: `Incorrect IAM authentication information: verify aksk signature fail,canonicalRequest:${canonical}`,
    }),
  ],
  [
    'a message with keys in it',
    json(400, { error_code: 'DCS.1', error_msg: `${keys.accessKey} ${keys.secretKey}` }),
  ],
  [
    'a message with a key across the cut',
    json(400, {
      error_code: 'DCS.1',
      error_msg: `${'x'.repeat(290)}${keys.secretKey}`,
    }),
  ],
  ['a code that is a key', json(400, { error_code: keys.accessKey, error_msg: 'no' })],
  ['a code and a message that are halves of a key', json(400, halves(keys.secretKey))],
  [
    'keys in base64 and hex',
    json(400, {
      error_code: Buffer.from(keys.secretKey).toString('hex').slice(0, 60),
      error_msg: Buffer.from(`Basic ${keys.secretKey}`).toString('base64'),
    }),
  ],
  ['a request id that is a key', json(400, { error_code: 'DCS.1', request_id: keys.secretKey })],
  [
    'the signature it had',
    (request, response, turn) =>
      json(400, { error_code: 'DCS.1', error_msg: String(request.headers['authorization']) })(
        request,
        response,
        turn,
      ),
  ],
  ['a page with keys in it', (_, response) => response.writeHead(500).end(`<p>${keys.securityToken}</p>`)],
  ['success with keys in it', json(200, { results: keys.securityToken })],
  ['nothing', (_, response) => response.socket?.destroy()],
];

describe.each(badAnswers)('an error that came of %s', (_, respond) => {
  test('shows no key', async () => {
    const { endpoint, arrived } = await listen(respond);
    const fleet = fleetAt(endpoint);
    const error: unknown = await fleet.list('beijing').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    const shown = shownOf(error) + shownOf(await fleet.submit('beijing', 'restart', ['a'])) + shownOf(fleet);
    expectNothingSecret(shown);
    // Not the folders that stacks name: a checkout may be in one called so.
    expect(shown.replace(/\/[\w@./-]+:\d+:\d+/g, '')).not.toContain('canary');
    const { secretKey } = keys;
    expect(shown).not.toContain(secretKey.slice(-16));
    expect(shown).not.toContain(Buffer.from(secretKey).toString('hex').slice(0, 30));
    expect(shown).not.toMatch(/Signature=[0-9a-f]/);
    expect(arrived[0]?.headers['x-security-token']).toBe(keys.securityToken);
  });
});

test('credentials, the client made with them and what it keeps of a call show no key', async () => {
  const { endpoint } = await listen(json(200, {}));
  const credentials = concealCredentials(keys);
  const settings = { endpoint, projectId: 'p', readTimeoutMs: 1_000, actionTimeoutMs: 1_000, now: () => 0 };
  const client = new SigningClient({ ...settings, credentials });
  const get = { method: 'GET', url: '/', contentType: 'application/json', queryParams: {}, pathParams: {} };
  await client.sendRequest({ ...get, headers: {} });
  expectNothingSecret(shownOf([credentials, sdkCredentials(credentials, 'p'), client]));
  expect(credentials.secretKey).toBe(keys.secretKey);
});

test.each([
  [{ ...keys, accessKey: '' }, 'the access key'],
  [{ ...keys, secretKey: `${keys.secretKey}\n` }, 'the secret key'],
  [{ ...keys, securityToken: 'two words' }, 'the security token'],
])('a key that cannot sign is refused by name, not by value', (raw, named) => {
  const make = () => concealCredentials(raw);
  expect(make).toThrow(expect.objectContaining({ name: 'CredentialsError', code: 'CREDENTIALS' }));
  expect(make).toThrow(named);
  expect(make).not.toThrow(/canary/);
});

test('an empty security token counts as none', () => {
  expect(concealCredentials({ ...keys, securityToken: '' }).securityToken).toBeUndefined();
});
