import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { defaultPlatformKnobs } from '../../../functions/minicloud/functiongraph/platform-knobs.ts';
import { acceptedIn, scheduleText, serverlessText, withByHand } from './by-hand-beside.ts';

const jobs = `
  nightly:
    action: soft_restart
    targets: { region: beijing, names: ["cache-*"] }
    settle: { inFunction: 10m }
  reset:
    action: flush
    targets: { region: beijing, names: ["session-*"] }
    destroysData: acknowledged
    settle: { inFunction: 10m }
`;
const instances = [{ name: 'cache-1' }, { name: 'session-1' }, { name: 'session-2' }];
const twoFunctions = serverlessText().replace(
  'functions:\n',
  'functions:\n  other: { handler: index.handler, xrole: nightshift-dcs, code: { codeUri: ./dist/function }, events: [] }\n',
);

describe('nightshift run starts nothing, and says what to do', () => {
  test('where what is deployed, or what these keys may do, is not what it takes', async () => {
    await withByHand({ jobs, instances }, async (around) => {
      const { run, write, cloud, platform, ask } = around;
      const text = scheduleText({ jobs }, cloud.endpoint);
      let asked = 0;
      cloud.interceptor = ({ target }) => {
        if (/\/invocations(-async)?$/.test(target)) asked += 1;
        return 'pass';
      };

      write('schedule.yaml', text.replace('soft_restart', 'restart'));
      const other = await run(['run', 'nightly']);
      expect(other.code).toBe(1);
      expect(other.stderr).toContain(
        '~ job nightly.action: "soft_restart" -> "restart" - nothing was started:',
      );
      expect(other.stderr).toContain('expected nightshift deploy first, or --anyway');
      platform.knobs.deniedActions = ['functiongraph:function:getCode'];
      const unseen = await run(['run', 'nightly']);
      expect(unseen.stderr).toContain('cannot be seen: showFunctionCode');
      expect(unseen.stderr).toContain('functiongraph:function:getCode');
      expect(asked).toBe(0);
      platform.knobs.deniedActions = [];
      const anyway = await run(['run', 'nightly', '--anyway', '--dry-run']);
      expect(anyway).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('warning: the schedule that is'),
      });
      write('schedule.yaml', `# only a comment\n${text}`);
      expect(await run(['run', 'nightly', '--dry-run'])).toMatchObject({ code: 0, stderr: '' });
      write('schedule.yaml', text);

      for (const [denied, when] of [
        ['functiongraph:function:invoke', ['run', 'nightly', '--dry-run']],
        ['functiongraph:function:invokeAsync', ['run', 'nightly']],
      ] as const) {
        platform.knobs.deniedActions = [denied];
        const refused = await run(when);
        expect(refused.code).toBe(1);
        expect(refused.stderr).toContain(`expected the permission ${denied}`);
      }
      platform.knobs.deniedActions = [];

      write('serverless.yml', serverlessText('elsewhere'));
      const absent = await run(['run', 'nightly']);
      expect(absent.stderr).toContain('the function elsewhere is not deployed');
      write('serverless.yml', serverlessText());

      await ask('PUT', '/config-max-instance', { max_instance_num: 0 });
      const busy = await run(['run', 'nightly', '--json']);
      expect(busy.code).toBe(1);
      expect(JSON.parse(busy.stdout)).toMatchObject({ error: { code: 'function.busy' } });
      expect(busy.stderr).toContain('all its instances are at work, or it is allowed none');
      await ask('PUT', '/config-max-instance', { max_instance_num: 10 });

      const limit = (bytes: number, beyond: 'cut' | 'refused') => {
        platform.knobs.answerLimit = { bytes, beyond };
      };
      limit(200, 'cut');
      const cut = await run(['run', 'nightly']);
      expect(cut.stderr).toContain('was cut on its way: 200 bytes of it came - nothing was started');
      limit(200, 'refused');
      const large = await run(['run', 'nightly', '--json']);
      expect(JSON.parse(large.stdout)).toMatchObject({ error: { code: 'answer.large' } });
      expect(large.stderr).toMatch(/response body size \d+ exceeds the limit of 200/);
      expect(large.stderr).toContain('then --confirm HASH');
      const wrong = await run(['run', 'nightly', '--confirm', '000000000000']);
      expect(wrong.code).toBe(1);
      expect(wrong.stderr).toContain('the plan may be another than 000000000000 by now');
      expect(acceptedIn(around)).toEqual([]);
      limit(defaultPlatformKnobs.answerLimit.bytes, 'refused');

      write('serverless.yml', twoFunctions);
      const which = await run(['run', 'nightly']);
      expect(which.stderr).toContain('expected --function with one of other, nightshift');
      expect((await run(['run', 'nightly', '--function', 'othr'])).stderr).toContain('"other"');
      const chosen = await run(['run', 'nightly', '--dry-run', '--function', 'nightshift']);
      expect(chosen).toMatchObject({ code: 0, stderr: '' });
      write('serverless.yml', serverlessText());

      const unknown = await run(['run', 'nigthly']);
      expect(unknown.stderr).toContain('did you mean "nightly"?');
      expect(await run(['run', 'nightly', '--instances', ' , '])).toMatchObject({ code: 2 });
      expect(acceptedIn(around)).toEqual([]);
    });
  });

  test('where the event is lost, is refused behind its 202, or is delivered under another id', async () => {
    await withByHand({ jobs, instances }, async (around) => {
      const { run, cloud, platform } = around;
      platform.knobs.deliver = () => [];
      const lost = await run(['run', 'nightly']);
      expect(lost.code).toBe(1);
      expect(lost.stderr).toMatch(
        /FunctionGraph took the event \(request [\w-]+\); after a minute no run of it is in the journal: .* lost the event - nightshift status shows/,
      );
      platform.knobs.deliver = () => {
        cloud.dcs.remove(instanceIdOf('session-2'));
        return [{ afterSeconds: 0 }];
      };
      const changed = await run(['run', 'reset', '--yes']);
      expect(changed.code).toBe(1);
      expect(changed.stderr).toMatch(/the plan is \w{12} now and not \w{12}, so the function has refused it/);
      expect(acceptedIn(around)).toEqual([]);

      platform.knobs.deliver = () => [{ afterSeconds: 0, requestId: 'fresh' }];
      expect(await run(['run', 'nightly', '--follow'])).toMatchObject({ code: 0, stderr: '' });
      expect(acceptedIn(around)).toEqual([instanceIdOf('cache-1')]);
      platform.knobs.deliver = defaultPlatformKnobs.deliver;

      const nobody = await run(['follow', 'nightly@nobody', '--json']);
      expect(JSON.parse(nobody.stdout)).toMatchObject({ error: { code: 'run.unknown' } });
      cloud.obs.addFault({ operation: 'GetObject', effect: { kind: 'denied' } });
      const [id = ''] = /nightly@by-hand-[\w-]+/.exec((await run(['history'])).stdout) ?? [];
      const unread = await run(['follow', id]);
      expect(unread.code).toBe(1);
      expect(unread.stderr).toMatch(/could not read runs\/.*: not allowed on .*obs:object:GetObject/);
    });
  });

  test('where the function answers too much, something else, or with a failure', async () => {
    const code = `exports.handler = async ({ job, dryRun }) => {
  if (job === 'cut') return '{"plans":[{"job":"cut","hash":"0123456789ab","instances":[{"id":"a","na';
  if (job === 'other') return 'hello';
  throw Object.assign(new Error('no keys here'), { name: 'Broken' });
};
`;
    const targets = 'action: restart, targets: { region: beijing, names: ["*"] }';
    const jobs = ['cut', 'other', 'broken'].map((name) => `  ${name}: { ${targets} }\n`).join('');
    await withByHand({ jobs, instances: [], code }, async ({ run }) => {
      const cut = await run(['run', 'cut']);
      expect(cut.stderr).toMatch(/was cut on its way: 71 bytes of it came - nothing was started/);
      expect(cut.stderr).toContain(
        'nightshift plan cut shows the plan and its hash from here, then --confirm HASH',
      );
      const other = await run(['run', 'other']);
      expect(other.stderr).toContain('answered what nightshift does not: hello - expected the function that');
      const broken = await run(['run', 'broken']);
      expect(broken.stderr).toMatch(/the function nightshift \(request [\w-]+\) failed: .*no keys here/);
      for (const ended of [cut, other, broken]) expect(ended.code).toBe(1);
    });
  });
});

describe('without a journal', () => {
  test('the answer is waited for while FunctionGraph does, which is said', async () => {
    await withByHand({ jobs, instances, journal: false }, async (around) => {
      const { run, cloud } = around;
      const done = await run(['run', 'nightly']);
      expect(done.code).toBe(0);
      expect(done.stderr).toContain('the schedule has no journal, so the answer of nightshift is waited for');
      expect(done.stdout).toMatch(/SUCCEEDED {2}nightly/);
      cloud.dcs.addFault({ operation: 'RestartOrFlushInstances', times: 1, effect: { kind: 'stuck' } });
      const slow = await run(['run', 'nightly']);
      expect(slow.code).toBe(1);
      expect(slow.stderr).toContain(
        'FunctionGraph waits 90 seconds for an answer, and the function nightshift goes on',
      );
    });
  });
});
