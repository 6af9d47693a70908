import { describe, expect, test } from 'vitest';
import { fleetAt, notingClock, rawInstance } from './fleet-under-test.ts';
import { inTurn, json, listen, type Respond } from './listener.ts';

/** Serves pages of `ids` as DCS does, no page larger than `cap`. */
function pages(ids: readonly string[], cap: number, total: number | undefined = ids.length): Respond {
  return (arrived, response, turn) => {
    const query = new URL(arrived.path, 'http://any').searchParams;
    const offset = Number(query.get('offset'));
    const instances = ids
      .slice(offset, offset + Math.min(cap, Number(query.get('limit'))))
      .map((id) => rawInstance(id));
    json(200, { ...(total === undefined ? {} : { instance_num: total }), instances })(
      arrived,
      response,
      turn,
    );
  };
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `i-${index}`);

describe('list', () => {
  test('tells of an instance in our words and keeps nothing else', async () => {
    const { endpoint } = await listen(json(200, { instance_num: 1, instances: [rawInstance('a')] }));
    expect(await fleetAt(endpoint).list('beijing')).toStrictEqual([
      {
        id: 'a',
        name: 'cache-a',
        region: 'beijing',
        engine: 'Redis',
        engineVersion: '5.0',
        status: 'RUNNING',
        idle: true,
        tags: { env: 'staging' },
        zones: ['cn-north-4a'],
        enterpriseProject: undefined,
        cacheMode: undefined,
        capacity: undefined,
        createdAt: undefined,
        maintenance: { untold: true },
        updatedAt: '2022-08-29T09:00:34.335Z',
      },
    ]);
  });

  test('bears what the documentation itself shows: numeric tag keys, nulls, zones as objects', async () => {
    const odd = rawInstance('a', {
      name: null,
      engine_version: null,
      tags: [
        { key: 1, value: 'DCS' },
        { key: 'bare', value: null },
      ],
      az_codes: [{ az_code: 'cn-north-4a' }],
      publicip_id: {},
      updated_at: {},
    });
    const { endpoint } = await listen(json(200, { instance_num: 1, instances: [odd] }));
    expect(await fleetAt(endpoint).list('beijing')).toMatchObject([
      {
        name: '',
        engineVersion: '',
        tags: { 1: 'DCS', bare: '' },
        zones: ['cn-north-4a'],
        updatedAt: undefined,
      },
    ]);
  });

  test.each([
    ['normal', true],
    [null, true],
    ['', true],
    ['UPDATE_SSL', false],
    [7, false],
  ])('sub_status %j is idle: %s', async (sub_status, idle) => {
    const { endpoint } = await listen(
      json(200, { instance_num: 1, instances: [rawInstance('a', { sub_status })] }),
    );
    expect(await fleetAt(endpoint).list('beijing')).toMatchObject([{ idle }]);
  });

  test('asks for one page of 1000 where that is all there is', async () => {
    const { endpoint, arrived } = await listen(pages(numbered(1000), 1000));
    expect(await fleetAt(endpoint).list('beijing')).toHaveLength(1000);
    expect(arrived.map(({ path }) => path.split('?')[1])).toEqual(['offset=0&limit=1000']);
  });

  test.each([
    [{ tags: { env: 'staging', team: 'a-1' } }, 'offset=0&limit=1000&tags=env%3Dstaging%2Cteam%3Da-1'],
    [{ name: { text: 'cache-', whole: false } }, 'name=cache-&offset=0&limit=1000'],
    [{ name: { text: 'cache-a', whole: true } }, 'name=cache-a&offset=0&limit=1000&name_equal=true'],
    [{ ids: ['a'] }, 'instance_id=a&offset=0&limit=1000'],
  ])('asks for what it is narrowed to: %j', async (narrowing, query) => {
    const { endpoint, arrived } = await listen(json(200, { instance_num: 1, instances: [rawInstance('a')] }));
    expect(await fleetAt(endpoint).list('beijing', { narrowing })).toHaveLength(1);
    expect(arrived.map(({ path }) => path.split('?')[1])).toEqual([query]);
  });

  test('reads to the end though the service gives smaller pages than asked for', async () => {
    const { endpoint, arrived } = await listen(pages(numbered(23), 10));
    expect((await fleetAt(endpoint).list('beijing')).map(({ id }) => id)).toEqual(numbered(23));
    expect(arrived).toHaveLength(3);
  });

  test('reads to an empty page when the service does not say how many there are', async () => {
    const { endpoint } = await listen(pages(numbered(20), 10, undefined));
    expect(await fleetAt(endpoint).list('beijing')).toHaveLength(20);
  });

  const page = (total: number, ...ids: string[]) =>
    json(200, { instance_num: total, instances: ids.map((id) => rawInstance(id)) });

  test('finds the instance that moved to an earlier page because another one was deleted meanwhile', async () => {
    const { endpoint } = await listen(inTurn(page(3, 'deleted', 'b'), page(2), page(2, 'b', 'c')));
    expect((await fleetAt(endpoint).list('beijing')).map(({ id }) => id)).toEqual(['b', 'c']);
  });

  test('gives each instance once though one moved to a later page because another one was created', async () => {
    const { endpoint } = await listen(
      inTurn(page(3, 'a', 'b'), page(4, 'b', 'c'), page(4, 'created', 'a'), page(4, 'b', 'c')),
    );
    expect((await fleetAt(endpoint).list('beijing')).map(({ id }) => id)).toEqual(['created', 'a', 'b', 'c']);
  });

  test('keeps everything it saw when the list does not hold still for three readings', async () => {
    const { endpoint, arrived } = await listen((one, response, turn) =>
      page(turn + 5, `i-${turn}`, 'steady')(one, response, turn),
    );
    const ids = (await fleetAt(endpoint).list('beijing')).map(({ id }) => id);
    expect(ids).toContain('steady');
    expect(ids).toHaveLength(arrived.length + 1);
  });

  test('ends though the service ignores the offset or counts what it does not list', async () => {
    const same = await listen(json(200, { instance_num: 50, instances: [rawInstance('a')] }));
    expect(await fleetAt(same.endpoint).list('beijing')).toHaveLength(1);
    const overcounted = await listen(pages(numbered(20), 10, 21));
    expect(await fleetAt(overcounted.endpoint).list('beijing')).toHaveLength(20);
  });

  test.each([
    ['a status of null', { status: null }, ['status']],
    ['a number for a name', { name: 7 }, ['name']],
    ['no id', { instance_id: undefined }, ['id']],
    ['tags that are none', { tags: { env: 'test' } }, ['tags']],
    ['an engine version that is none', { engine_version: {} }, ['engineVersion']],
  ])('tells what cannot be read of a row with %s, and the other rows as ever', async (_, parts, unread) => {
    const rows = [rawInstance('a'), rawInstance('b', parts), rawInstance('c')];
    const { endpoint } = await listen(json(200, { instance_num: 3, instances: rows }));
    const [first, odd, last] = await fleetAt(endpoint).list('beijing');
    expect([first, last].map((one) => [one?.id, one?.unread])).toEqual([
      ['a', undefined],
      ['c', undefined],
    ]);
    expect(odd?.unread).toEqual(unread);
    if (unread.includes('status')) expect(odd?.status).toBe('UNREADABLE');
  });

  test('ends though every page has a row without an id', async () => {
    const same = await listen(json(200, { instance_num: 50, instances: [null, 7, rawInstance('a')] }));
    expect(await fleetAt(same.endpoint).list('beijing')).toHaveLength(3);
  });

  test.each([{ instances: null }, { instances: null, instance_num: 0 }, {}, { instance_num: 0 }])(
    'takes %j for a list of none',
    async (body) => {
      const { endpoint } = await listen(json(200, body));
      expect(await fleetAt(endpoint).list('beijing')).toEqual([]);
    },
  );

  test('takes an answer without a body for a list of none', async () => {
    const { endpoint } = await listen((_, response) => void response.writeHead(204).end());
    expect(await fleetAt(endpoint).list('beijing')).toEqual([]);
  });

  test.each<[unknown, string]>([
    [{ running_count: 3 }, 'MALFORMED'],
    [{ instances: null, instance_num: 3 }, 'MALFORMED'],
    [{ instances: null, instance_num: '3' }, 'MALFORMED'],
    [{ instances: null, instance_num: 0, error_code: 'DCS.5000', error_msg: 'busy' }, 'DCS.5000'],
    [{ instances: [], instance_num: 0, error_code: 'DCS.5000', error_msg: 'busy' }, 'DCS.5000'],
    [{ instance_num: 3 }, 'MALFORMED'],
    [{ instances: { a: {} } }, 'MALFORMED'],
    [{ instances: 'none' }, 'MALFORMED'],
    [{ error_code: 'DCS.5000', error_msg: 'Internal service error.' }, 'DCS.5000'],
    [[], 'MALFORMED'],
  ])('does not take %j for a list, and tells %s', async (body, code) => {
    const { endpoint } = await listen(json(200, body));
    await expect(fleetAt(endpoint).list('beijing')).rejects.toMatchObject({
      name: 'CallError',
      failure: { kind: 'ambiguous', code },
    });
  });

  test('throws for a region that the schedule does not have', async () => {
    await expect(async () => fleetAt('http://127.0.0.1:1').list('nowhere')).rejects.toThrow(
      'no region "nowhere"',
    );
  });
});

describe('a read that fails', () => {
  const busy = { error_code: 'DCS.5000', error_msg: 'Internal service error.' };

  test('is sent again, with growing pauses, three times in all', async () => {
    const clock = notingClock();
    const { endpoint, arrived } = await listen(json(500, busy));
    await expect(fleetAt(endpoint, { clock }).list('beijing')).rejects.toMatchObject({ code: 'DCS.5000' });
    expect(arrived).toHaveLength(3);
    expect(clock.waits).toEqual([1_000, 2_000]);
  });

  test('succeeds on a later try', async () => {
    const { endpoint } = await listen(inTurn(json(500, busy), json(200, { instance_num: 0, instances: [] })));
    expect(await fleetAt(endpoint).list('beijing')).toEqual([]);
  });

  test('waits as long as the service asks', async () => {
    const clock = notingClock();
    const throttled = { error_code: 'APIGW.0308', error_msg: 'over ratelimit,limit:10,time:1 minute' };
    const { endpoint } = await listen(
      inTurn(
        json(429, throttled, { 'retry-after': '7' }),
        json(429, throttled),
        json(200, { instance_num: 0, instances: [] }),
      ),
    );
    await fleetAt(endpoint, { clock }).list('beijing');
    expect(clock.waits).toEqual([7_000, 60_000]);
  });

  test('is given up, not hastened, when the service asks for more than a minute', async () => {
    const { endpoint, arrived } = await listen(json(429, {}, { 'retry-after': '61' }));
    await expect(fleetAt(endpoint).list('beijing')).rejects.toMatchObject({
      failure: { kind: 'throttled', code: 'HTTP.429', retryAfterMs: 61_000 },
    });
    expect(arrived).toHaveLength(1);
  });

  test('for want of permission is not repeated', async () => {
    const { endpoint, arrived } = await listen(
      json(403, { error_code: 'DCS.2007', error_msg: 'Policy does not allow' }),
    );
    await expect(fleetAt(endpoint).list('beijing')).rejects.toMatchObject({ failure: { kind: 'denied' } });
    expect(arrived).toHaveLength(1);
  });
});
