import { describe, expect, test } from 'vitest';
import type { DcsOptions } from '../../../functions/minicloud/dcs/dcs-service.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { answerOf, at, project, smallDcs, startAt } from './small-dcs.ts';

const a = instanceIdOf('a');

/** A DCS of one instance `a`, with short ways to its backups. */
function worldOf(seed: Partial<InstanceSeed> = {}, options: Partial<DcsOptions> = {}) {
  const small = smallDcs([{ name: 'a', newBackupSeconds: 60, ...seed }], {
    ...options,
    knobs: { backupWaitSeconds: 10, ...options.knobs },
  });
  const make = (body = '{}') => small.dcs.call({ operation: 'CopyInstance', project, instance: a, body });
  const list = (query = {}) =>
    small.dcs.call({ operation: 'ListBackupRecords', project, instance: a, query });
  const records = (query = {}) => at(answerOf(list(query)).body, 'backup_record_response');
  return { ...small, make, list, records };
}

const codeOf = (reply: Parameters<typeof answerOf>[0]) => at(answerOf(reply).body, 'error_code');

test('a backup record is written as in the published example', () => {
  const { make, records, clock } = worldOf();
  const { status, body } = answerOf(make('{"remark":"001"}'));
  expect(status).toBe(200);
  clock.advance(70_000);
  expect(records()).toEqual([
    {
      backup_id: at(body, 'backup_id'),
      // 03:30 in Shanghai.
      backup_name: 'backup_20261123033000',
      instance_id: a,
      backup_type: 'manual',
      backup_format: 'aof',
      status: 'succeed',
      progress: '100.00',
      size: 880_232,
      period: {},
      error_code: {},
      remark: '001',
      is_support_restore: 'TRUE',
      created_at: '2026-11-22T19:30:00.000Z',
      execution_at: '2026-11-22T19:30:00.000Z',
      updated_at: '2026-11-22T19:31:10.000Z',
    },
  ]);
});

describe('a backup that is asked for', () => {
  test('waits, runs and succeeds, and the log tells when', () => {
    const { make, records, clock, told, show } = worldOf();
    const id = at(answerOf(make()).body, 'backup_id');
    const look = () => [at(records(), 0, 'status'), at(answerOf(show('a')).body, 'task')];
    expect(look()).toEqual(['waiting', 'BACKUPING']);
    clock.advance(10_000);
    expect(look()).toEqual(['backuping', 'BACKUPING']);
    clock.advance(60_000);
    expect(look()).toEqual(['succeed', null]);
    const entry = { kind: 'backup', project, instance: a, backup: id, automatic: false };
    expect(told('backup')).toEqual([
      { ...entry, result: 'started', second: 0 },
      { ...entry, result: 'succeed', second: 70 },
    ]);
  });

  test('keeps flushes and other backups off, and yields to a restart or not, by the knob', () => {
    const open = (restartDuringBackup: 'kills-backup' | 'refused') => {
      const dcs = worldOf({}, { knobs: { restartDuringBackup } });
      dcs.make();
      return dcs;
    };
    const strict = open('refused');
    const refused = [strict.change('flush', 'a'), strict.make(), strict.change('restart', 'a')];
    expect(refused.map(codeOf)).toEqual(['DCS.4096', 'DCS.4096', 'DCS.4096']);
    const lax = open('kills-backup');
    expect(codeOf(lax.change('flush', 'a'))).toBe('DCS.4096');
    expect(answerOf(lax.change('restart', 'a')).status).toBe(200);
    lax.clock.advance(600_000);
    expect(lax.told('backup')).toMatchObject([{ result: 'started' }, { result: 'failed', second: 0 }]);
    expect(at(lax.records(), 0, 'error_code')).toBe('dcs.08.0002');
  });

  test.each([
    ['RESTARTING', 'DCS.4111'],
    ['ERROR', 'DCS.4049'],
    ['EXTENDING', 'DCS.4113'],
  ])('is refused in %s with %s', (status, code) => {
    expect(codeOf(worldOf({ status }).make())).toBe(code);
  });

  test('is refused while a restart that was accepted does not show yet', () => {
    const { change, make } = worldOf({}, { knobs: { acceptanceLagSeconds: 20 } });
    change('restart', 'a');
    expect(codeOf(make())).toBe('DCS.4017');
  });

  test.each([
    ['', undefined],
    ['{"remark":"why","backup_format":"rdb"}', undefined],
    ['not json', 'DCS.4005'],
    [JSON.stringify({ remark: 'x'.repeat(129) }), 'DCS.4062'],
    ['{"backup_format":"tar"}', 'DCS.4062'],
  ])('may have the body %s: %s', (body, code) => {
    expect(codeOf(worldOf().make(body))).toBe(code);
  });
});

describe('of more than 24 backups', () => {
  const daily = Array.from({ length: 24 }, (_, index) => ({ ageSeconds: (index + 1) * 86_400 }));

  test('the oldest is pushed out when the 25th is taken on', () => {
    const { make, list, told } = worldOf({ backups: daily });
    const oldest = at(answerOf(list({ limit: '24' })).body, 'backup_record_response', 23, 'backup_id');
    make();
    const after = answerOf(list({ limit: '50' })).body;
    expect(at(after, 'total_num')).toBe(24);
    expect(JSON.stringify(after)).not.toContain(oldest);
    expect(told('backup')).toMatchObject([
      { result: 'started', automatic: false },
      { result: 'pushed-out', automatic: true, backup: oldest },
    ]);
  });

  test('expired and deleted ones push nothing out', () => {
    const { make, told } = worldOf({
      backups: [
        ...daily.slice(1),
        { ageSeconds: 60, status: 'expired' },
        { ageSeconds: 70, status: 'deleted' },
      ],
    });
    make();
    expect(told('backup')).toMatchObject([{ result: 'started' }]);
  });
});

describe('the list of backups', () => {
  const backups = Array.from({ length: 15 }, (_, hours) => ({ ageSeconds: hours * 3_600 }));

  test('has ten on a page unless told otherwise, and refuses pages that are none', () => {
    const { records, list } = worldOf({ backups });
    expect(records()).toHaveLength(10);
    expect(records({ offset: '10' })).toHaveLength(5);
    expect(records({ limit: '0' })).toBeUndefined();
    expect(codeOf(list({ limit: '0' }))).toBe('DCS.4800');
  });

  test('is cut to a span of UTC', () => {
    const { records } = worldOf({ backups });
    // The cloud starts at 19:30, and there is one backup every hour before that.
    expect(records({ begin_time: '20261122163000', end_time: '20261122183000' })).toHaveLength(3);
    expect(at(records({ begin_time: '20261122193000' }), 0, 'created_at')).toBe(
      new Date(startAt).toISOString(),
    );
  });

  test('of none is 204 without a body, or an empty list by the knob', () => {
    expect(worldOf().list()).toMatchObject({ kind: 'text', status: 204, text: '' });
    const { body, status } = answerOf(worldOf({}, { knobs: { noBackups: 'empty-list' } }).list());
    expect([status, body]).toEqual([200, { total_num: 0, backup_record_response: [] }]);
  });
});

test('a backup of the instance’s own policy runs beside no other', () => {
  const { make, dcs, told } = worldOf();
  make();
  dcs.startBackup(a, 600);
  expect(told('backup')).toMatchObject([{ result: 'started', automatic: false }]);
});

test('a forbidden read is 403, and what it would have read stays as it is', () => {
  const { dcs, show } = worldOf(
    {},
    {
      faults: [{ operation: 'ListConfigurations', effect: { kind: 'forbidden' } }],
    },
  );
  const call = { operation: 'ListConfigurations', project, instance: a } as const;
  expect(answerOf(dcs.call(call))).toMatchObject({ status: 403, body: { error_code: 'DCS.2003' } });
  expect(answerOf(show('a')).status).toBe(200);
});
