import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { acceptedIn, withByHand } from './by-hand-beside.ts';

const jobs = `
  nightly:
    action: soft_restart
    targets: { region: beijing, names: ["cache-*"] }
    retry: { attempts: 1 }
    rollout: { canary: 1, maxFailures: 5 }
    settle: { inFunction: 10m }
  full:
    action: soft_restart
    targets: { region: beijing, names: ["cache-*"] }
    onlyIf: { keys: "> 1000M" }
    retry: { attempts: 1 }
    rollout: { canary: 1, maxFailures: 5 }
    settle: { inFunction: 10m }
  owned:
    action: soft_restart
    inMaintenanceWindow: true
    targets: { region: beijing, names: ["cache-*"] }
  reset:
    action: flush
    targets: { region: beijing, names: ["session-*"] }
    destroysData: acknowledged
    settle: { inFunction: 10m }
`;
const instances = [{ name: 'cache-1' }, { name: 'cache-2' }, { name: 'session-1' }];
const [one, two, session] = ['cache-1', 'cache-2', 'session-1'].map(instanceIdOf);

function runIn(text: string): string {
  return /(\w+@by-hand-[\w-]+)/.exec(text)?.[1] ?? expect.unreachable(text);
}

describe('nightshift run', () => {
  test('shows the plan, begins, is followed and retried, and says of each what becomes of it', async () => {
    await withByHand({ jobs, instances }, async (around) => {
      const { run, cloud, platform } = around;

      const dry = await run(['run', 'nightly', '--dry-run']);
      expect(dry).toMatchObject({ code: 0, stderr: '' });
      expect(dry.stdout).toMatch(/nightly: 2 of 2 instances, plan [0-9a-f]{12}\n/);
      expect(dry.stdout).toContain('--dry-run: nothing was started');
      expect(acceptedIn(around)).toEqual([]);

      const full = await run(['run', 'full']);
      expect(full.code).toBe(1);
      expect(full.stderr).toContain(
        'nothing was started: every instance is refused or left alone by the conditions of the job',
      );
      const ignoring = await run(['run', 'full', '--dry-run', '--ignore-conditions']);
      expect(ignoring.stdout).toMatch(/full: 2 of 2 instances, plan/);
      expect(ignoring.stdout).toContain('its conditions are ignored, as the event says');
      expect(acceptedIn(around)).toEqual([]);
      const anyTime = await run(['run', 'owned', '--any-time', '--dry-run', '--json']);
      expect(JSON.parse(anyTime.stdout)).toMatchObject({
        plans: [
          { notes: ['inMaintenanceWindow: false in the event, so no maintenance window is waited for'] },
        ],
      });

      const foreign = await run(['run', 'nightly', '--instances', `${one},${session}`]);
      expect(foreign.code).toBe(1);
      expect(foreign.stderr).toContain(`${session} (session-1 is not one of its targets)`);
      expect(acceptedIn(around)).toEqual([]);

      const began = await run(['run', 'nightly', '--instances', one ?? '']);
      expect(began).toMatchObject({ code: 0, stderr: '' });
      const first = runIn(began.stdout);
      expect(began.stdout).toContain(`${first} has begun: nightshift follow ${first} shows it`);
      const followed = await run(['follow', 'last']);
      expect(followed).toMatchObject({ code: 0, stderr: '' });
      expect(followed.stdout).toMatch(
        /^\d\d:\d\d:\d\d {2}opened: soft_restart of 1 instance\n.*invocation .* works on it\n.*cache-1: soft_restart is sent\n.*cache-1: accepted .*\n(.*\n)*.*cache-1: succeeded\n.*over: every instance has its outcome\n/,
      );
      expect(followed.stdout).toMatch(/SUCCEEDED {2}nightly/);
      expect(acceptedIn(around)).toEqual([one]);
      const [id = ''] = /by-hand-([\w-]+)/.exec(first)?.slice(1) ?? [];
      const lines = await run(['logs', '--run', first, '--follow']);
      expect(lines).toMatchObject({ code: 0, stderr: '' });
      expect(lines.stdout).toMatch(
        new RegExp(
          `Start invoke request '${id}'.*\\n(.*\\n)*.*"message":"run finished".*\\n(.*\\n)*.*Finish invoke request '${id}'`,
        ),
      );
      // The dry run before it was another invocation.
      expect(lines.stdout.match(/Start invoke request/g)).toHaveLength(1);
      platform.lts.knobs.partialAnswers = Number.POSITIVE_INFINITY;
      const partly = await run(['logs', '--run', first, '--follow']);
      platform.lts.knobs.partialAnswers = 0;
      expect(partly.stderr).toContain('LTS gave only a part of the lines');

      cloud.dcs.addFault({
        operation: 'RestartOrFlushInstances',
        matches: { instance: two ?? '' },
        times: 1,
        effect: { kind: 'item-failed' },
      });
      const failed = await run(['run', 'full', '--ignore-conditions', '--follow']);
      expect(failed.code).toBe(1);
      expect(failed.stdout).toMatch(/cache-2: failed: /);
      const second = runIn(failed.stdout);

      const heeding = await run(['retry', second]);
      expect(heeding.code).toBe(1);
      expect(heeding.stderr).toContain(
        'nothing was started: every instance is refused or left alone by the conditions of the job',
      );
      const ignored = ['--any-time', '--ignore-conditions'];
      const dryRetry = await run(['retry', second, ...ignored, '--dry-run', '--json']);
      expect(JSON.parse(dryRetry.stdout)).toMatchObject({ plans: [{ instances: [{ id: two }] }] });
      const retried = await run(['retry', second.slice(0, -1), '--ignore-conditions', '--follow', '--json']);
      expect(retried.code).toBe(0);
      expect(JSON.parse(retried.stdout)).toMatchObject({
        summary: { status: 'succeeded', instances: [{ id: two }] },
      });
      const sent = acceptedIn(around).length;
      const asks = countInvocations(cloud);
      for (const [which, reason] of [
        [second, 'nothing is left to retry of the run'],
        [first, 'no instance failed in the run'],
        ['nightly@nobody', 'nothing is known here of a run "nightly@nobody"'],
      ] as const) {
        const needless = await run(['retry', which]);
        expect(needless.code).toBe(1);
        expect(needless.stderr).toContain(reason);
      }
      expect(asks()).toBe(0);
      expect(acceptedIn(around)).toHaveLength(sent);
    });
  });

  test('asks where data is lost, by the hash of the plan, and is left going by Ctrl-C, which says how to come back', async () => {
    await withByHand({ jobs, instances }, async (around) => {
      const { run } = around;
      const unasked = await run(['run', 'reset']);
      expect(unasked.code).toBe(1);
      const hash = /plan ([0-9a-f]{12})/.exec(unasked.stdout)?.[1] ?? expect.unreachable(unasked.stdout);
      expect(unasked.stdout).toContain('1 may lose data');
      expect(unasked.stderr).toContain(`nothing was started - expected --confirm ${hash}, --yes`);
      const other = await run(['run', 'reset', '--confirm', '000000000000']);
      expect(other.stderr).toContain(`the plan is ${hash} now and not 000000000000, so nothing was started`);
      expect(acceptedIn(around)).toEqual([]);
      expect(await run(['run', 'reset', '--confirm', hash, '--follow'])).toMatchObject({
        code: 0,
        stderr: '',
      });
      const built = await around.built(['run', 'reset', '--yes', '--follow']);
      expect(built).toMatchObject({ code: 0, stderr: '' });
      expect(built.stdout).toMatch(/opened: flush of 1 instance\n/);
      expect(built.stdout).toMatch(/session-1: succeeded\n/);
      expect(acceptedIn(around)).toEqual([session, session]);

      const left = await run(['run', 'nightly', '--follow'], (said, interruption) => {
        if (said.includes('is sent')) interruption.interrupt('SIGINT');
      });
      expect(left.code).toBe(130);
      const id = runIn(left.stdout);
      expect(left.stderr).toContain(
        `interrupted: ${id} goes on without this command: nightshift follow ${id} shows it, nightshift cancel ${id} stops it`,
      );
      const open = await run(['retry', id]);
      expect(open.stderr).toContain(`${id} is not over, so nothing was started`);
      const again = await run(['run', 'nightly']);
      expect(again.code).toBe(1);
      expect(again.stderr).toMatch(
        new RegExp(
          `^nightshift: nightly@by-hand-\\S+ starts nothing: the run ${id} of the job is still going`,
        ),
      );
      expect(await run(['follow', id])).toMatchObject({ code: 0, stderr: '' });
      expect(acceptedIn(around).slice(2).toSorted()).toEqual([one, two].toSorted());
    });
  });
});

test('a night by hand: its function dies in the middle, a tick goes on, and what failed is retried', async () => {
  await withByHand({ jobs, instances, timers: 'running' }, async (around) => {
    const { run, cloud } = around;
    cloud.dcs.addFault({
      operation: 'RestartOrFlushInstances',
      matches: { instance: two ?? '' },
      times: 1,
      effect: { kind: 'item-failed' },
    });
    let killed = false;
    cloud.interceptor = ({ method, target, sender }) => {
      if (killed || sender === undefined || method !== 'GET' || !/\/instances\?/.test(target)) return 'pass';
      if (acceptedIn(around).length === 0) return 'pass';
      killed = true;
      return 'kill-before';
    };
    const followed = await run(['run', 'nightly', '--follow']);
    expect(killed).toBe(true);
    expect(followed.code).toBe(1);
    const id = runIn(followed.stdout);
    expect(followed.stdout).toMatch(/cache-1: succeeded\n/);
    expect(followed.stdout).toMatch(/PARTIAL {2}nightly/);
    const shown = await run(['show', id]);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toMatch(/cache-2 .*failed/);
    const attention = async () => JSON.parse((await run(['history', '--json'])).stdout).attention;
    expect(await attention()).toMatchObject([{ run: id, instances: [{ id: two, outcome: 'failed' }] }]);
    const retried = await run(['retry', 'nightly', '--follow']);
    expect(retried).toMatchObject({ code: 0, stderr: '' });
    expect(await attention()).toBeUndefined();
    expect(acceptedIn(around).toSorted()).toEqual([one, two].toSorted());
  });
});

function countInvocations(cloud: Parameters<Parameters<typeof withByHand>[1]>[0]['cloud']): () => number {
  let count = 0;
  cloud.interceptor = ({ target }) => {
    if (/\/invocations(-async)?$/.test(target)) count += 1;
    return 'pass';
  };
  return () => count;
}
