import { expect, test } from 'vitest';
import { readEvent } from '../../../../functions/maintenance/runtime/middleware/read-event.ts';

const defaults = { dryRun: false, confirm: undefined };

test.each<[object, object]>([
  [
    { job: 'nightly', inMaintenanceWindow: false },
    { kind: 'job', job: 'nightly', anyTime: true, ...defaults },
  ],
  [
    { retryFailed: 'a-run', inMaintenanceWindow: false },
    { kind: 'retry-failed', run: 'a-run', anyTime: true, ...defaults },
  ],
])('a run by hand may be told to wait for no maintenance window: %j', async (event, request) => {
  expect(await readEvent(event)).toEqual(request);
});

test.each([
  [
    { job: 'nightly', inMaintenanceWindow: true },
    'inMaintenanceWindow: true - expected false, or no such key',
  ],
  [
    { job: 'nightly', inMaintenanceWindow: 'no' },
    'inMaintenanceWindow: "no" - expected false, or no such key',
  ],
  // Without a job nothing waits.
  [{ action: 'flush', region: 'a', instances: ['a'], inMaintenanceWindow: false }, 'unknown key'],
])('in no other way: %j', async (event, reason) => {
  expect(await readEvent(event)).toMatchObject({
    kind: 'not-understood',
    reason: expect.stringContaining(reason),
  });
});
