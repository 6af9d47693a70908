import { describe, expect, test } from 'vitest';
import {
  countChanges,
  everyFive,
  everyTen,
  firstCode,
  timerByHand,
  withDeployed,
} from './deployed-before.ts';
import { stateOf } from './function-state.ts';
import {
  codeAnswering,
  codePath,
  codeTelling,
  deployedFiles,
  manualSchedule,
  secrets,
  serverless,
  urn,
  withFunctionGraph,
  zipWith,
} from './functiongraph-beside.ts';

const two = codeAnswering('two');
const policy = `    maxInstanceNum: 1
    enableLtsLog: true
    asyncInvokeConfig:
      maxAsyncRetryAttempts: 0
      maxAsyncEventAgeInSeconds: 3600
      destinationConfig: { onFailure: { destination: SMN, param: { topicUrn: "urn:smn:cn-north-4:1:ops" } } }
`;

describe('nightshift deploy', () => {
  test('makes all that serverless.yml says, and the second time changes nothing and says so', async () => {
    await withFunctionGraph({}, async (around) => {
      const { run, write } = around;
      write('serverless.yml', serverless({ more: policy, userEvent: '' }));
      write(codePath, firstCode);
      const first = await run(['deploy', '--yes']);
      expect(first).toMatchObject({ code: 0, stderr: '' });
      const state = await stateOf(around);
      expect(state).toMatchObject({
        config: {
          memory_size: 256,
          timeout: 900,
          handler: 'index.handler',
          xrole: 'nightshift-dcs',
          strategy_config: { concurrency: 1 },
          enable_lts_log: true,
        },
        policy: {
          max_async_retry_attempts: 0,
          destination_config: {
            on_failure: { destination: 'SMN', param: '{"topic_urn":"urn:smn:cn-north-4:1:ops"}' },
          },
        },
        triggers: [{ trigger_status: 'ACTIVE', event_data: { name: 'tick' } }],
      });
      expect(await deployedFiles(around)).toEqual({
        'index.js': firstCode,
        'schedule.yaml': manualSchedule,
        'schedule.json': expect.stringContaining('"by-hand"'),
      });
      const changes = countChanges(around);
      const second = await run(['deploy', '--yes']);
      expect(second).toMatchObject({ code: 0, stderr: '' });
      expect(second.stdout).toContain('nothing to change');
      expect(changes()).toBe(0);
      expect(await stateOf(around)).toEqual(state);
      expect(first.stdout + second.stdout).not.toContain('canary');
      expect(
        first.stdout.replace(/sha512 \w+, \d+/, 'sha512 CODE, N').replace(/1-\w{8}/, '1-PRINT'),
      ).toMatchInlineSnapshot(`
        "the schedule schedule.yaml
        default/nightshift in cn-north-4, project 0123456789abcdef0123456789abcdef
          + function default/nightshift
          + code: sha512 CODE, N bytes
          + runtime: Node.js20.15
          + handler: index.handler
          + memory: 256 MB
          + timeout: 900 s
          + agency: nightshift-dcs
          + most instances: 1
          + log delivery: true
          + asynchronous invocations: 0 retries, events of at most 3600 s, on failure SMN urn:smn:cn-north-4:1:ops
          + variable LEVEL: info
          + encrypted variables: HOOK
          + timer tick: CRON_TZ=Asia/Shanghai 0 */5 * * * ?
          create the function with its code, settings and variables: done
          allow at most 1 instances: done
          set how asynchronous invocations are retried: done
          create timer tick: CRON_TZ=Asia/Shanghai 0 */5 * * * ?: done
          publish version 1-PRINT: done
        nightshift is as serverless.yml says
        "
      `);
    });
  });

  test('gives a function whose timer fires, and whose encrypted variables arrive', async () => {
    await withFunctionGraph({ timers: 'running' }, async ({ platform, run, write }) => {
      const everySecond = '* * * * * ?';
      write('serverless.yml', serverless({ timers: { tick: everySecond } }));
      write(codePath, codeTelling('HOOK'));
      expect((await run(['deploy', '--yes'])).code).toBe(0);
      await expect.poll(() => platform.invocations(), { timeout: 20_000 }).not.toHaveLength(0);
      expect(platform.invocations()[0]).toMatchObject({ kind: 'answered', answer: secrets.hook });
    });
  });

  test('refuses a function that it did not make, and takes it over when told to', async () => {
    await withFunctionGraph({}, async ({ ask, run, write, timers }) => {
      const code = { code_type: 'zip', func_code: { file: Buffer.from(zipWith(two)).toString('base64') } };
      const named = {
        func_name: 'nightshift',
        package: 'default',
        runtime: 'Node.js20.15',
        handler: 'index.handler',
      };
      await ask('POST', 'functions', { ...named, ...code, memory_size: 128, timeout: 3 });
      await ask('POST', `triggers/${urn}`, timerByHand('tick', everyTen));
      write(codePath, firstCode);
      const refused = await run(['deploy', '--yes']);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain('the function default/nightshift is there and was not made by deploy');
      const adopted = await run(['deploy', '--yes', '--adopt']);
      expect(adopted).toMatchObject({ code: 0, stderr: '' });
      expect(adopted.stdout).toContain(
        'encrypted variables: HOOK (what is there cannot be compared, set again)',
      );
      expect(await timers()).toEqual([`tick ${everyFive}`]);
      expect((await run(['deploy', '--yes'])).stdout).toContain('nothing to change');
    });
  });

  test('sees that an encrypted variable is another one, and shows neither', async () => {
    await withDeployed(async ({ run }) => {
      const { stdout } = await run(['deploy', '--yes'], { HOOK: 'https://hooks.example.com/canary-second' });
      expect(stdout).toContain('~ encrypted variables: HOOK (not the ones of the last deploy)');
      expect(stdout).not.toContain('canary');
    });
  });

  test('goes back to a version, and forward again', async () => {
    await withDeployed(async (around) => {
      const { run, write } = around;
      const before = await stateOf(around);
      write(codePath, two);
      write('serverless.yml', serverless({ timeout: 7200, variables: 'LEVEL: debug' }));
      expect((await run(['deploy', '--yes'])).code).toBe(0);
      const after = await stateOf(around);
      const back = await run(['deploy', '--to', '1', '--yes'], { HOOK: '' });
      expect(back).toMatchObject({ code: 0, stderr: '' });
      expect(back.stdout).toContain('~ timeout: 7200 s -> 900 s');
      expect(await stateOf(around)).toMatchObject({ config: before['config'], triggers: before['triggers'] });
      expect((await run(['deploy', '--yes'])).code).toBe(0);
      expect(await stateOf(around)).toEqual(after);
      const unknown = await run(['deploy', '--to', '7', '--yes']);
      expect(unknown.code).toBe(1);
      expect(unknown.stderr).toMatch(/nightshift has no version 7 - expected one of 1-\w{8}, 2-\w{8}/);
    });
  });

  test('keeps no more than eight of its versions', async () => {
    await withDeployed(async ({ ask, run, write }) => {
      for (let timeout = 901; timeout < 910; timeout++) {
        write('serverless.yml', serverless({ timeout }));
        expect((await run(['deploy', '--yes'])).code).toBe(0);
      }
      const { json } = await ask('GET', `functions/${urn}/versions`);
      const names = (json as { versions: { version: string }[] }).versions.map(({ version }) => version);
      expect(names.map((name) => name.split('-')[0])).toEqual([
        'latest',
        '3',
        '4',
        '5',
        '6',
        '7',
        '8',
        '9',
        '10',
      ]);
    });
  });
});
