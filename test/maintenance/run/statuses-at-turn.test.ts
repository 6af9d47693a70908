import { describe, expect, test } from 'vitest';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { planFingerprint } from '../../../functions/maintenance/plan/fingerprint.ts';
import { startStatuses } from '../../../functions/maintenance/plan/gates.ts';
import { translated } from '../../../functions/maintenance/report/wording/chinese.ts';
import { endsOf, jobOf, runNight } from './night.ts';
import { setStage } from './stage.ts';

const startFrom = (action: string, targets: object) =>
  startStatuses(jobOf({ action, targets: { region: 'beijing', names: ['*'], ...targets } }));

describe('of the statuses that an action may start from those are left that the targets are for:', () => {
  test.each<[string, object, readonly string[] | undefined]>([
    ['restart', {}, undefined],
    ['restart', { statuses: ['ERROR'] }, ['ERROR']],
    ['restart', { statuses: ['ERROR', 'RUNNING', 'FROZEN'] }, ['RUNNING', 'ERROR']],
    ['restart', { exclude: { statuses: ['ERROR', 'FROZEN'] } }, ['RUNNING']],
    ['flush', { statuses: ['ERROR', 'RUNNING'] }, ['RUNNING']],
    ['flush', { statuses: ['ERROR'] }, []],
  ])('%s %j', (action, targets, expected) => {
    expect(startFrom(action, targets)).toEqual(expected);
  });
});

const job = (targets: object, more: object = {}) => ({
  destroysData: 'acknowledged',
  rollout: { concurrency: 1 },
  targets: { region: 'beijing', ...targets },
  ...more,
});

test('an instance that recovers before its turn is not restarted, and one that failed again is tried again', async () => {
  const night = await runNight({
    job: job({ statuses: ['ERROR'] }),
    instances: [
      { name: 'cache-1', status: 'ERROR', restartSeconds: 60 },
      { name: 'cache-2', status: 'ERROR', settlesAfterSeconds: 30 },
      { name: 'cache-3' },
    ],
    faults: [{ operation: 'RestartOrFlushInstances', times: 1, effect: { kind: 'ends-in-error' } }],
  });
  expect(endsOf(night)).toEqual(['succeeded returned', 'skipped state']);
  const reason = night.rows.get('cache-2')?.reason ?? '';
  expect(reason).toBe('is RUNNING when its turn comes, which the targets are not for');
  expect(translated(reason)).toBe('轮到它时状态为 RUNNING，不在目标条件之内');
});

test('a canary that was not touched for its status shows nothing', async () => {
  const night = await runNight({
    job: job({ statuses: ['RUNNING'] }, { rollout: { canary: 1 } }),
    instances: [{ name: 'cache-1' }, { name: 'cache-2' }],
    prepare: (dcs) =>
      dcs.addFault({
        operation: 'ShowInstance',
        times: 1,
        effect: { kind: 'spoilt', field: 'status', value: 'ERROR' },
      }),
  });
  expect(endsOf(night)).toEqual(['skipped state', 'skipped canary']);
});

test('the hash of a plan covers the statuses that its instances may have at their turn', async () => {
  const stage = setStage({ instances: [{ name: 'cache-1' }] });
  const hashed = async (targets: object) =>
    planFingerprint(await planTask({ job: jobOf(job(targets)), windowEnd: null }, stage.fleet));
  const all = await hashed({ names: ['*'] });
  expect(await hashed({ statuses: ['RUNNING'] })).not.toBe(all);
  expect(await hashed({ statuses: ['RUNNING'] })).not.toBe(await hashed({ statuses: ['RUNNING', 'ERROR'] }));
});
