import { describe, expect, test } from 'vitest';
import { fleetAt, rawInstance } from './fleet-under-test.ts';
import { json, listen } from './listener.ts';

describe('show', () => {
  test.each([
    [undefined, true],
    [null, true],
    ['', true],
    [{}, true],
    ['BACKUPING', false],
    [{ name: 'EXTEND' }, false],
  ])('with task %j is idle: %s', async (task, idle) => {
    const { endpoint } = await listen(json(200, rawInstance('a', { task })));
    expect(await fleetAt(endpoint).show('beijing', 'a')).toMatchObject({ id: 'a', idle });
  });

  test.each([
    [404, { error_code: 'DCS.3022', error_msg: 'This DCS instance does not exist.' }],
    [404, { error_code: '111404022', error_msg: 'This DCS instance does not exist.' }],
    [404, { error: { code: '111404022', message: 'This DCS instance does not exist.' } }],
  ])('says that there is none for HTTP %i %j', async (status, body) => {
    const { endpoint } = await listen(json(status, body));
    const code = 'error_code' in body ? body.error_code : '111404022';
    expect(await fleetAt(endpoint).show('beijing', 'a')).toMatchObject({
      none: { code, message: 'This DCS instance does not exist.', ending: 'refused', status: 404 },
    });
  });

  test('does not take a wrong address for a deleted instance', async () => {
    const { endpoint } = await listen(
      json(404, { error_code: 'APIGW.0101', error_msg: 'The API does not exist' }),
    );
    await expect(fleetAt(endpoint).show('beijing', 'a')).rejects.toMatchObject({
      failure: { kind: 'permanent', code: 'APIGW.0101' },
    });
  });

  test('does not take another instance for the one asked for', async () => {
    const { endpoint } = await listen(json(200, rawInstance('b')));
    await expect(fleetAt(endpoint).show('beijing', 'a')).rejects.toMatchObject({ code: 'MALFORMED' });
  });

  test.each(['../status', 'a/b', 'a?x=1', '', '$&'])(
    'sends nothing for %j, which would be another path',
    async (id) => {
      const { endpoint, arrived } = await listen(json(200, {}));
      await expect(fleetAt(endpoint).show('beijing', id)).rejects.toMatchObject({
        failure: { kind: 'permanent', code: 'INVALID_ID' },
      });
      expect(arrived).toHaveLength(0);
    },
  );
});

describe('measure', () => {
  const nodes = [
    { status: 'Active', node_type: 'master' },
    { status: 'Inactive', node_type: 'slave' },
    { status: 'Active', node_type: 'proxy' },
  ];

  function figures(statistic: ReturnType<typeof json>, logicalNodes: ReturnType<typeof json>) {
    return listen((arrived, response, turn) =>
      (arrived.path.endsWith('/statistic') ? statistic : logicalNodes)(arrived, response, turn),
    );
  }

  test('counts keys and nodes by instance', async () => {
    const { endpoint } = await figures(
      json(200, {
        statistics: [
          { instance_id: 'a', keys: 7 },
          { instance_id: 'odd', keys: null },
          { instance_id: 'twice', keys: 0 },
          { instance_id: 'twice', keys: 1000 },
        ],
      }),
      json(200, {
        count: 4,
        instances: [
          { instance_id: 'a', nodes },
          { instance_id: 'twice', nodes },
          { instance_id: 'twice', nodes: nodes.slice(1) },
          { instance_id: 'creating', nodes: [] },
        ],
      }),
    );
    const { keys, nodes: health } = await fleetAt(endpoint).measure('beijing');
    expect([...keys]).toEqual([['a', 7]]);
    expect([...health]).toEqual([['a', { total: 3, active: 2, masters: 1 }]]);
  });

  test('leaves out the half that it may not read', async () => {
    const { endpoint } = await figures(
      json(403, { error_code: 'DCS.2007', error_msg: 'Policy does not allow' }),
      json(200, { count: 1, instances: [{ instance_id: 'a', nodes }] }),
    );
    const { keys, nodes: health } = await fleetAt(endpoint).measure('beijing');
    expect(keys.size).toBe(0);
    expect(health.size).toBe(1);
  });
});
