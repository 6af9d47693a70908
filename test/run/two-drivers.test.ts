import { describe, expect, test } from 'vitest';
import { fold } from '../../functions/run/apply.ts';
import { repeatedActions, repeatedFlushes } from '../minicloud/audit-invariants.ts';
import { outcomesOf } from './drive-outcomes.ts';
import { fleetOf } from './night.ts';
import { pause, run, setStage } from './stage.ts';

const slowly = { rollout: { concurrency: 2 } };

describe('two invocations on one run', () => {
  test('that begin at the same moment: one carries it out, the other does nothing', async () => {
    const stage = setStage({ instances: fleetOf(6), job: slowly });
    const driven = await Promise.all([stage.perform(), stage.perform()]);
    const carried = driven.filter((one) => one?.end === 'finished');
    expect(carried).toHaveLength(1);
    expect(outcomesOf(carried[0])).toEqual(Array(6).fill('succeeded'));
    expect(repeatedActions(stage.world.audit())).toEqual([]);
  });

  // The first would be done after a minute and a half.
  const moments = Array.from({ length: 12 }, (_, index) => index * 7);

  test.each(moments)(
    'the second %i s after the first: one finishes it, and nothing is done twice',
    async (seconds) => {
      const stage = setStage({ instances: fleetOf(6), job: slowly });
      const first = stage.perform();
      await pause(stage.clock, seconds);
      const driven = await Promise.all([first, stage.perform()]);
      expect(driven.map((one) => one?.end ?? 'lost').sort()).toEqual(['finished', 'lost']);
      expect(outcomesOf(driven.find((one) => one?.end === 'finished'))).toEqual(Array(6).fill('succeeded'));
      expect(repeatedActions(stage.world.audit())).toEqual([]);
      const { events } = await stage.journal.read(run);
      expect(events.filter(({ type }) => type === 'finished')).toHaveLength(1);
      expect(fold(events).finishedAt).toBeDefined();
    },
  );

  test.each([0, 2, 12, 15, 21, 33])(
    'a flush, the second %i s after the first: nothing is flushed twice',
    async (seconds) => {
      const stage = setStage({
        instances: fleetOf(4),
        job: { ...slowly, action: 'flush', destroysData: 'acknowledged' },
        // The answer is still on its way when the other takes over.
        faults: [{ operation: 'RestartOrFlushInstances', effect: { kind: 'slow-answer', seconds: 8 } }],
      });
      const first = stage.perform();
      await pause(stage.clock, seconds);
      const driven = await Promise.all([first, stage.perform()]);
      expect(repeatedFlushes(stage.world.audit())).toEqual([]);
      expect(outcomesOf(driven.find((one) => one?.end === 'finished'))).toEqual(Array(4).fill('succeeded'));
    },
  );
});
