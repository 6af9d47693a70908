import { describe, expect, test } from 'vitest';
import { holdCall, lay, schedule } from './at-once.ts';
import { deployHere } from './deploy-in-process.ts';
import { everyFive, everyTen } from './deployed-before.ts';
import {
  codeAnswering,
  codePath,
  deployedFiles,
  serverless,
  urn,
  withFunctionGraph,
} from './functiongraph-beside.ts';
import { withFiles } from './run-nightshift.ts';

describe('of two who deploy one function at once', () => {
  test.each([
    ['a function that is there', [1, 7, 10, 19, 29, 34]],
    ['a function that is not there yet', [2, 3, 5]],
  ] as const)(
    'whoever finds that the other has written stops, whichever call was under way: %s',
    async (what, calls) => {
      await withFunctionGraph({}, async (around) => {
        const isNew = what.endsWith('yet');
        if (!isNew)
          expect(await deployHere(around, lay(around, 'first', everyFive))).toMatchObject({ code: 0 });
        const stopped = new Set<string>();
        for (const nth of calls) {
          const slow = lay(around, `slow-${nth}`, everyTen);
          const quick = lay(around, `quick-${nth}`, everyFive);
          const { held, letGo, what: call } = holdCall(around, nth);
          const one = deployHere(around, slow);
          await held;
          const other = await deployHere(around, quick);
          expect(other).toMatchObject({ code: 0, stderr: '' });
          letGo();
          const late = await one;
          stopped.add(call());
          const files = await deployedFiles(around);
          if (isNew) await around.ask('DELETE', `functions/${urn}`);
          expect(late.stdout).not.toContain('answer was lost');
          if (nth === 1) {
            expect(late.code).toBe(0);
            // It had been shown what the other made.
            expect(late.stdout).toContain(`- job quick-${nth}`);
            continue;
          }
          expect(late.stderr).toContain('nightshift was changed by somebody else since it was read here');
          expect(late.stderr).toMatch(
            call() === 'UpdateFunctionConfig'
              ? /Who it was is not known: this command was writing at that moment, too, .*; FunctionGraph tells: changed last at \d{4}-.*Z,/
              : /It was nightshift deploy.*, begun at \d{4}-.*Z; FunctionGraph tells: its code is sha512/,
          );
          expect(late.stderr).not.toContain('The same command does what is left');
          // What was under way already when the other came is all that can have been written over.
          if (call() !== 'UpdateFunctionCode') expect(files['schedule.yaml']).toBe(schedule(`quick-${nth}`));
          if (isNew) await around.ask('DELETE', `functions/${urn}`);
        }
        const changing = isNew
          ? ['CreateFunction']
          : ['UpdateFunctionConfig', 'UpdateFunctionCode', 'DeleteFunctionTrigger', 'CreateFunctionTrigger'];
        expect([...stopped]).toEqual(expect.arrayContaining(changing));
      });
    },
  );

  test('never both succeed, and what succeeds is what is there', async () => {
    await withFunctionGraph({}, async (around) => {
      for (let round = 1; round <= 6; round += 1) {
        const files = [lay(around, `one-${round}`, everyFive), lay(around, `two-${round}`, everyTen)];
        const both = await Promise.all(files.map((each) => deployHere(around, each)));
        const well = both.flatMap(({ code }, index) =>
          code === 0 ? [files[index]?.schedule.replace('.yaml', '')] : [],
        );
        expect(well.length).toBeLessThan(2);
        for (const { code, stdout, stderr } of both) {
          expect(stdout).not.toContain('answer was lost');
          if (code !== 0) expect(stderr).toMatch(/was changed by somebody else|already exists/);
        }
        const [job] = well;
        if (job === undefined) continue;
        expect((await deployedFiles(around))['schedule.yaml']).toBe(schedule(job));
        expect(await around.timers()).toEqual([`tick ${job.startsWith('one') ? everyFive : everyTen}`]);
      }
    });
  });

  test('what somebody changes at the console after it was shown is not written over, and named', async () => {
    await withFunctionGraph({}, async (around) => {
      expect(await deployHere(around, lay(around, 'first', everyFive))).toMatchObject({ code: 0 });
      // Deploy reads four things to show them, and four to see whether they are still so.
      const { held, letGo } = holdCall(around, 5);
      const one = deployHere(around, lay(around, 'second', everyTen));
      await held;
      await around.ask('PUT', `functions/${urn}/config`, { timeout: 60 });
      letGo();
      const { code, stderr } = await one;
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /what is new: timeout\. It was not nightshift deploy, but the console or another tool;/,
      );
      const { json } = await around.ask('GET', `functions/${urn}/config`);
      expect(json).toMatchObject({ timeout: 60 });
    });
  });
});

test('ten schedules from ten folders, deployed at once, are each in the function of their folder', async () => {
  await withFunctionGraph({}, async (around) => {
    const { ask, keys, cloud } = around;
    const names = Array.from({ length: 10 }, (_, index) => `folder-${index}`);
    const deploy = (name: string) => {
      const files = {
        [codePath]: codeAnswering('one'),
        'schedule.yaml': schedule(name),
        'serverless.yml': serverless({ timers: {} }).replace(/nightshift:$/m, `${name}:`),
      };
      return withFiles(files, async (nightshift) => {
        const ended = await nightshift(['deploy', '--yes', '--endpoint', cloud.endpoint], keys);
        expect(ended).toMatchObject({ code: 0, stderr: '' });
      });
    };
    await Promise.all(names.map(deploy));
    for (const name of names) {
      const own = urn.replace('nightshift', name);
      const files = await deployedFiles({ ask: (method, path) => ask(method, path.replace(urn, own)) });
      expect(files['schedule.yaml']).toBe(schedule(name));
    }
  });
});
