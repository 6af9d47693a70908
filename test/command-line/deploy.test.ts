import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type Around,
  builtZip,
  digestOf,
  project,
  secrets,
  serverless,
  urn,
  withFunctionGraph,
  zipAnswering,
} from './functiongraph-beside.ts';

const [one, two] = [zipAnswering('one'), zipAnswering('two')];
const policy = `    maxInstanceNum: 1
    enableLtsLog: true
    asyncInvokeConfig:
      maxAsyncRetryAttempts: 0
      maxAsyncEventAgeInSeconds: 3600
      destinationConfig: { onFailure: { destination: SMN, param: { topicUrn: "urn:smn:cn-north-4:1:ops" } } }
`;

/** All that FunctionGraph tells of the function. */
async function told({ ask }: Around) {
  const config = await ask('GET', `functions/${urn}/config`);
  const versions = await ask('GET', `functions/${urn}/versions`);
  const triggers = await ask('GET', `triggers/${urn}`);
  const async = await ask('GET', `functions/${urn}/async-invoke-config`);
  return { config: config.json, versions: versions.json, triggers: triggers.json, async: async.json };
}

describe('nightshift deploy', () => {
  test('makes all that serverless.yml says, and the second time changes nothing', async () => {
    await withFunctionGraph({}, async (around) => {
      const { run, write } = around;
      write('serverless.yml', serverless({ more: policy }));
      write('dist/nightshift.zip', one);
      const first = await run(['deploy', '--yes']);
      expect(first).toMatchObject({ code: 0, stderr: '' });
      const state = await told(around);
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
        async: {
          max_async_retry_attempts: 0,
          destination_config: { on_failure: { destination: 'SMN' } },
        },
        triggers: [{ trigger_status: 'ACTIVE', event_data: { name: 'tick' } }],
      });
      const second = await run(['deploy', '--yes']);
      expect(second).toMatchObject({ code: 0, stderr: '' });
      expect(second.stdout).toContain('nothing to change');
      expect(await told(around)).toEqual(state);
      expect(first.stdout + second.stdout).not.toContain('canary');
      expect(
        first.stdout.replaceAll(/sha512 \w+, \d+/g, 'sha512 CODE, N').replaceAll(/1-\w{8}/g, '1-PRINT'),
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
});
