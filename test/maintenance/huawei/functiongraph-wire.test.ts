import { describe, expect, test } from 'vitest';
import { concealCredentials } from '../../../functions/maintenance/huawei/credentials.ts';
import { FunctionGraphClient } from '../../../functions/maintenance/huawei/functiongraph/functiongraph-client.ts';
import { SigningClient } from '../../../functions/maintenance/huawei/signing-client.ts';
import { fgsCallOf } from '../../../functions/minicloud/functiongraph/fgs-call.ts';
import { signatureFlaw, splitTarget } from '../../../functions/minicloud/wire/signature.ts';
import contract from '../../fixtures/functiongraph-wire.json' with { type: 'json' };
import { json, listen } from './listener.ts';
import { authorizationFor, signedHeaders } from './signature.ts';

const { accessKey, secretKey } = contract;
const project = '0123456789abcdef0123456789abcdef';
const recordedAt = Date.UTC(2026, 10, 23, 23, 37, 30);

/** Beside the call, what is checked of it by the local cloud. */
const recorded = contract.requests.map((request) => {
  const headers: Readonly<Record<string, string | undefined>> = request.headers;
  return { ...request, headers };
});
const invocations = recorded.filter(({ call }) => call.startsWith('asyncInvokeFunction'));

describe('requests of the official FunctionGraph client', () => {
  test.each(recorded)(
    '$call: the local cloud verifies and understands it',
    ({ call, method, path, headers, body }) => {
      const keys = { accessKey, secretKey, securityToken: headers['x-security-token'] };
      const request = { method, target: path, headers, body: Buffer.from(body) };
      expect(signatureFlaw(request, keys, recordedAt)).toBeUndefined();
      const name = call.replace(/,? .*/, '').toLowerCase();
      expect(fgsCallOf(method, splitTarget(path).path)?.operation.toLowerCase()).toBe(name);
    },
  );

  test.each(invocations)('$call: ours sends the same', async ({ path, headers, body }) => {
    const { endpoint, arrived } = await listen(json(202, { request_id: 'r' }));
    const securityToken = headers['x-security-token'];
    const client = new FunctionGraphClient(
      new SigningClient({
        endpoint,
        projectId: project,
        credentials: concealCredentials({ accessKey, secretKey, securityToken }),
        readTimeoutMs: 10_000,
        actionTimeoutMs: 10_000,
        now: Date.now,
      }),
    );
    const [, urn = ''] = /functions\/(.*)\/invocations-async/.exec(path) ?? [];
    await client.asyncInvokeFunction({ function_urn: urn, body: JSON.parse(body) });
    const [sent] = arrived;
    if (!sent) throw new Error('nothing arrived');
    expect(sent).toMatchObject({ method: 'POST', path, body });
    const { authorization = '', host: _host, 'x-sdk-date': _date, ...told } = headers;
    expect(sent.headers).toMatchObject(told);
    expect(signedHeaders(sent.headers.authorization ?? '')).toEqual(signedHeaders(authorization));
    expect(sent.headers.authorization).toBe(authorizationFor(sent, accessKey, secretKey));
  });

  test('a URN that is none is refused before anything is sent', async () => {
    const { endpoint, arrived } = await listen(json(202, {}));
    const client = new FunctionGraphClient({ sendRequest: () => Promise.reject(new Error(endpoint)) });
    for (const function_urn of ['', 'urn:fss:a:b:function:c', '../x', `urn:fss:a:b:function:c:d/e`]) {
      await expect(client.asyncInvokeFunction({ function_urn, body: {} })).rejects.toMatchObject({
        code: 'INVALID_URN',
      });
    }
    expect(arrived).toEqual([]);
  });
});
