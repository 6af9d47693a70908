import { describe, expect, test } from 'vitest';
import { everyFive, everyTen, timerByHand, withDeployed } from './deployed-before.ts';
import { dryRun, serverless, urn } from './functiongraph-beside.ts';

describe('nightshift deploy', () => {
  test('replaces a timer whose schedule has changed, and leaves exactly one', async () => {
    await withDeployed(async ({ run, write, timers }) => {
      write('serverless.yml', serverless({ timers: { tick: everyTen } }));
      const { code, stdout } = await run(['deploy', '--yes']);
      expect(code).toBe(0);
      expect(stdout).toContain(
        `~ timer tick: ${everyFive} with ${dryRun} -> ${everyTen} with ${dryRun} (deleted and created again`,
      );
      expect(await timers()).toEqual([`tick ${everyTen}`]);
    });
  });

  test('leaves a timer as it is when FunctionGraph refuses the new one', async () => {
    await withDeployed(async ({ run, write, timers }) => {
      write('serverless.yml', serverless({ timers: { tick: 'CRON_TZ=Asia/Shanghai 0 99 * * * ?' } }));
      const { code, stdout, stderr } = await run(['deploy', '--yes']);
      expect(code).toBe(1);
      expect(stdout).toContain(
        'create timer tick-stand-in, disabled, in case tick cannot be created again: not done',
      );
      expect(stderr).toContain('FSS.1109');
      expect(await timers()).toEqual([`tick ${everyFive}`]);
    });
  });

  test('takes away the second of two timers of one name, and one that is wanted no more', async () => {
    await withDeployed(
      async ({ ask, run, write, timers }) => {
        await ask('POST', `triggers/${urn}`, timerByHand('tick', everyTen));
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
      await ask('POST', `triggers/${urn}`, timerByHand('by-hand'));
      write('serverless.yml', serverless({ timers: { tick: everyTen } }));
      const { code, stdout } = await run(['deploy', '--yes']);
      expect(code).toBe(0);
      expect(stdout).toContain('= TIMER trigger by-hand (not made by deploy, left alone)');
      expect((await timers()).toSorted()).toEqual([`by-hand ${everyFive}`, `tick ${everyTen}`]);
    });
  });

  test('refuses a timer whose name somebody else has taken, and takes it over when told to', async () => {
    await withDeployed(async ({ ask, run, write, timers }) => {
      await ask('POST', `triggers/${urn}`, timerByHand('nightly'));
      write('serverless.yml', serverless({ timers: { tick: everyFive, nightly: everyTen } }));
      const refused = await run(['deploy', '--yes']);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain('the timer nightly of nightshift is there and was not made by deploy');
      expect((await run(['deploy', '--yes', '--adopt'])).code).toBe(0);
      expect((await timers()).toSorted()).toEqual([`nightly ${everyTen}`, `tick ${everyFive}`]);
    });
  });

  test('lets the stand-in come when a timer is gone and cannot be made anew, and makes it when it can', async () => {
    await withDeployed(async ({ cloud, platform, run, write, timers }) => {
      write('serverless.yml', serverless({ timers: { tick: everyTen } }));
      cloud.interceptor = ({ method }) => {
        if (method === 'DELETE') platform.knobs.deniedActions = ['functiongraph:trigger:create'];
        return 'pass';
      };
      const { code, stdout, stderr } = await run(['deploy', '--yes']);
      expect(code).toBe(1);
      expect(stdout).toContain('turn timer tick-stand-in on, so that jobs run: done');
      expect(stderr).toContain('expected the permission functiongraph:trigger:create');
      expect(stderr).not.toContain('NO TIMER');
      expect(await timers()).toEqual([`tick-stand-in ${everyTen}`]);
      cloud.interceptor = undefined;
      platform.knobs.deniedActions = [];
      expect((await run(['deploy', '--yes'])).code).toBe(0);
      expect(await timers()).toEqual([`tick ${everyTen}`]);
    });
  });

  test('says that no job runs when a timer is gone and nothing can come in its place, and how to mend it', async () => {
    await withDeployed(async ({ cloud, platform, run, write }) => {
      write('serverless.yml', serverless({ timers: { tick: everyTen } }));
      cloud.interceptor = ({ method }) => {
        if (method === 'DELETE')
          platform.knobs.deniedActions = ['functiongraph:trigger:create', 'functiongraph:trigger:update'];
        return 'pass';
      };
      const { code, stderr } = await run(['deploy', '--yes']);
      expect(code).toBe(1);
      expect(stderr).toContain(
        'NO TIMER: timer tick is not there, or turned off: no job of nightshift runs until that is fixed. ' +
          'To fix it: deploy again; or in the console, under Configuration > Triggers, a TIMER that is on: ' +
          `tick, Cron, ${everyTen} with ${dryRun}.\n`,
      );
    });
  });
});
