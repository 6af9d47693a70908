import { describe, expect, test } from 'vitest';
import { createDcsBackups } from '../../../../functions/maintenance/huawei/dcs/backups-over-clients.ts';
import { dcsClientsOf } from '../../../../functions/maintenance/huawei/dcs/dcs-region-clients.ts';
import { createDcsFleet } from '../../../../functions/maintenance/huawei/dcs/fleet-over-clients.ts';
import { rawInstance, settingsAt } from '../fleet-under-test.ts';
import { inTurn, json, listen } from '../listener.ts';

/** The published example of a record. */
const published = {
  backup_format: 'aof',
  backup_id: '4631832a-14c6-45b0-a0b3-3abd8f591ad1',
  backup_name: 'backup_20190510163116',
  backup_type: 'manual',
  created_at: '2019-05-10T08:31:16.166Z',
  error_code: {},
  execution_at: '2019-05-10T08:31:21.461Z',
  instance_id: 'a',
  is_support_restore: 'TRUE',
  period: {},
  progress: '100.00',
  remark: '001',
  size: 880232,
  status: 'succeed',
  updated_at: '2019-05-10T08:32:30.546Z',
};

const page = (...records: readonly object[]) =>
  json(200, { backup_record_response: records, total_num: records.length });

async function listed(record: object) {
  const { endpoint } = await listen(page({ ...published, ...record }));
  const [backup] = await createDcsBackups(settingsAt(endpoint)).list('beijing', 'a');
  return backup;
}

describe('the list of backups', () => {
  test('reads the published example, and asks for pages with limit and offset', async () => {
    const { endpoint, arrived } = await listen(page(published));
    expect(await createDcsBackups(settingsAt(endpoint)).list('beijing', 'a')).toEqual([
      {
        id: published.backup_id,
        status: 'succeeded',
        restorable: true,
        createdAt: Date.parse(published.created_at),
        finishedAt: Date.parse(published.updated_at),
        automatic: false,
        error: undefined,
      },
    ]);
    expect(arrived.map(({ path }) => path)).toEqual([
      '/v2/0123456789abcdef0123456789abcdef/instances/a/backups?limit=100&offset=0',
    ]);
  });

  test.each([
    ['waiting', 'waiting', undefined],
    ['backuping', 'running', undefined],
    ['succeed', 'succeeded', Date.parse(published.updated_at)],
    ['failed', 'failed', Date.parse(published.updated_at)],
    ['expired', 'gone', Date.parse(published.updated_at)],
    ['deleted', 'gone', Date.parse(published.updated_at)],
    // Not success, and not an end: whoever waits for it goes on waiting until too late.
    ['verifying', 'running', undefined],
  ])('tells %s as %s', async (status, told, finishedAt) => {
    expect(await listed({ status })).toMatchObject({ status: told, finishedAt });
  });

  test.each([
    ['TRUE', true],
    ['true', true],
    [true, true],
    ['FALSE', false],
    [false, false],
    [null, false],
    ['', false],
    [1, false],
  ])('takes is_support_restore %j for %s', async (is_support_restore, restorable) => {
    expect(await listed({ is_support_restore })).toMatchObject({ restorable });
  });

  test.each([
    [{ error_code: 'dcs.08.0002' }, { error: 'dcs.08.0002' }],
    [{ error_code: '' }, { error: undefined }],
    [{ error_code: null }, { error: undefined }],
    [{ backup_type: 'auto' }, { automatic: true }],
    [{ backup_type: null }, { automatic: false }],
    [{ created_at: '2019-05-10T16:31:16.166+0800' }, { createdAt: Date.parse(published.created_at) }],
    // Without a zone nobody knows when that was: it must not make a backup younger than it is.
    [{ created_at: '2019-05-10 16:31:16' }, { createdAt: 0 }],
    [{ created_at: null }, { createdAt: 0 }],
    [{ created_at: 'yesterdayZ' }, { createdAt: 0 }],
    [{ updated_at: {} }, { finishedAt: undefined }],
  ])('reads %j as %j', async (record, expected) => {
    expect(await listed(record)).toMatchObject(expected);
  });

  test.each([
    [204, ''],
    [200, ''],
    [200, '{}'],
    [200, '{"total_num":0,"backup_record_response":[]}'],
    [200, '{"total_num":0,"backup_record_response":null}'],
    [200, '{"backup_record_response":null}'],
  ])('is empty for HTTP %i with the body "%s"', async (status, body) => {
    const { endpoint } = await listen((_, response) => void response.writeHead(status).end(body));
    expect(await createDcsBackups(settingsAt(endpoint)).list('beijing', 'a')).toEqual([]);
  });

  test.each([
    [{ total_num: 1 }],
    [{ total_num: 1, backup_record_response: null }],
    [{ backup_record_response: {} }],
    [{ backup_record_response: [{ ...published, instance_id: 'b' }] }],
  ])('is not guessed from %j', async (body) => {
    const { endpoint } = await listen(json(200, body));
    const backups = createDcsBackups(settingsAt(endpoint));
    await expect(backups.list('beijing', 'a')).rejects.toMatchObject({ code: 'MALFORMED' });
  });

  test.each([
    [null],
    [{ backup_id: '' }],
    [{ ...published, backup_id: undefined }],
    [{ ...published, status: undefined }],
    [{ ...published, status: 7 }],
  ])('does not rely on a record that is %j, and has the others', async (odd) => {
    const body = { total_num: 2, backup_record_response: [odd, { ...published, instance_id: 'a' }] };
    const { endpoint } = await listen(json(200, body));
    const [backup, ...others] = await createDcsBackups(settingsAt(endpoint)).list('beijing', 'a');
    expect(backup?.id).toBe(published.backup_id);
    expect(others).toEqual([]);
  });

  test('is read to the end of its pages, each backup once and the newest first', async () => {
    const record = (id: string, day: number) => ({
      ...published,
      backup_id: id,
      created_at: `2019-05-0${day}T08:31:16.166Z`,
    });
    const { endpoint } = await listen(
      inTurn(
        json(200, { total_num: 3, backup_record_response: [record('one', 1), record('three', 3)] }),
        json(200, { total_num: 3, backup_record_response: [record('two', 2)] }),
      ),
    );
    const backups = await createDcsBackups(settingsAt(endpoint)).list('beijing', 'a');
    expect(backups.map(({ id }) => id)).toEqual(['three', 'two', 'one']);
  });
});

describe('a backup that is asked for', () => {
  const begun = json(200, { backup_id: published.backup_id });

  test.each([
    ['before nightly@2026-11-23', '{"remark":"before nightly@2026-11-23"}'],
    ['', '{}'],
    ['x'.repeat(200), JSON.stringify({ remark: 'x'.repeat(128) })],
  ])('with the remark "%s" sends %s', async (remark, body) => {
    const { endpoint, arrived } = await listen(begun);
    const answer = await createDcsBackups(settingsAt(endpoint)).make('beijing', 'a', remark);
    expect(answer).toEqual({ kind: 'begun', backup: published.backup_id });
    expect(arrived.map((request) => [request.method, request.body])).toEqual([['POST', body]]);
  });

  test.each([{}, { backup_id: '' }, { backup_id: 7 }, []])(
    'may have begun when the answer is %j',
    async (body) => {
      const { endpoint, arrived } = await listen(json(200, body));
      expect(await createDcsBackups(settingsAt(endpoint)).make('beijing', 'a', '')).toMatchObject({
        kind: 'refused',
        failure: { kind: 'ambiguous', code: 'MALFORMED' },
      });
      expect(arrived).toHaveLength(1);
    },
  );

  test.each(['../status', 'a/b', ''])('is not sent for %j, which would be another path', async (id) => {
    const { endpoint, arrived } = await listen(begun);
    expect(await createDcsBackups(settingsAt(endpoint)).make('beijing', id, '')).toMatchObject({
      failure: { kind: 'permanent', code: 'INVALID_ID' },
    });
    expect(arrived).toHaveLength(0);
  });
});

describe('the clients of a region', () => {
  test('are shared by all that was made with the same settings', async () => {
    const sockets = new Set<unknown>();
    const { endpoint } = await listen((request, response) => {
      sockets.add(response.socket);
      const answer = request.path.includes('/backups') ? page(published) : json(200, rawInstance('a'));
      answer(request, response, 1);
    });
    const settings = settingsAt(endpoint);
    await createDcsFleet(settings).show('beijing', 'a');
    await createDcsBackups(settings).list('beijing', 'a');
    expect(sockets.size).toBe(1);
  });

  test('are not shared with other settings', () => {
    const [one, other] = [settingsAt('http://127.0.0.1:9'), settingsAt('http://127.0.0.1:9')];
    expect(dcsClientsOf(one)('beijing')).toBe(dcsClientsOf(one)('beijing'));
    expect(dcsClientsOf(one)('beijing')).not.toBe(dcsClientsOf(other)('beijing'));
  });
});
