import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { at, project } from '../dcs/small-dcs.ts';
import { send, sendSigned } from '../gateway/signed-request.ts';
import { functionBody, smallPlatform, urn } from './small-platform.ts';

describe('a function', () => {
  test('is created, shown, changed and deleted', async () => {
    const { ask, platform, invokeAsync } = await smallPlatform();
    const body = functionBody('describes-context', { user_data: '{"COLOR":"red"}', memory_size: 256 });
    const created = await ask('POST', 'functions', body);
    expect(created).toMatchObject({
      status: 200,
      json: { func_urn: urn, runtime: 'Node.js20.15', memory_size: 256, version: 'latest', type: 'v2' },
    });
    expect(at(created.json, 'digest')).toMatch(/^[0-9a-f]{128}$/);
    expect((await ask('GET', `functions/${urn}/config`)).json).toEqual(created.json);
    const changed = await ask('PUT', `functions/${urn}/config`, {
      user_data: '{"COLOR":"blue"}',
      timeout: 60,
    });
    expect(changed).toMatchObject({ status: 200, json: { timeout: 60, memory_size: 256 } });
    await invokeAsync({});
    await platform.settled();
    expect(platform.invocations()).toMatchObject([
      { answer: { color: 'blue', memory: '256', runningTime: 60_000, projectId: project } },
    ]);
    expect((await ask('DELETE', `functions/${urn}`)).status).toBe(204);
    expect(await invokeAsync({})).toMatchObject({ status: 404, json: { error_code: 'FSS.1051' } });
    expect(platform.instances('f1')).toBe(0);
  });

  test('without a timeout has three seconds, and is killed after them', async () => {
    const { create, invokeAsync, platform, ask } = await smallPlatform({ scale: 20 });
    await create('never-ends', { timeout: undefined });
    expect((await ask('GET', `functions/${urn}/config`)).json).toMatchObject({ timeout: 3 });
    await invokeAsync({});
    await platform.settled();
    expect(platform.invocations()).toMatchObject([{ kind: 'killed', reason: 'timeout', logs: ['started'] }]);
  });

  test('gets the keys of its agency of this moment, and none without one', async () => {
    const { cloud, create, invokeAsync, platform, ask } = await smallPlatform();
    await create('describes-context');
    cloud.securityToken = 'token-of-the-day';
    await invokeAsync({});
    await platform.settled();
    cloud.securityToken = 'token-of-the-next-day';
    await invokeAsync({});
    await platform.settled();
    await ask('PUT', `functions/${urn}/config`, { xrole: '' });
    await invokeAsync({});
    await platform.settled();
    expect(platform.invocations()).toMatchObject([
      { answer: { securityAccessKey: cloud.accessKey, securityToken: 'token-of-the-day' } },
      { answer: { securityAccessKey: cloud.accessKey, securityToken: 'token-of-the-next-day' } },
      { answer: { securityAccessKey: '', securityToken: '' } },
    ]);
  });

  test('that is changed has fresh instances, or keeps the warm ones, as the cloud turns out', async () => {
    const { create, ask, invokeAsync, platform } = await smallPlatform();
    await create('waits');
    const invoke = async () => {
      await invokeAsync({ ms: 0 });
      await platform.settled();
    };
    await invoke();
    await ask('PUT', `functions/${urn}/config`, { timeout: 60 });
    await invoke();
    platform.knobs.configUpdate = 'keeps-warm';
    await ask('PUT', `functions/${urn}/config`, { timeout: 70 });
    await invoke();
    expect(platform.invocations()).toMatchObject([{ answer: 1 }, { answer: 1 }, { answer: 2 }]);
  });

  const many = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`K${n}`, '']));

  test.each([
    [{ func_name: '1f' }, 400, 'FSS.1002'],
    [{ func_name: 'f'.repeat(61) }, 400, 'FSS.1002'],
    [{ handler: 'index' }, 400, 'FSS.1003'],
    [{ handler: `${'i'.repeat(122)}.handler` }, 400, 'FSS.1003'],
    [{ package: 'a/b' }, 400, 'FSS.1004'],
    [{ runtime: 'Node.js22.1' }, 400, 'FSS.1005'],
    [{ code_type: 'image' }, 400, 'FSS.1006'],
    [{ memory_size: 200 }, 400, 'FSS.1007'],
    [{ timeout: 2 }, 400, 'FSS.1008'],
    [{ timeout: 259_201 }, 400, 'FSS.1008'],
    [{ user_data: '{' }, 400, 'FSS.1009'],
    [{ user_data: '{"1":"x"}' }, 400, 'FSS.1009'],
    [{ encrypted_user_data: '{"A":1}' }, 400, 'FSS.1009'],
    [{ func_code: { file: 'bm8gemlw' } }, 400, 'FSS.1011'],
    [{ func_code: {} }, 400, 'FSS.1012'],
    [{ user_data: JSON.stringify(many) }, 400, 'FSS.1017'],
    [{ user_data: JSON.stringify({ A: 'x'.repeat(2000), B: 'x'.repeat(2095) }) }, 400, 'FSS.1018'],
    [{ strategy_config: { concurrency: 1001 } }, 400, 'FSS.1026'],
  ])('with %j is refused: %i %s', async (more, status, code) => {
    const { create, ask } = await smallPlatform();
    expect(await create('answers', more)).toMatchObject({ status, json: { error_code: code } });
    expect((await ask('GET', `functions/${urn}/config`)).status).toBe(404);
  });

  test('may have half as many characters of environment where the cloud’s error text is right', async () => {
    const { create } = await smallPlatform({ knobs: { userDataLimit: 2048 } });
    const user_data = JSON.stringify({ A: 'x'.repeat(2048) });
    expect(await create('answers', { user_data })).toMatchObject({ json: { error_code: 'FSS.1018' } });
  });

  test('is not created twice, and its runtime is not changed', async () => {
    const { create, ask } = await smallPlatform();
    await create('answers');
    expect(await create('answers')).toMatchObject({ status: 409, json: { error_code: 'FSS.1061' } });
    const twin = () => create('answers', { func_name: 'twin' });
    const both = await Promise.all([twin(), twin()]);
    expect(both.filter(({ status }) => status === 409)).toHaveLength(1);
    const change = await ask('PUT', `functions/${urn}/config`, { runtime: 'Node.js18.15' });
    expect(change).toMatchObject({ status: 400, json: { error_code: 'FSS.1005' } });
  });
});

describe('a URN', () => {
  test.each([
    // The SDK's signer encodes an encoded colon once more, which the gateway does not.
    [urn.replace(/:/g, '%3A'), 401, 'APIGW.0301'],
    [urn.replace(/:latest$/, ''), 200, undefined],
    [urn.replace('latest', '3'), 404, 'FSS.1052'],
    [urn.replace('latest', '!live'), 404, 'FSS.1053'],
    [urn.replace(':f1:', ':f2:'), 404, 'FSS.1051'],
    [urn.replace(project, 'fedcba9876543210fedcba9876543210'), 404, 'FSS.1051'],
    ['f1', 404, 'FSS.1051'],
  ])('%s is answered with %i', async (text, status, code) => {
    const { create, cloud } = await smallPlatform();
    await create('answers');
    const answer = await sendSigned(cloud, 'GET', `/v2/${project}/fgs/functions/${text}/config`);
    expect(answer.status).toBe(status);
    if (code !== undefined) expect(JSON.parse(answer.text)).toMatchObject({ error_code: code });
  });
});

describe('the asynchronous configuration', () => {
  const path = `functions/${urn}/async-invoke-config`;

  test('is put, shown and deleted, and has the documented defaults', async () => {
    const { create, ask } = await smallPlatform();
    await create('answers');
    expect((await ask('GET', path)).status).toBe(404);
    const put = await ask('PUT', path, {});
    expect(put).toMatchObject({
      status: 200,
      json: { func_urn: urn, max_async_retry_attempts: 1, max_async_event_age_in_seconds: 3600 },
    });
    expect((await ask('GET', path)).json).toEqual(put.json);
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).status).toBe(404);
  });

  test.each([
    { max_async_retry_attempts: 4 },
    { max_async_retry_attempts: -1 },
    { max_async_event_age_in_seconds: 0 },
    { max_async_event_age_in_seconds: 86_401 },
  ])('%j is refused', async (body) => {
    const { create, ask } = await smallPlatform();
    await create('answers');
    expect(await ask('PUT', path, body)).toMatchObject({ status: 400, json: { error_code: 'FSS.0400' } });
  });
});

describe('the gateway', () => {
  test('refuses what is not signed, other APIs, other projects, and whoever lacks the permission', async () => {
    const { create, ask, platform, cloud } = await smallPlatform();
    await create('answers');
    const unsigned = await send(`${cloud.endpoint}/v2/${project}/fgs/functions/${urn}/config`, 'GET');
    expect(unsigned.status).toBe(401);
    expect(await ask('PATCH', `functions/${urn}/config`)).toMatchObject({ status: 404 });
    expect(await ask('GET', 'applications')).toMatchObject({ json: { error_code: 'APIGW.0101' } });
    const headers = { 'X-Project-Id': 'fedcba9876543210fedcba9876543210' };
    expect((await ask('GET', `functions/${urn}/config`, undefined, { headers })).status).toBe(401);
    platform.knobs.deniedActions = ['functiongraph:function:getConfig'];
    expect(await ask('GET', `functions/${urn}/config`)).toMatchObject({
      status: 403,
      json: { error_code: 'FSS.0403' },
    });
    expect(cloud.audit()).toContainEqual(
      expect.objectContaining({ kind: 'call', operation: 'ShowFunctionConfig', status: 403 }),
    );
  });
});

test('a zip may have folders, and its handler may be in one', async () => {
  const { create, invokeAsync, platform } = await smallPlatform();
  const file = Buffer.from(
    zipSync({
      'src/': new Uint8Array(),
      'src/index.js': Buffer.from('exports.handler = async () => __dirname;'),
    }),
  ).toString('base64');
  await create('answers', { handler: 'src/index.handler', func_code: { file } });
  await invokeAsync({});
  await platform.settled();
  expect(platform.invocations()).toMatchObject([{ answer: expect.stringMatching(/[\\/]src$/) }]);
});
