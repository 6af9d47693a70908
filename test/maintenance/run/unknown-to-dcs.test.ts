import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { fleetOf, runNight } from './night.ts';

const operation = 'ShowInstance';
const matches = { instance: instanceIdOf('cache-2') };

test.each<[string, Readonly<Record<string, unknown>>, object]>([
  ['when its turn comes', { destroysData: 'acknowledged' }, { code: 'state' }],
  ['when it is asked how it keeps its data', {}, { code: 'data-unknown' }],
])('an instance that DCS lists and does not know %s is told with what DCS said', async (_, job, row) => {
  const message = 'This DCS instance does not exist.';
  const { rows } = await runNight({
    instances: fleetOf(3),
    job,
    faults: [{ operation, matches, effect: { kind: 'fails', status: 404, code: 'DCS.3022', message } }],
  });
  expect(rows.get('cache-2')).toMatchObject({
    outcome: 'refused',
    ...row,
    cause: { code: 'DCS.3022', message, status: 404, requestId: expect.any(String) },
  });
  expect([...rows.values()].filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(2);
});

/** A 404 without a code of DCS's, as a proxy answers it. */
const page = { kind: 'fails', status: 404, code: '', message: 'Not Found' } as const;

test('an instance that a 404 without a code of DCS is answered for is not told as gone', async () => {
  const job = { destroysData: 'acknowledged', settle: { timeout: '2m' } };
  const { rows } = await runNight({
    instances: fleetOf(3),
    job,
    faults: [{ operation, matches, times: Number.POSITIVE_INFINITY, effect: page }],
  });
  expect(rows.get('cache-2')).toMatchObject({
    outcome: 'refused',
    code: 'unreadable',
    cause: { code: 'HTTP.404', message: 'Not Found', status: 404 },
  });
  expect([...rows.values()].filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(2);
});

test.each<[string, number, object]>([
  ['once is seen to its end', 1, { outcome: 'succeeded' }],
  ['from then on is unknown', Number.POSITIVE_INFINITY, { outcome: 'unknown', cause: { code: 'HTTP.404' } }],
])('a restarted instance that such a 404 is answered for %s', async (_, times, row) => {
  const { rows } = await runNight({
    instances: fleetOf(3),
    job: { destroysData: 'acknowledged', settle: { timeout: '2m' } },
    faults: [{ operation, matches, after: 1, times, effect: page }],
  });
  expect(rows.get('cache-2')).toMatchObject(row);
  expect([...rows.values()].filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(
    times === 1 ? 3 : 2,
  );
});

test('an instance whose status cannot be read when its turn comes is told as that', async () => {
  const spoilt = (field: string) => ({ kind: 'spoilt', field, value: null }) as const;
  const faults: readonly Fault[] = [
    // The plan is made by the first.
    { operation: 'ListInstances', after: 1, effect: spoilt('instances.1.status') },
    { operation, matches, effect: spoilt('status') },
  ];
  const job = { destroysData: 'acknowledged', settle: { timeout: '2m' } };
  const { rows } = await runNight({ instances: fleetOf(3), job, faults });
  expect(rows.get('cache-2')).toMatchObject({
    outcome: 'refused',
    code: 'unreadable',
    reason: 'its status could not be read for 2m, so it was not touched - look at it in the console',
  });
  expect([...rows.values()].filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(2);
});

describe.each(['soft_restart', 'flush'] as const)(
  'an instance that DCS tells nothing of alone, at a %s',
  (action) => {
    const one = { action, destroysData: 'acknowledged', settle: { timeout: '2m' } };
    const denied = { kind: 'fails', status: 403, code: 'DCS.2003', message: 'no' } as const;
    const night = (faults: readonly Fault[], concurrency = 4) =>
      runNight({ instances: fleetOf(4), job: { ...one, rollout: { concurrency } }, faults });
    const times = Number.POSITIVE_INFINITY;
    const told = ({ code, message, status }: typeof denied) => ({ cause: { code, message, status } });

    test.each([1, 4])('is not touched, and the others are, %i at once', async (concurrency) => {
      const { rows } = await night([{ operation, matches, times, effect: denied }], concurrency);
      expect(rows.get('cache-2')).toMatchObject({ outcome: 'refused', code: 'unreadable', ...told(denied) });
      expect([...rows.values()].filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(3);
    });

    test('when it was sent is unknown, and the others are seen to their end', async () => {
      const { rows } = await night([{ operation, matches, after: 1, times, effect: denied }]);
      expect(rows.get('cache-2')).toMatchObject({ outcome: 'unknown', code: 'unreadable', ...told(denied) });
      expect([...rows.values()].filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(3);
    });

    test('as of all others, is up to the region', async () => {
      const { rows } = await night([{ operation, times, effect: denied }]);
      for (const row of rows.values())
        expect(row).toMatchObject({
          outcome: 'failed',
          ...told(denied),
          reason: expect.stringMatching(/^its region cannot be read/),
        });
    });
  },
);

test('an instance whose backups alone cannot be listed does not keep the others from theirs', async () => {
  const times = Number.POSITIVE_INFINITY;
  const { rows } = await runNight({
    instances: fleetOf(4),
    job: { backup: 'required', destroysData: 'acknowledged', settle: { timeout: '3m' } },
    faults: [
      { operation: 'ListBackupRecords', matches, times, effect: { kind: 'server-error', code: 'DCS.5000' } },
    ],
  });
  expect(rows.get('cache-2')).toMatchObject({ outcome: 'refused', cause: { code: 'DCS.5000' } });
  expect([...rows.values()].filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(3);
});
