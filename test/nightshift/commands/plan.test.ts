import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { type Around, secrets, withCloud } from './cloud-beside.ts';

const jobs = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
    rollout: { canary: 1, concurrency: 2 }
    notify: [ops]
  reset:
    action: flush
    cron: "0 4 * * 1"
    targets: { region: beijing, names: ["session-*"] }
    destroysData: acknowledged
    backup: none
  old:
    action: flush
    targets: { region: beijing, names: ["session-old"] }
    destroysData: acknowledged
    backup: none
  nobody:
    action: restart
    targets: { region: beijing, names: ["none-*"] }
  spread:
    action: soft_restart
    targets: { region: beijing, names: ["cache-*"] }
    rollout: { concurrency: 2, spreadBy: name-prefix }
overrides:
  - { job: nightly, skip: true, until: 2099-01-01, by: li.wei, reason: load test }
`;
const instances = [
  { name: 'cache-1' },
  { name: 'cache-2' },
  { name: 'cache-3' },
  { name: 'cache-4' },
  { name: 'cache-busy', status: 'EXTENDING' },
  { name: 'cache-single', cacheMode: 'single' },
  { name: 'session-1' },
  { name: 'session-old', engineVersion: '3.0.7' },
] as const;

const withFleet = (use: (around: Around) => Promise<void>) => withCloud({ jobs, instances }, use);

const plansSchema = z.strictObject({
  plans: z.tuple([
    z.strictObject({
      job: z.string(),
      hash: z.string().check(z.regex(/^[0-9a-f]{12}$/)),
      instances: z.array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          decision: z.enum(['act', 'refuse']),
          wave: z.nullable(z.int()),
          groups: z.optional(z.array(z.string())),
          reason: z.string(),
          losesData: z.boolean(),
        }),
      ),
      notes: z.array(z.string()),
      problems: z.array(
        z.strictObject({ code: z.string(), region: z.nullable(z.string()), reason: z.string() }),
      ),
    }),
  ]),
});

test('shows what would happen to which instance in which order and why, and sends nothing', async () => {
  await withFleet(async ({ plan, cloud }) => {
    const { code, stdout, stderr } = await plan(['nightly']);
    expect([code, stderr]).toEqual([0, '']);
    expect(
      stdout.replaceAll(/\b[0-9a-f]{12}\b/g, 'HASH'),
    ).toBe(`nightly: soft_restart of 4 of 6 selected instances, 2 refused
at most 2 at once, the next as soon as one is done, stops starting when more than 1 failed, backup none

ORDER   NAME          REGION   DECISION  DATA  REASON
canary  cache-1       beijing  act       kept  is RUNNING
1       cache-2       beijing  act       kept  is RUNNING
2       cache-3       beijing  act       kept  is RUNNING
3       cache-4       beijing  act       kept  is RUNNING
-       cache-busy    beijing  refuse    -     is EXTENDING - a soft restart needs RUNNING or ERROR (state)
-       cache-single  beijing  refuse    -     a soft restart clears its data (single-node: nothing is kept over a
                                               restart) - exclude it in the targets, or write "destroysData:
                                               acknowledged" in the job to allow that (acknowledgement)

notes
  - a restart clears the data of 1 of 6 instances: cache-single
  - exclude: { names: ["cache-single"] } in the targets leaves out what is refused for its data
  - its timer is skipped by li.wei until 2099-01-01: load test

Nothing was sent. This is plan HASH; the event that asks the function for it:
{"job":"nightly","confirm":"HASH"}
`);
    expect(cloud.audit().filter((entry) => entry.kind !== 'call')).toEqual([]);
    expect(cloud.audit().flatMap((entry) => (entry.kind === 'call' ? entry.method : []))).not.toContain(
      'PUT',
    );
  });
});

describe('--json', () => {
  test.each(['nightly', 'reset', 'spread'])(
    'gives the dry run of the function for %s, hash and all',
    async (job) => {
      await withFleet(async ({ plan, ask }) => {
        const { code, stdout } = await plan([job, '--json']);
        const shown = plansSchema.parse(JSON.parse(stdout));
        expect(code).toBe(0);
        expect(await ask({ job, dryRun: true })).toEqual(shown);
      });
    },
  );

  test('and the text name one plan', async () => {
    await withFleet(async ({ plan }) => {
      const [text, json] = [await plan(['reset']), await plan(['reset', '--json'])];
      const { hash } = plansSchema.parse(JSON.parse(json.stdout)).plans[0];
      expect(text.stdout).toContain(`{"job":"reset","confirm":"${hash}"}`);
    });
  });

  test('changes its hash with the world', async () => {
    await withFleet(async ({ plan, cloud }) => {
      const hashNow = async () =>
        plansSchema.parse(JSON.parse((await plan(['nightly', '--json'])).stdout)).plans[0].hash;
      const [before, again] = [await hashNow(), await hashNow()];
      cloud.dcs.remove(instanceIdOf('cache-4'));
      expect(again).toBe(before);
      expect(await hashNow()).not.toBe(before);
    });
  });
});

describe('what cannot be planned', () => {
  test('a selection of nothing is told, and fails', async () => {
    await withFleet(async ({ plan }) => {
      const { code, stdout } = await plan(['nobody']);
      expect(code).toBe(1);
      expect(stdout).toMatch(
        / {2}- the targets select no instance: no instance is named \S+, there are [^()]* \(nothing-selected\)\n/,
      );
    });
  });

  test.each([
    [
      'keys that are wrong',
      { HUAWEICLOUD_SDK_SK: 'another-secret-key-of-no-use' },
      'the secret key is not the one of',
    ],
    [
      'a token that is wrong',
      { HUAWEICLOUD_SDK_SECURITY_TOKEN: 'another-token-of-no-use' },
      'the security token does not',
    ],
  ])('%s: they are named as the cause, and no secret is shown', async (_, wrong, todo) => {
    await withFleet(async ({ plan }) => {
      for (const args of [['nightly'], ['nightly', '--json']]) {
        const { code, stdout, stderr } = await plan(args, wrong);
        expect(code).toBe(1);
        expect(stdout).toContain('the instances of beijing could not be listed');
        expect(args.includes('--json') ? stdout : stderr).toContain(todo);
        for (const secret of [...Object.values(secrets), ...Object.values(wrong)])
          expect(stdout + stderr).not.toContain(secret);
      }
    });
  });

  test('no keys: says which variables they are looked for in', async () => {
    await withFleet(async ({ plan }) => {
      expect(await plan(['nightly'], { HUAWEICLOUD_SDK_AK: '' })).toEqual({
        code: 1,
        stdout: '',
        stderr:
          'nightshift: HUAWEICLOUD_SDK_AK is missing or empty - expected an access key in HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK (and HUAWEICLOUD_SDK_SECURITY_TOKEN for temporary ones), with the permissions of config/iam-policy.json\n',
      });
    });
  });

  test('a key pasted with its line break: says so, and does not show it', async () => {
    await withFleet(async ({ plan }) => {
      const { code, stderr } = await plan(['nightly'], { HUAWEICLOUD_SDK_SK: 'pasted-secret\n' });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^nightshift: the secret key is empty or has a space, a line break/);
      expect(stderr).not.toContain('pasted-secret');
    });
  });

  test('a missing variable of its region: names it, where it is used', async () => {
    await withFleet(async ({ plan }) => {
      const { code, stderr } = await plan(['nightly'], { PROJECT_ID: '' });
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(
          /^config\/schedule\.yaml:4:45 regions\.beijing\.projectId: environment variable PROJECT_ID is missing/,
        ),
      ]);
    });
  });

  test('the variables of channels are not asked for, as nobody is told of a plan', async () => {
    await withFleet(async ({ plan }) => {
      expect(await plan(['nightly'], { OPS_SECRET: '', OPS_URL: '' })).toMatchObject({ code: 0, stderr: '' });
    });
  });

  test('a flush of which all is refused ends with 1, and --json says why', async () => {
    await withFleet(async ({ plan }) => {
      const [text, json] = [await plan(['old']), await plan(['old', '--json'])];
      expect([text.code, json.code]).toEqual([1, 1]);
      expect(text.stdout).toContain('flush of 0 of 1 selected instance, 1 refused');
      expect(JSON.parse(json.stdout)).toMatchObject({
        plans: [{ job: 'old' }],
        error: { code: 'plan.refused', message: 'flush of 0 of 1 selected instance, 1 refused' },
      });
    });
  });

  test('a job that there is not, and no job at all', async () => {
    await withFleet(async ({ plan }) => {
      const unknown = await plan(['nigthly']);
      expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('did you mean "nightly"?')]);
      const none = await plan([]);
      expect([none.code, none.stderr]).toEqual([
        2,
        expect.stringContaining("missing required argument 'job'"),
      ]);
    });
  });

  test('a cloud that does not answer', async () => {
    await withFleet(async ({ plan, cloud }) => {
      const { code, stdout } = await plan(['nightly'], { ENDPOINT: 'http://127.0.0.1:9' });
      expect(code).toBe(1);
      expect(stdout).toContain('could not be listed, so none of them was touched');
      expect(cloud.audit()).toEqual([]);
    });
  });
});
