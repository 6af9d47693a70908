import { describe, expect, test } from 'vitest';
import { gate, holdCall, lay, schedule } from './at-once.ts';
import { deployHere } from './deploy-in-process.ts';
import { everyFive, everyTen } from './deployed-before.ts';
import { stateOf } from './function-state.ts';
import { type Around, deployedFiles, withFunctionGraph } from './functiongraph-beside.ts';

/** Runs the built program on files that `lay` laid. */
function runOn(
  around: Around,
  command: string,
  { serverless: file, schedule: text }: ReturnType<typeof lay>,
) {
  const files = ['--serverless', file, ...(command === 'deploy' ? ['--schedule', text] : [])];
  return around.run([command, '--yes', ...files]);
}

/** Lets the calls of an operation wait for one another until so many have arrived, which then go on at once. */
function meetAt({ platform }: Around, meeting: string, of: number) {
  const [all, letGo] = gate();
  let arrived = 0;
  platform.knobs.fails = async ({ operation }) => {
    if (operation === meeting && arrived < of) {
      arrived += 1;
      if (arrived === of) letGo();
      await all;
    }
    return undefined;
  };
}

describe('of two programs that deploy one function at once', () => {
  test.each([
    ['that is there', 'UpdateFunctionConfig'],
    ['that is not there yet', 'CreateFunction'],
  ])(
    'one comes to its end, and the other stops and says what it has not done itself: %s',
    async (what, meeting) => {
      await withFunctionGraph({}, async (around) => {
        const isNew = what.endsWith('yet');
        if (!isNew)
          expect(await deployHere(around, lay(around, 'first', everyFive))).toMatchObject({ code: 0 });
        const jobs = { one: everyFive, two: everyTen };
        meetAt(around, meeting, 2);
        const both = await Promise.all(
          Object.entries(jobs).map(async ([job, timer]) => ({
            ...{ job, timer },
            ended: await runOn(around, 'deploy', lay(around, job, timer)),
          })),
        );
        const [well, ...others] = both.filter(({ ended }) => ended.code === 0);
        const late = both.find(({ ended }) => ended.code === 1);
        expect(others).toEqual([]);
        expect(well?.ended.stderr).toBe('');
        expect((await deployedFiles(around))['schedule.yaml']).toBe(schedule(well?.job ?? ''));
        expect(await around.timers()).toEqual([`tick ${well?.timer}`]);
        const told = late?.ended.stderr ?? '';
        expect(told).toMatch(
          /was changed by somebody else since .* It was nightshift deploy.*, begun at \d{4}-.*Z;/s,
        );
        expect(told).not.toContain('The same command does what is left');
        // The other may have written over what was written here at the same moment.
        expect(told).toMatch(
          isNew
            ? /Done: nothing\.\nAs wanted, by somebody else or not known by whom: create the function with its code/
            : /Done: (nothing|note in the function that this deploy is under way)\.\nNot done: .*replace the code;/,
        );
      });
    },
  );

  test('who is about to write when the other has written has overwritten nothing', async () => {
    await withFunctionGraph({}, async (around) => {
      expect(await deployHere(around, lay(around, 'first', everyFive))).toMatchObject({ code: 0 });
      // It has shown what it read, and reads again before it writes: until the other has written.
      const { held, letGo } = holdCall(around, 5);
      const slow = runOn(around, 'deploy', lay(around, 'slow', everyTen));
      await held;
      const quick = await runOn(around, 'deploy', lay(around, 'quick', everyFive));
      expect(quick).toMatchObject({ code: 0, stderr: '' });
      const state = await stateOf(around);
      letGo();
      const { code, stderr } = await slow;
      expect(code).toBe(1);
      expect(stderr).toContain('nightshift is not as wanted. Done: nothing.\n');
      expect(await stateOf(around)).toEqual(state);
    });
  });

  test('who finds that the other has deployed the same has nothing left to do, and is told whose it is', async () => {
    await withFunctionGraph({}, async (around) => {
      expect(await deployHere(around, lay(around, 'first', everyFive))).toMatchObject({ code: 0 });
      const { held, letGo } = holdCall(around, 5);
      const same = lay(around, 'same', everyTen);
      const slow = runOn(around, 'deploy', same);
      await held;
      expect(await runOn(around, 'deploy', same)).toMatchObject({ code: 0 });
      letGo();
      const { code, stdout, stderr } = await slow;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain(
        '\n  nothing is left to do: somebody else has done it meanwhile\nnightshift is as serverless.yml says\n',
      );
    });
  });

  test('what was deployed while a removal goes on is not removed unseen', async () => {
    await withFunctionGraph({}, async (around) => {
      const files = lay(around, 'first', everyFive);
      expect(await deployHere(around, files)).toMatchObject({ code: 0 });
      const removal = holdCall(around, 1, 'DeleteFunctionTrigger');
      const removing = runOn(around, 'remove', files);
      await removal.held;
      const second = lay(around, 'first', everyFive, { tock: everyTen });
      expect(await deployHere(around, second)).toMatchObject({ code: 0 });
      removal.letGo();
      const { code, stderr } = await removing;
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /nightshift was changed by somebody else .* It was nightshift deploy.*, begun at/s,
      );
      expect(stderr).toContain('nightshift is not removed. Done: delete timer tick.\nNot done: ');
      expect(stderr).not.toContain('The same command does what is left');
      expect(await around.timers()).toEqual([`tock ${everyTen}`]);
      expect((await deployedFiles(around))['schedule.yaml']).toBe(schedule('first'));
    });
  });
});
