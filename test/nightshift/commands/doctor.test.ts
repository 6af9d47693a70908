import { describe, expect, test } from 'vitest';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { ills, scheduleText, serverlessText, withAccount } from './account-beside.ts';
import { codeAnswering, zipWith } from './functiongraph-beside.ts';

describe('nightshift doctor on a healthy account', () => {
  test('finds nothing, ends with 0, tells nobody anything and leaves nothing behind', async () => {
    await withAccount({}, async ({ cloud, platform, run, doctor }) => {
      const { code, found } = await doctor();
      expect(ills(found)).toEqual([]);
      expect(found.filter(({ severity }) => severity === 'not-tried').map(({ what }) => what)).toEqual([
        'dcs:instance:modifyStatus: it cannot be tried without using it',
        'dcs:instance:backupData: it cannot be tried without using it',
        'what was tried are the permissions of these keys; the function uses those of its agency nightshift-dcs',
      ]);
      expect(code).toBe(0);
      const after = cloud.audit().length;
      expect(cloud.obs.bucket('journal')?.list({ prefix: '', marker: '', maxKeys: 9 })).toMatchObject({
        objects: [],
      });
      expect(platform.invocations()).toEqual([]);
      const { stdout } = await run(['doctor', '--endpoint', cloud.endpoint]);
      const entries = cloud.audit().slice(after);
      const methods = entries.flatMap((entry) => ('method' in entry ? [entry.method] : []));
      // The journal's probe, and the hand-over to a version that nobody has.
      expect(methods.filter((method) => method !== 'GET').sort()).toEqual(['POST', 'POST', 'POST', 'POST']);
      const { host } = new URL(cloud.endpoint);
      const shown = stdout
        // Where lines are broken depends on how long the cloud took.
        .replaceAll(/\n {12}(?!->)/g, ' ')
        .replaceAll(host, 'HOST')
        .replaceAll(/within \d+ s/g, 'within N s')
        .replaceAll(/\(\d+ ms\)/g, '(N ms)')
        .replaceAll(/sha512 \w+, \d+ bytes/g, 'sha512 CODE, N bytes')
        .replaceAll(/published as\s+1-\w{8}/g, 'published as 1-PRINT')
        .replaceAll(/Node.js 2\S+ here, nightshift \S+/g, 'Node.js HERE, nightshift BUILD');
      expect(shown).toMatchInlineSnapshot(`
        "Credentials
          ok        HUAWEICLOUD_SDK_AK: user operator of account local; permanent keys

        Clock
          ok        within N s of HOST

        Regions and endpoints
          ok        whose the keys are: IAM answers at HOST (N ms)
          ok        regions.beijing: DCS answers at HOST (N ms); project 0123456789abcdef0123456789abcdef (cn-north-4)
          ok        journal: OBS answers at HOST (N ms)
          ok        handOver: FunctionGraph answers at HOST (N ms); project 0123456789abcdef0123456789abcdef (cn-north-4)
          ok        serverless.yml: FunctionGraph answers at HOST (N ms); project 0123456789abcdef0123456789abcdef (cn-north-4)

        Permissions
          ok        regions.beijing: dcs:instance:list: listed instances, their counts of keys and their nodes
          ok        regions.beijing: dcs:instance:get: showed one, its shards and replicas
          ok        regions.beijing: dcs:instance:getConfiguration: read its configuration
          ok        regions.beijing: dcs:instance:getDataBackupLog: looked for its backups
          not tried regions.beijing: dcs:instance:modifyStatus: it cannot be tried without using it [permission.untried]
                    -> only a run uses it; run a job by hand on one instance that may be restarted
          not tried regions.beijing: dcs:instance:backupData: it cannot be tried without using it [permission.untried]
                    -> only a run uses it; run a job by hand on one instance that may be restarted
          ok        handOver: functiongraph:function:invokeAsync: called a version that does not exist, so nothing starts, and it was not refused for lack of permission
          not tried what was tried are the permissions of these keys; the function uses those of its agency nightshift-dcs [permission.agency]
                    -> the event of \`nightshift event JOB --dry-run\`, in the console's test dialog, tries the agency
          ok        regions.beijing: the list by tags, names or a status of the jobs: nothing is left out

        Schedule and environment
          ok        config/schedule.yaml: 1 job: nightly
          ok        serverless.yml: its triggers cover the schedule
          ok        3 variables: ENDPOINT, DCS_ENDPOINT, OPS_URL

        Channels
          ok        notify.ops: webhook at HOST was reached (N ms); nothing was sent

        Journal
          ok        obs://journal/nightshift: obs:bucket:ListBucket: listed what is open
          ok        obs://journal/nightshift: obs:object:PutObject: appended a probe
          ok        obs://journal/nightshift: obs:object:GetObject: read it back
          ok        obs://journal/nightshift: obs:object:DeleteObject: removed it
          ok        obs://journal/nightshift: no runs yet

        Function
          ok        default/nightshift in cn-north-4: as serverless.yml says; code sha512 CODE, N bytes, published as 1-PRINT

        Triggers
          ok        default/nightshift in cn-north-4: tick CRON_TZ=Asia/Shanghai 0 */5 * * * ?

        Runtime
          ok        Node.js HERE, nightshift BUILD
          ok        default/nightshift in cn-north-4: Node.js20.15

        nothing is wrong; 26 ok, 3 not tried
        "
      `);
    });
  });

  test('knows temporary keys for such', async () => {
    await withAccount({ securityToken: 'canary-token-0123456789' }, async ({ doctor }) => {
      const { code, found } = await doctor();
      expect(code).toBe(0);
      expect(found[0]).toMatchObject({ severity: 'ok', what: expect.stringContaining('temporary keys') });
    });
  });
});

describe('of an account that is otherwise, nightshift doctor finds', () => {
  test('a clock that is 20 minutes off, and asks nobody with signatures that are refused', async () => {
    const clock = createCloudClock({ scale: 1, startAt: Date.now() + 20 * 60_000 });
    await withAccount({ clock, deployed: false }, async ({ cloud, doctor }) => {
      const { code, found } = await doctor();
      expect(ills(found)).toEqual(['clock clock.skewed']);
      expect(found).toContainEqual(
        expect.objectContaining({ code: 'clock.skewed', what: expect.stringContaining('20 min behind') }),
      );
      expect(code).toBe(1);
      expect(cloud.audit().filter((entry) => 'status' in entry && entry.status === 401)).toEqual([]);
    });
  });

  test('a token that has expired, after one call', async () => {
    const securityToken = 'canary-token-0123456789';
    await withAccount(
      { securityToken, securityTokenExpiresAt: 0, deployed: false },
      async ({ cloud, doctor }) => {
        const { found } = await doctor();
        expect(ills(found)).toEqual(['credentials credentials.refused']);
        expect(found[0]?.todo).toContain('expired');
        const refused = cloud.audit().filter((entry) => 'status' in entry && entry.status === 401);
        expect(refused.length).toBe(1);
      },
    );
  });

  test('no function', async () => {
    await withAccount({ deployed: false }, async ({ doctor }) => {
      const { found } = await doctor();
      expect(ills(found)).toEqual(['function function.missing']);
      expect(found).toContainEqual(expect.objectContaining({ check: 'triggers', severity: 'not-tried' }));
    });
  });

  test('retries without a journal, which deploy refuses', async () => {
    await withAccount({ deployed: false }, async ({ cloud, write, run, doctor }) => {
      write('config/schedule.yaml', scheduleText({ journal: '' }).replace(/^handOver.*\n/m, ''));
      write('serverless.yml', serverlessText({ retries: 2, instances: 1 }));
      const { code, stderr } = await run(['deploy', '--yes', '--endpoint', cloud.endpoint]);
      expect([code, stderr]).toEqual([1, expect.stringContaining('2 retries and no journal')]);
      const { found } = await doctor();
      expect(ills(found)).toEqual(['schedule function.retries', 'function function.missing']);
      expect(found).toContainEqual(expect.objectContaining({ code: 'journal.none', severity: 'note' }));
    });
  });

  test('a runtime that the bundle is not built for', async () => {
    await withAccount({ deployed: false }, async ({ ask, doctor }) => {
      const made = await ask('POST', 'functions', {
        func_name: 'nightshift',
        package: 'default',
        runtime: 'Node.js18.15',
        handler: 'index.handler',
        memory_size: 256,
        timeout: 900,
        code_type: 'zip',
        code_filename: 'function.zip',
        func_code: { file: Buffer.from(zipWith(codeAnswering('the code'))).toString('base64') },
      });
      expect(made.status).toBe(200);
      const { found } = await doctor();
      expect(ills(found)).toContain('runtime runtime.old');
      expect(ills(found)).toContain('function function.foreign');
    });
  });
});

test('what conditions are judged by, doctor asks Cloud Eye for, and says how old it is', async () => {
  const ces = { faults: [{ operation: 'any', after: 1, effect: { kind: 'forbidden' } }] } as const;
  await withAccount({ deployed: false, ces }, async ({ doctor, write }) => {
    const onlyIf = 'onlyIf: { memory_frag_ratio: "> 1.5 for 30m", used_memory: "> 1MB" }';
    write('config/schedule.yaml', scheduleText().replace('    backup:', `    ${onlyIf}\n    backup:`));
    const { found } = await doctor();
    expect(ills(found).filter((each) => each.startsWith('permissions'))).toEqual([]);
    expect(found.filter(({ what }) => /CES|ces:/.test(what)).map(({ what }) => what)).toEqual([
      expect.stringMatching(/^CES answers at /),
      expect.stringMatching(
        /^ces:metricData:list: asked for memory_frag_ratio, used_memory of one instance, the newest value is \d min old$/,
      ),
    ]);
    const denied = await doctor();
    expect(denied.found).toContainEqual(
      expect.objectContaining({
        code: 'permission.missing',
        what: expect.stringContaining("ces:metricData:list: Policy doesn't allow"),
        todo: expect.stringContaining('nightshift-ces'),
        where: 'regions.beijing',
      }),
    );
  });
});
