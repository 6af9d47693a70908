import { expect, test } from 'vitest';
import {
  type Around,
  codeAnswering,
  codePath,
  project,
  serverless,
  urn,
  withFunctionGraph,
  zipWith,
} from './functiongraph-beside.ts';

const ownCode = codeAnswering('one');
const code = { code_type: 'zip', func_code: { file: Buffer.from(zipWith(ownCode)).toString('base64') } };
const byHand = {
  ...code,
  package: 'default',
  runtime: 'Node.js20.15',
  handler: 'index.handler',
  memory_size: 128,
  timeout: 60,
};
const timer = (name: string) => ({
  trigger_type_code: 'TIMER',
  event_data: { name, schedule_type: 'Rate', schedule: '1h' },
});
const policy = '    asyncInvokeConfig: { maxAsyncRetryAttempts: 0, maxAsyncEventAgeInSeconds: 3600 }\n';

/** Beside a function of somebody else. */
async function withOthers(use: (around: Around) => Promise<void>): Promise<void> {
  await withFunctionGraph({}, async (around) => {
    const other = urn.replace('nightshift', 'other');
    await around.ask('POST', 'functions', { ...byHand, func_name: 'other' });
    await around.ask('POST', `triggers/${other}`, timer('tick'));
    around.write(codePath, ownCode);
    around.write('serverless.yml', serverless({ more: policy }));
    await use(around);
    expect(await around.ask('GET', `functions/${other}/config`)).toMatchObject({ json: { timeout: 60 } });
    expect(await around.ask('GET', `triggers/${other}`)).toMatchObject({
      json: [{ event_data: { name: 'tick' } }],
    });
  });
}

test('remove takes away all that deploy made, needs no secrets for it, and the second time does nothing', async () => {
  await withOthers(async ({ run, ask }) => {
    expect((await run(['deploy', '--yes'])).code).toBe(0);
    const unasked = await run(['remove']);
    expect(unasked.code).toBe(1);
    expect(unasked.stderr).toContain('there is no terminal to ask at, so nothing was changed');
    expect((await ask('GET', `functions/${urn}/config`)).status).toBe(200);
    const { code, stdout, stderr } = await run(['remove', '--yes'], { HOOK: '' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatchInlineSnapshot(`
      "default/nightshift in cn-north-4, project 0123456789abcdef0123456789abcdef
        - delete timer tick
        - delete the function, its versions and its policy
        delete timer tick: done
        delete the function, its versions and its policy: done
      of nightshift nothing is left that deploy made
      "
    `);
    expect((await ask('GET', `functions/${urn}/config`)).status).toBe(404);
    const again = await run(['remove', '--yes']);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toContain('is not there');
  });
});

test('remove keeps a function that others have hung something on, and says which', async () => {
  await withOthers(async ({ run, ask, timers }) => {
    expect((await run(['deploy', '--yes'])).code).toBe(0);
    await ask('POST', `triggers/${urn}`, timer('by-hand'));
    const { code, stdout, stderr } = await run(['remove', '--yes']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^nightshift: kept: function nightshift: others .*; TIMER trigger by-hand\n$/);
    expect(stdout).toContain('= kept: function nightshift: others have attached something to it');
    expect(stdout).toContain('= kept: TIMER trigger by-hand');
    expect(await timers()).toEqual(['by-hand 1h']);
    expect((await ask('GET', `functions/${urn}/async-invoke-config`)).status).toBe(404);
    const [{ trigger_id: id }] = (await ask('GET', `triggers/${urn}`)).json as [{ trigger_id: string }];
    await ask('DELETE', `triggers/${urn}/TIMER/${id}`);
    expect((await run(['remove', '--yes'])).code).toBe(0);
    expect((await ask('GET', `functions/${urn}/config`)).status).toBe(404);
  });
});

test('remove leaves a function alone that deploy never made, and one that it took over it leaves as it is', async () => {
  await withOthers(async ({ run, ask, timers }) => {
    await ask('POST', 'functions', { ...byHand, func_name: 'nightshift' });
    await ask('POST', `triggers/${urn}`, timer('by-hand'));
    const strange = await run(['remove', '--yes']);
    expect(strange.code).toBe(1);
    expect(strange.stdout).toContain('= kept: function nightshift: it was not made by deploy');
    expect((await run(['deploy', '--yes', '--adopt'])).code).toBe(0);
    expect(await timers()).toHaveLength(2);
    const { code, stdout } = await run(['remove', '--yes', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ functions: [{ state: 'removed', left: [] }] });
    expect(await timers()).toEqual(['by-hand 1h']);
    const { json } = await ask('GET', `functions/${urn}/config`);
    expect(json).toMatchObject({ timeout: 900, user_data: '{"LEVEL":"info"}', namespace: project });
    expect(await ask('GET', `functions/${urn}/versions`)).toMatchObject({ json: { count: 1 } });
  });
});

test('a remove that is refused half-way says what it did, and a second one finishes it', async () => {
  await withOthers(async ({ run, ask, platform, timers }) => {
    expect((await run(['deploy', '--yes'])).code).toBe(0);
    platform.knobs.deniedActions = ['functiongraph:function:delete', 'functiongraph:function:getCode'];
    const { code, stderr } = await run(['remove', '--yes']);
    expect(code).toBe(1);
    expect(stderr).toContain('Done: delete timer tick.');
    expect(stderr).toContain('expected the permission functiongraph:function:delete');
    expect(stderr).toMatch(
      /^warning: it is not known whether this cuts off open runs of nightshift: showFunctionCode .*getCode/,
    );
    expect(await timers()).toEqual([]);
    platform.knobs.deniedActions = [];
    expect((await run(['remove', '--yes'])).code).toBe(0);
    expect((await ask('GET', `functions/${urn}/config`)).status).toBe(404);
  });
});
