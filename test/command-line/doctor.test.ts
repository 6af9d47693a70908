import { describe, expect, test } from 'vitest';
import { createCloudClock } from '../../functions/minicloud/cloud-clock.ts';
import { ills, scheduleText, serverlessText, withAccount } from './account-beside.ts';
import { zipAnswering } from './functiongraph-beside.ts';

describe('nightshift doctor on a healthy account', () => {
  test('finds nothing, ends with 0, tells nobody anything and leaves nothing behind', async () => {
    await withAccount({}, async ({ cloud, platform, run, doctor }) => {
      const { code, found } = await doctor();
      expect(found.filter(({ severity }) => severity !== 'ok' && severity !== 'not-tried')).toEqual([]);
      expect(found.filter(({ severity }) => severity === 'not-tried').map(({ what }) => what)).toEqual([
        'dcs:instance:modifyStatus: trying it would be doing it',
        'dcs:instance:backupData: trying it would be doing it',
        'what was tried are these keys; the function acts by its agency nightshift-dcs',
      ]);
      expect(code).toBe(0);
      const after = cloud.audit().length;
      expect(cloud.obs.bucket('journal')?.list({ prefix: '', marker: '', maxKeys: 9 })).toMatchObject({ objects: [] });
      expect(platform.invocations()).toEqual([]);
      const { stdout } = await run(['doctor', '--endpoint', cloud.endpoint]);
      const entries = cloud.audit().slice(after);
      const methods = entries.flatMap((entry) => ('method' in entry ? [entry.method] : []));
      // The journal's probe, and the hand-over to a version that nobody has.
      expect(methods.filter((method) => method !== 'GET').sort()).toEqual(['POST', 'POST', 'POST', 'POST']);
      const { host } = new URL(cloud.endpoint);
      const shown = stdout
        .replaceAll(host, 'HOST')
        .replaceAll(/\(\d+ ms\)/g, '(N ms)')
        .replaceAll(/sha512 \w+, \d+ bytes/g, 'sha512 CODE, N bytes')
        .replaceAll(/published as\s+1-\w{8}/g, 'published as 1-PRINT')
        .replaceAll(/Node.js 2\S+ here, nightshift \S+/g, 'Node.js HERE, nightshift BUILD');
      expect(shown).toMatchInlineSnapshot();
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
      expect(cloud.audit().filter((entry) => 'operation' in entry && entry.operation !== null)).toEqual([]);
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

  test('retries without a journal', async () => {
    await withAccount({ deployed: false }, async ({ cloud, write, run, doctor }) => {
      write('config/schedule.yaml', scheduleText({ journal: '' }).replace(/^handOver.*\n/m, ''));
      write('serverless.yml', serverlessText({ retries: 2 }));
      await run(['deploy', '--yes', '--endpoint', cloud.endpoint]);
      const { found } = await doctor();
      expect(ills(found)).toEqual(['function function.retries']);
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
        func_code: { file: Buffer.from(zipAnswering('the code')).toString('base64') },
      });
      expect(made.status).toBe(200);
      const { found } = await doctor();
      expect(ills(found)).toContain('runtime runtime.old');
      expect(ills(found)).toContain('function function.foreign');
    });
  });
});
