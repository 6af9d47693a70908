import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concealCredentials } from '../../../functions/maintenance/huawei/credentials.ts';
import { DcsClient } from '../../../functions/maintenance/huawei/dcs/dcs-client.ts';
import { sdkCoreSubstitutes } from '../../../functions/maintenance/huawei/sdk-core-substitutes/esbuild-plugin.mjs';
import { SigningClient } from '../../../functions/maintenance/huawei/signing-client.ts';
import contract from '../../fixtures/dcs-wire.json' with { type: 'json' };
import { json, listen } from './listener.ts';
import { type Arrived, authorizationFor, signedHeaders } from './signature.ts';

type Parts = {
  DcsClient: typeof DcsClient;
  SigningClient: typeof SigningClient;
  concealCredentials: typeof concealCredentials;
};

const instances = ['2e803f66-fbb0-47ad-b6cb-fb87f5bed4ef', 'e3a7019c-8824-4c1a-8289-5300f19b9f64'];
const [instance_id = ''] = instances;

/** The contract's calls in our words; a call that the contract names and this table does not fails its test. */
const calls: Readonly<Record<string, (dcs: DcsClient) => Promise<unknown>>> = {
  'restartOrFlushInstances restart': (dcs) =>
    dcs.restartOrFlushInstances({ body: { instances, action: 'restart' } }),
  'restartOrFlushInstances soft_restart': (dcs) =>
    dcs.restartOrFlushInstances({ body: { instances, action: 'soft_restart' } }),
  'restartOrFlushInstances flush': (dcs) =>
    dcs.restartOrFlushInstances({ body: { instances, action: 'flush' } }),
  'restartOrFlushInstances soft_restart, temporary credentials': (dcs) =>
    dcs.restartOrFlushInstances({ body: { instances: [instance_id], action: 'soft_restart' } }),
  'listInstances no filter': (dcs) => dcs.listInstances(),
  'listInstances page': (dcs) => dcs.listInstances({ status: 'RUNNING', limit: 1000, offset: 1000 }),
  'listInstances instance_id, temporary credentials': (dcs) => dcs.listInstances({ instance_id }),
  showInstance: (dcs) => dcs.showInstance({ instance_id }),
  'copyInstance without body': (dcs) => dcs.copyInstance({ instance_id }),
  listConfigurations: (dcs) => dcs.listConfigurations({ instance_id }),
  listGroupReplicationInfo: (dcs) => dcs.listGroupReplicationInfo({ instance_id }),
  listStatisticsOfRunningInstances: (dcs) => dcs.listStatisticsOfRunningInstances(),
  showTags: (dcs) => dcs.showTags({ instance_id }),
  batchShowNodesInformation: (dcs) => dcs.batchShowNodesInformation({ offset: 0, limit: 10 }),
  showNodesInformation: (dcs) => dcs.showNodesInformation({ instance_id }),
};

const { accessKey, secretKey } = contract;
const recorded: readonly (Arrived & { call: string })[] = contract.requests;

function client(parts: Parts, endpoint: string, securityToken: string | undefined): DcsClient {
  return new parts.DcsClient(
    new parts.SigningClient({
      endpoint,
      projectId: '0123456789abcdef0123456789abcdef',
      credentials: parts.concealCredentials({ accessKey, secretKey, securityToken }),
      readTimeoutMs: 10_000,
      actionTimeoutMs: 10_000,
      now: Date.now,
    }),
  );
}

test('our reading of the signature gives the signatures that the official package sent', () => {
  for (const request of recorded) {
    expect(authorizationFor(request, accessKey, secretKey)).toBe(request.headers.authorization);
  }
});

async function sendsTheSame(parts: Parts, request: (typeof recorded)[number]): Promise<void> {
  const { endpoint, arrived } = await listen(json(200, {}));
  const call = calls[request.call];
  await call?.(client(parts, endpoint, request.headers['x-security-token']));

  expect(arrived).toHaveLength(1);
  const [sent] = arrived;
  if (!sent) return;
  expect({ method: sent.method, path: sent.path, body: sent.body }).toEqual({
    method: request.method,
    path: request.path,
    body: request.body,
  });
  const authorization = sent.headers.authorization ?? '';
  expect(signedHeaders(authorization)).toEqual(signedHeaders(request.headers.authorization ?? ''));
  expect(authorization).toBe(authorizationFor(sent, accessKey, secretKey));
  for (const name of ['accept', 'content-type', 'content-length', 'x-project-id', 'x-security-token']) {
    expect(sent.headers[name], name).toBe(request.headers[name]);
  }
  expect(sent.headers['x-sdk-date']).toMatch(/^\d{8}T\d{6}Z$/);
}

describe('the client sends what the official package sends', () => {
  test.each(recorded)('$call', (request) =>
    sendsTheSame({ DcsClient, SigningClient, concealCredentials }, request),
  );
});

describe('the bundled client, sdk-core cut down, sends the same', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-bundle-'));
  let bundled: Parts;

  beforeAll(async () => {
    const outfile = join(folder, 'client.cjs');
    const resolveDir = fileURLToPath(new URL('../../../functions/maintenance/huawei/', import.meta.url));
    const contents = ['credentials', 'dcs/dcs-client', 'signing-client'].map(
      (file) => `export * from './${file}.ts';`,
    );
    const { metafile } = await build({
      stdin: { contents: contents.join('\n'), resolveDir },
      bundle: true,
      platform: 'node',
      target: 'node20.15',
      format: 'cjs',
      outfile,
      metafile: true,
      plugins: [sdkCoreSubstitutes],
    });
    const packages = Object.keys(metafile.inputs).join('\n');
    expect(packages).not.toMatch(/node_modules\/(axios|log4js|lodash|moment|uuid)\//);
    bundled = createRequire(import.meta.url)(outfile);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(recorded)('$call', (request) => sendsTheSame(bundled, request));

  test('and refuses to ask IAM for a project id rather than do it without a timeout', async () => {
    const { endpoint } = await listen(json(200, {}));
    const settings = { endpoint, readTimeoutMs: 1_000, actionTimeoutMs: 1_000, now: Date.now };
    const credentials = bundled.concealCredentials({ accessKey, secretKey });
    const signing = new bundled.SigningClient({ ...settings, credentials, projectId: 'p' });
    expect(() => signing.overrideEndpoints(['https://iam.myhuaweicloud.com'])).toThrow(
      'no HTTP client of the SDK',
    );
  });
});

test('a query is sent in the very encoding that was signed', async () => {
  const { endpoint, arrived } = await listen(json(200, {}));
  const dcs = client({ DcsClient, SigningClient, concealCredentials }, endpoint, undefined);
  await dcs.listInstances({ tags: 'env=prod,team=a&b', name: "a b*(1)~中'!" });
  expect(arrived[0]?.path.split('?')[1]).toBe(
    'name=a%20b%2A%281%29~%E4%B8%AD%27%21&tags=env%3Dprod%2Cteam%3Da%26b',
  );
  expect(arrived[0]?.headers.authorization).toBe(
    arrived[0] && authorizationFor(arrived[0], accessKey, secretKey),
  );
});
