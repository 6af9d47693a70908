import { describe, expect, test } from 'vitest';
import { at } from '../dcs/small-dcs.ts';
import { functionBody, smallPlatform, urn, zipOf } from './small-platform.ts';

const version = (name: string) => urn.replace('latest', name);

describe('a version of a function', () => {
  test('keeps its code and configuration when the function changes, and gives its code back', async () => {
    const { create, ask } = await smallPlatform();
    const file = zipOf('waits');
    await create('waits', { timeout: 60, func_code: { file } });
    const published = await ask('POST', `functions/${urn}/versions`, { version: 'v1', description: 'first' });
    expect(published).toMatchObject({
      status: 200,
      json: { func_urn: version('v1'), version: 'v1', version_description: 'first', timeout: 60 },
    });
    await ask('PUT', `functions/${urn}/config`, { timeout: 70 });
    const code = { code_type: 'zip', func_code: { file: zipOf('answers') } };
    await ask('PUT', `functions/${urn}/code`, code);
    expect((await ask('GET', `functions/${version('v1')}/config`)).json).toMatchObject({ timeout: 60 });
    expect((await ask('GET', `functions/${urn}/config`)).json).toMatchObject({
      timeout: 70,
      version: 'latest',
    });
    expect((await ask('GET', `functions/${version('v1')}/code`)).json).toMatchObject({
      func_code: { file },
    });
    expect((await ask('GET', `functions/${urn}/versions`)).json).toMatchObject({
      versions: [{ version: 'latest' }, { version: 'v1' }],
      count: 2,
    });
    expect((await ask('DELETE', `functions/${version('v1')}`)).status).toBe(204);
    expect((await ask('GET', `functions/${version('v1')}/config`)).json).toMatchObject({
      error_code: 'FSS.1052',
    });
    expect((await ask('GET', `functions/${urn}/config`)).status).toBe(200);
  });

  test('never tells what is encrypted', async () => {
    const { create, ask } = await smallPlatform();
    await create('waits', { encrypted_user_data: '{"HOOK":"canary"}' });
    await ask('POST', `functions/${urn}/versions`, { version: 'v1' });
    const told = [
      await ask('GET', `functions/${urn}/versions`),
      await ask('GET', `functions/${version('v1')}/config`),
      await ask('GET', `functions/${version('v1')}/code`),
    ];
    expect(JSON.stringify(told)).not.toContain('canary');
  });

  test('is refused where nothing has changed, where its name is taken or none, and beyond twenty', async () => {
    const { create, ask } = await smallPlatform();
    await create('waits');
    const publish = (name: string) => ask('POST', `functions/${urn}/versions`, { version: name });
    expect((await publish('v1')).status).toBe(200);
    expect(await publish('v2')).toMatchObject({ status: 400, json: { error_code: 'FSS.1016' } });
    expect(await publish('v1')).toMatchObject({ status: 409, json: { error_code: 'FSS.0409' } });
    expect(await publish('no name')).toMatchObject({ status: 400, json: { error_code: 'FSS.0400' } });
    for (let number = 2; number < 20; number++) {
      await ask('PUT', `functions/${urn}/config`, { timeout: 60 + number });
      expect((await publish(`v${number}`)).status).toBe(200);
    }
    await ask('PUT', `functions/${urn}/config`, { timeout: 60 });
    expect(await publish('v20')).toMatchObject({ status: 403 });
  });

  test('takes neither new code nor triggers nor events', async () => {
    const { create, ask } = await smallPlatform();
    await create('waits');
    await ask('POST', `functions/${urn}/versions`, { version: 'v1' });
    for (const [method, path] of [
      ['PUT', `functions/${version('v1')}/code`],
      ['PUT', `functions/${version('v1')}/config`],
      ['GET', `triggers/${version('v1')}`],
      ['POST', `functions/${version('v1')}/invocations-async`],
    ] as const) {
      const answer = await ask(method, path, method === 'GET' ? undefined : functionBody('waits'));
      expect(at(answer.json, 'error_code')).toBe('FSS.1052');
    }
  });
});

test('where logs are delivered is told again', async () => {
  const { create, ask } = await smallPlatform();
  const log_config = { group_id: 'g', group_name: 'group', stream_id: 's', stream_name: 'stream' };
  await create('waits', { enable_lts_log: true, log_config });
  expect((await ask('GET', `functions/${urn}/config`)).json).toMatchObject({
    enable_lts_log: true,
    log_group_id: 'g',
    log_stream_id: 's',
  });
});
