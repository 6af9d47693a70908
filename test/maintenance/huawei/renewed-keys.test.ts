import { expect, test } from 'vitest';
import { concealCredentials } from '../../../functions/maintenance/huawei/credentials.ts';
import { createObsClient } from '../../../functions/maintenance/huawei/obs/obs-client.ts';
import { SigningClient } from '../../../functions/maintenance/huawei/signing-client.ts';
import { inTurn, json, listen, type Respond } from './listener.ts';

const old = concealCredentials({ accessKey: 'OLDKEY000001', secretKey: 'old-secret-key-000001' });
const fresh = concealCredentials({ accessKey: 'FRESHKEY0001', secretKey: 'fresh-secret-key-0001' });
const refused = json(401, {
  error_code: 'APIGW.0301',
  error_msg: 'Incorrect IAM authentication information',
});
const forbidden: Respond = (_, response) => {
  response.writeHead(403, { 'content-type': 'application/xml' });
  response.end('<Error><Code>InvalidAccessKeyId</Code><Message>unknown</Message></Error>');
};

function signing(endpoint: string) {
  const limits = { readTimeoutMs: 5_000, actionTimeoutMs: 5_000, now: () => Date.now() };
  const client = new SigningClient({
    endpoint,
    projectId: 'p',
    credentials: old,
    renew: () => fresh,
    ...limits,
  });
  const call = { url: '/', contentType: 'application/json', queryParams: {}, pathParams: {}, headers: {} };
  return (method: string) => client.sendRequest({ ...call, method });
}

test.each(['GET', 'PUT'])(
  'a %s that is refused for its keys is sent once more, with those of now',
  async (method) => {
    const { endpoint, arrived } = await listen(inTurn(refused, json(200, { ok: true })));
    const send = signing(endpoint);
    expect(await send(method)).toMatchObject({ ok: true });
    await send(method);
    expect(arrived.map(({ headers }) => /Access=(\w+)/.exec(headers['authorization'] ?? '')?.[1])).toEqual([
      old.accessKey,
      fresh.accessKey,
      fresh.accessKey,
    ]);
  },
);

test('a call that is refused twice is not sent a third time', async () => {
  const { endpoint, arrived } = await listen(refused);
  await expect(signing(endpoint)('PUT')).rejects.toMatchObject({ code: 'APIGW.0301', httpStatus: 401 });
  expect(arrived).toHaveLength(2);
});

test('neither the old keys nor the new ones stand in an error that repeats them', async () => {
  const echo = json(400, {
    error_code: 'DCS.4100',
    error_msg: `not ${fresh.secretKey} nor ${old.secretKey}`,
  });
  const { endpoint } = await listen(inTurn(refused, echo));
  await expect(signing(endpoint)('PUT')).rejects.toMatchObject({ message: 'not [redacted] nor [redacted]' });
});

test.each([
  ['403 InvalidAccessKeyId', forbidden],
  ['401', refused],
])('a request to OBS that is answered %s is sent once more, with the keys of now', async (_, answer) => {
  const appended: Respond = (__, response) => {
    response.writeHead(200, { 'x-amz-next-append-position': '1' });
    response.end();
  };
  const { endpoint, arrived } = await listen(inTurn(answer, appended));
  const client = createObsClient({
    endpoint: new URL(endpoint),
    bucket: 'journal',
    credentials: old,
    renew: () => fresh,
    timeoutMs: 5_000,
  });
  expect(await client.append('a', 0, Buffer.from('x'))).toBe(1);
  const keys = arrived.map(({ headers }) => /^AWS (\w+):/.exec(headers['authorization'] ?? '')?.[1]);
  expect(keys).toEqual([old.accessKey, fresh.accessKey]);
});
