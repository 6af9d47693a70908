import { describe, expect, test } from 'vitest';
import { stateOf } from './function-state.ts';
import {
  type Around,
  digestOf,
  secrets,
  serverless,
  urn,
  withFunctionGraph,
  zipAnswering,
  zipTelling,
} from './functiongraph-beside.ts';
import { withFiles } from './run-nightshift.ts';

const [one, two] = [zipAnswering('one'), zipAnswering('two')];
const policy = `    maxInstanceNum: 1
    enableLtsLog: true
    asyncInvokeConfig:
      maxAsyncRetryAttempts: 0
      maxAsyncEventAgeInSeconds: 3600
      destinationConfig: { onFailure: { destination: SMN, param: { topicUrn: "urn:smn:cn-north-4:1:ops" } } }
`;
const everyFive = 'CRON_TZ=Asia/Shanghai 0 */5 * * * ?';
const everyTen = 'CRON_TZ=Asia/Shanghai 0 */10 * * * ?';

/** A function that has been deployed. */
async function withDeployed(use: (around: Around) => Promise<void>, options = {}): Promise<void> {
  await withFunctionGraph(options, async (around) => {
    around.write('dist/nightshift.zip', one);
    expect(await around.run(['deploy', '--yes'])).toMatchObject({ code: 0, stderr: '' });
    await use(around);
  });
}

/** Counts the calls that change something. */
function countChanges({ cloud }: Around): () => number {
  let count = 0;
  cloud.interceptor = ({ method }) => {
    if (method !== 'GET') count += 1;
    return 'pass';
  };
  return () => count;
}

const timer = (name: string, schedule = everyFive) => ({
  trigger_type_code: 'TIMER',
  trigger_status: 'ACTIVE',
  event_data: { name, schedule_type: 'Cron', schedule },
});

describe('nightshift deploy', () => {
  test('makes all that serverless.yml says, and the second time changes nothing and says so', async () => {
    await withFunctionGraph({}, async (around) => {
      const { run, write } = around;
      write('serverless.yml', serverless({ more: policy }));
      write('dist/nightshift.zip', one);
      const first = await run(['deploy', '--yes']);
      expect(first).toMatchObject({ code: 0, stderr: '' });
      const state = await stateOf(around);
      expect(state).toMatchObject({
        config: {
          memory_size: 256,
          timeout: 900,
          handler: 'index.handler',
          xrole: 'nightshift-dcs',
          digest: digestOf(one),
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
        "default/nightshift in cn-north-4, project 0123456789abcdef0123456789abcdef
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
          make the function with its code, settings and variables: done
          allow at most 1 instances: done
          set how asynchronous invocations are repeated: done
          make timer tick: CRON_TZ=Asia/Shanghai 0 */5 * * * ?: done
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
      write('dist/nightshift.zip', zipTelling('HOOK'));
      expect((await run(['deploy', '--yes'])).code).toBe(0);
      await expect.poll(() => platform.invocations(), { timeout: 20_000 }).not.toHaveLength(0);
      expect(platform.invocations()[0]).toMatchObject({ kind: 'answered', answer: secrets.hook });
    });
  });

  test('replaces a timer whose schedule has changed, and leaves exactly one', async () => {
    await withDeployed(async ({ run, write, timers }) => {
      write('serverless.yml', serverless({ timers: { tick: everyTen } }));
      const { code, stdout } = await run(['deploy', '--yes']);
      expect(code).toBe(0);
      expect(stdout).toContain(`~ timer tick: ${everyFive} -> ${everyTen} (taken away and made anew`);
      expect(await timers()).toEqual([`tick ${everyTen}`]);
    });
  });

  test('puts a timer back as it was when FunctionGraph refuses the new one', async () => {
    await withDeployed(async ({ run, write, timers }) => {
      write('serverless.yml', serverless({ timers: { tick: 'CRON_TZ=Asia/Shanghai 0 99 * * * ?' } }));
      const { code, stdout, stderr } = await run(['deploy', '--yes']);
      expect(code).toBe(1);
      expect(stdout).toContain('make timer tick again as it was: done');
      expect(stderr).toContain('FSS.1109');
      expect(await timers()).toEqual([`tick ${everyFive}`]);
    });
  });

  test('takes away the second of two timers of one name, and one that is wanted no more', async () => {
    await withDeployed(
      async ({ ask, run, write, timers }) => {
        await ask('POST', `triggers/${urn}`, timer('tick', everyTen));
        expect(await timers()).toHaveLength(2);
        expect((await run(['deploy', '--yes'])).code).toBe(0);
        expect(await timers()).toEqual([`tick ${everyFive}`]);
        write('serverless.yml', serverless({ timers: {} }));
        expect((await run(['deploy', '--yes'])).code).toBe(0);
        expect(await timers()).toEqual([]);
        expect((await run(['deploy', '--yes'])).stdout).toContain('nothing to change');
      },
      { knobs: { timerNamesakes: 'allowed' } },
    );
  });

  test('leaves triggers alone that it did not make, and names them', async () => {
    await withDeployed(async ({ ask, run, write, timers }) => {
      await ask('POST', `triggers/${urn}`, timer('by-hand'));
      write('serverless.yml', serverless({ timers: { tick: everyTen } }));
      const { code, stdout } = await run(['deploy', '--yes']);
      expect(code).toBe(0);
      expect(stdout).toContain('= TIMER trigger by-hand (not made by deploy, left alone)');
      expect((await timers()).toSorted()).toEqual([`by-hand ${everyFive}`, `tick ${everyTen}`]);
    });
  });

  test('refuses a timer whose name somebody else has taken, and takes it over when told to', async () => {
    await withDeployed(async ({ ask, run, write, timers }) => {
      await ask('POST', `triggers/${urn}`, timer('nightly'));
      write('serverless.yml', serverless({ timers: { tick: everyFive, nightly: everyTen } }));
      const refused = await run(['deploy', '--yes']);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain('the timer nightly of nightshift is there and was not made by deploy');
      expect((await run(['deploy', '--yes', '--adopt'])).code).toBe(0);
      expect((await timers()).toSorted()).toEqual([`nightly ${everyTen}`, `tick ${everyFive}`]);
    });
  });

  test('refuses a function that it did not make, and takes it over when told to', async () => {
    await withFunctionGraph({}, async ({ ask, run, write, timers }) => {
      const code = { code_type: 'zip', func_code: { file: Buffer.from(two).toString('base64') } };
      const named = {
        func_name: 'nightshift',
        package: 'default',
        runtime: 'Node.js20.15',
        handler: 'index.handler',
      };
      await ask('POST', 'functions', { ...named, ...code, memory_size: 128, timeout: 3 });
      await ask('POST', `triggers/${urn}`, timer('tick', everyTen));
      write('dist/nightshift.zip', one);
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
      write('dist/nightshift.zip', two);
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
  }, 60_000);
});

describe('nightshift deploy changes nothing', () => {
  test('with --dry-run, which shows the steps, or when there is nobody to ask', async () => {
    await withFunctionGraph({}, async (around) => {
      around.write('dist/nightshift.zip', one);
      const changes = countChanges(around);
      const dry = await around.run(['deploy', '--dry-run']);
      expect(dry).toMatchObject({ code: 0, stderr: '' });
      expect(dry.stdout).toContain('  2. make timer tick');
      const json = await around.run(['deploy', '--dry-run', '--json']);
      expect(JSON.parse(json.stdout)).toMatchObject({
        functions: [{ name: 'nightshift', state: 'planned', done: [] }],
      });
      const unasked = await around.run(['deploy']);
      expect(unasked.code).toBe(1);
      expect(unasked.stderr).toContain(
        'nobody is there to be asked, so nothing was changed - expected --yes',
      );
      expect(changes()).toBe(0);
    });
  });

  test.each([
    [{ 'serverless.yml': 'service: [' }, 'serverless.yml:1:'],
    [
      { 'serverless.yml': serverless().replace('timeout: 900', 'timeout: 3') },
      'serverless.yml:8:12 provider.timeout: the number 3',
    ],
    [{ 'dist/nightshift.zip': 'no zip' }, 'codeUri ./dist is no zip'],
    [{ 'dist/second.zip': '' }, 'codeUri ./dist has 2 zips in it'],
  ] as const)('when the files are wrong: %#', async (files, complaint) => {
    await withFunctionGraph({}, async (around) => {
      around.write('dist/nightshift.zip', one);
      for (const [path, text] of Object.entries(files)) around.write(path, text);
      const changes = countChanges(around);
      const { code, stderr } = await around.run(['deploy', '--yes']);
      expect({ code, changes: changes() }).toEqual({ code: 1, changes: 0 });
      expect(stderr).toContain(complaint);
    });
  });

  test.each([
    [{ HOOK: '' }, 'functions.nightshift.encryptedUserData.HOOK: the variable HOOK is missing or empty'],
    [{ HUAWEICLOUD_SDK_SK: '' }, 'HUAWEICLOUD_SDK_SK is missing or empty'],
    [{ HUAWEICLOUD_SDK_SK: 'another-secret-key' }, 'APIGW.0301'],
  ])('when the environment is wrong: %j', async (environment, complaint) => {
    await withFunctionGraph({}, async (around) => {
      around.write('dist/nightshift.zip', one);
      const { code, stderr } = await around.run(['deploy', '--yes'], environment);
      expect(code).toBe(1);
      expect(stderr).toContain(complaint);
      expect(stderr).not.toContain('this is a bug');
    });
  });

  test('in a region that has no address, or at an address that would be reached in the clear', async () => {
    const files = {
      'serverless.yml': serverless().replace('cn-north-4', 'cn-nowhere-9'),
      'dist/nightshift.zip': '',
    };
    await withFiles(files, async (nightshift) => {
      const keys = { HOOK: 'x', HUAWEICLOUD_SDK_AK: 'a', HUAWEICLOUD_SDK_SK: 's' };
      const nowhere = await nightshift(['deploy', '--yes'], keys);
      expect(nowhere.code).toBe(1);
      expect(nowhere.stderr).toContain('no address of FunctionGraph is known in the region cn-nowhere-9');
      const clear = await nightshift(['deploy', '--yes', '--endpoint', 'http://192.0.2.1'], keys);
      expect(clear.code).toBe(1);
      expect(clear.stderr).toContain('--endpoint: http to another machine - expected https');
    });
  });
});
