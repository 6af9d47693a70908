import { describe, expect, test } from 'vitest';
import type { FaultEffect } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { fleetOf, type Night, type NightOptions, runNight, startAt } from './night.ts';

const flush = { action: 'flush', destroysData: 'acknowledged', backup: 'required' };

function backupNight(options: Partial<NightOptions> & { effect?: FaultEffect } = {}): Promise<Night> {
  const { effect, ...rest } = options;
  return runNight({
    instances: fleetOf(2),
    job: flush,
    ...(effect && {
      faults: [{ operation: 'CopyInstance', matches: { instance: instanceIdOf('cache-1') }, effect }],
    }),
    ...rest,
  });
}

function told(night: Night) {
  return [...night.rows.values()].map(
    ({ outcome, code, backup }) => `${outcome} ${code} ${backup ? 'backed up' : 'bare'}`,
  );
}

/** Actions that were accepted while no backup of the instance had succeeded before them. */
function actionsWithoutBackup(night: Night): readonly string[] {
  const backedUp = new Set<string>();
  const bare: string[] = [];
  for (const entry of night.audit) {
    if (entry.kind === 'backup' && entry.result === 'succeed') backedUp.add(entry.instance);
    if (entry.kind === 'accepted' && !backedUp.has(entry.instance)) bare.push(entry.instance);
  }
  return bare;
}

describe('where a backup is required', () => {
  test('one is made, waited for until it succeeds, and named', async () => {
    const night = await backupNight();
    expect(told(night)).toEqual(Array(2).fill('succeeded flushed backed up'));
    expect(actionsWithoutBackup(night)).toEqual([]);
    expect(night.calls['CopyInstance']).toBe(2);
    const [first] = [...night.rows.values()];
    expect(first?.backup).toMatchObject({ made: true, createdAt: expect.stringMatching(/^2026-11-2/) });
  });

  test('one that is young enough is used, and none is made', async () => {
    const night = await backupNight({
      instances: fleetOf(2, { backups: [{ ageSeconds: 7_200, automatic: true }] }),
    });
    expect(told(night)).toEqual(Array(2).fill('succeeded flushed backed up'));
    expect(night.calls['CopyInstance']).toBeUndefined();
    expect([...night.rows.values()][0]?.backup).toMatchObject({ made: false });
  });

  test('one that is older than maxAge is not enough', async () => {
    const night = await backupNight({
      instances: fleetOf(2, { backups: [{ ageSeconds: 7_200 }] }),
      job: { ...flush, backup: { mode: 'required', maxAge: '1h' } },
    });
    expect(night.calls['CopyInstance']).toBe(2);
    expect(actionsWithoutBackup(night)).toEqual([]);
  });

  test.each([
    [{ kind: 'backup-fails' }, 'backup-failed'],
    [{ kind: 'backup-vanishes' }, 'backup-vanished'],
    [{ kind: 'backup-not-restorable' }, 'backup-not-restorable'],
  ] as const)(
    'what comes to nothing (%o) is no backup: the instance is refused, the others go on',
    async (effect, code) => {
      const night = await backupNight({ effect });
      expect(told(night)).toEqual([`refused ${code} bare`, 'succeeded flushed backed up']);
      expect(night.audit.filter((entry) => entry.kind === 'accepted')).toHaveLength(1);
    },
  );

  test('one that takes too long is late: refused', async () => {
    const night = await backupNight({
      instances: fleetOf(1),
      effect: { kind: 'backup-takes', seconds: 4_000 },
      job: { ...flush, backup: { mode: 'required', timeout: '10m' } },
    });
    expect(told(night)).toEqual(['refused backup-late bare']);
  });

  test('a single node, of which DCS makes none, is refused', async () => {
    const night = await backupNight({ instances: fleetOf(1, { cacheMode: 'single' }) });
    expect(told(night)).toEqual(['refused backup-refused bare']);
    expect(night.rows.get('cache-1')?.reason).toMatch(
      /^DCS refused to make a backup, and the job requires a backup; last answer: DCS\.4086 ".*" \(HTTP 400, request \w+\)$/,
    );
  });

  test.each(['gateway-timeout', 'dropped-after'] as const)(
    'a lost answer (%s) does not make a second one: the list tells that it began',
    async (kind) => {
      const night = await backupNight({
        faults: [{ operation: 'CopyInstance', times: 1, effect: { kind } }],
      });
      expect(told(night)).toEqual(Array(2).fill('succeeded flushed backed up'));
      const started = night.audit.filter((entry) => entry.kind === 'backup' && entry.result === 'started');
      expect(started).toHaveLength(2);
    },
  );

  test('a lost answer to a call that began none ends in a refusal, not in a guess', async () => {
    const night = await backupNight({
      faults: [{ operation: 'CopyInstance', times: 1, effect: { kind: 'dropped-before' } }],
    });
    expect(told(night)).toEqual(['refused backup-unknown bare', 'succeeded flushed backed up']);
    expect(night.rows.get('cache-1')?.reason).toContain('the answer to the call for a backup was lost');
  });

  test.each<[FaultEffect, string, string]>([
    [
      { kind: 'fails', status: 500, code: 'DCS.5000', message: 'Internal service error.' },
      'the call for a backup was answered with an error, and no backup appeared',
      'DCS.5000',
    ],
    [
      { kind: 'fails', status: 200, code: 'DCS.0000', message: 'no backup_id' },
      'the answer to the call for a backup could not be read, and no backup appeared',
      'DCS.0000',
    ],
  ])('an answer that tells nothing is not told as a lost one', async (effect, reason, code) => {
    const night = await backupNight({ faults: [{ operation: 'CopyInstance', effect }] });
    expect(told(night)).toEqual(Array(2).fill('refused backup-unknown bare'));
    expect(night.rows.get('cache-1')).toMatchObject({
      reason: expect.stringContaining(reason),
      cause: { code },
    });
  });
});

describe('a backup if possible', () => {
  test('is gone without where it cannot be had, and the reason says so', async () => {
    const night = await backupNight({
      instances: fleetOf(1, { cacheMode: 'single' }),
      job: { ...flush, backup: 'if-possible' },
    });
    expect(told(night)).toEqual(['succeeded flushed bare']);
    expect(night.rows.get('cache-1')?.reason).toContain('without a backup: DCS refused to make a backup');
  });

  test('it goes on as well where its backups may not be listed, and says which permission is missing', async () => {
    const night = await backupNight({
      instances: fleetOf(1),
      faults: [{ operation: 'ListBackupRecords', effect: { kind: 'forbidden' } }],
      job: { ...flush, backup: { mode: 'if-possible', timeout: '10m' } },
    });
    expect(told(night)).toEqual(['succeeded flushed bare']);
    const { reason = '' } = night.rows.get('cache-1') ?? {};
    expect(reason).toContain('without a backup: its backups may not be listed; last answer: DCS.2003 ');
    expect(reason).toContain('grant dcs:instance:getDataBackupLog');
    expect(night.calls['ListBackupRecords']).toBe(1);
  });

  test('without that permission for one of several, a job that requires a backup refuses that one at once', async () => {
    const night = await backupNight({
      instances: fleetOf(3),
      faults: [
        {
          operation: 'ListBackupRecords',
          matches: { instance: instanceIdOf('cache-2') },
          effect: { kind: 'forbidden' },
        },
      ],
      job: { ...flush, backup: { mode: 'required', timeout: '10m' } },
    });
    expect(night.rows.get('cache-2')).toMatchObject({
      outcome: 'refused',
      code: 'backup-unlisted',
      reason: expect.stringMatching(
        /^its backups may not be listed, and the job requires a backup; .*getDataBackupLog/,
      ),
      cause: { status: 403, permission: 'dcs:instance:getDataBackupLog' },
    });
    expect([...night.rows.values()].map(({ outcome }) => outcome).sort()).toEqual([
      'refused',
      'succeeded',
      'succeeded',
    ]);
  });
});

describe('a backup that is running', () => {
  test('is never cut short by a restart: the restart waits for it', async () => {
    const night = await runNight({
      instances: fleetOf(2),
      prepare: (dcs) => dcs.startBackup(instanceIdOf('cache-1'), 900),
    });
    expect([...night.rows.values()].map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
    const results = night.audit.flatMap((entry) => (entry.kind === 'backup' ? [entry.result] : []));
    expect(results).toEqual(['started', 'succeed']);
    const accepted = night.audit.find(
      (entry) => entry.kind === 'accepted' && entry.instance === instanceIdOf('cache-1'),
    );
    expect(accepted?.at).toBeGreaterThanOrEqual(startAt + 900_000);
  });
});

describe('an instance in ERROR, of which DCS makes no backup', () => {
  test('is refused in the end where one is required, after asking now and then and not all the time', async () => {
    const night = await runNight({
      instances: fleetOf(1, { status: 'ERROR' }),
      job: { destroysData: 'acknowledged', backup: { mode: 'required', timeout: '5m' } },
    });
    expect(told(night)).toEqual(['refused backup-late bare']);
    expect(night.calls['CopyInstance']).toBeLessThanOrEqual(31);
  });
});
