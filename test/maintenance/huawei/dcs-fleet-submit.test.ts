import { describe, expect, test } from 'vitest';
import { fleetAt, notingClock } from './fleet-under-test.ts';
import { json, listen, type Respond } from './listener.ts';

const success = (instance: string) => ({ instance, result: 'success' });
const failed = (instance: string) => ({ instance, result: 'failed' });

/** What the fleet makes of one answer to a restart of `a` and `b`. */
async function submitted(respond: Respond) {
  const clock = notingClock();
  const { endpoint, arrived } = await listen(respond);
  const answer = await fleetAt(endpoint, { clock }).submit('beijing', 'soft_restart', ['a', 'b']);
  return { answer, arrived, waits: clock.waits };
}

describe('submit', () => {
  test('sends the ids and the action, and joins the answer by id', async () => {
    const { answer, arrived } = await submitted(json(200, { results: [failed('b'), success('a')] }));
    expect(answer).toEqual({ kind: 'answered', accepted: ['a'], rejected: ['b'] });
    expect(arrived.map(({ method, body }) => [method, body])).toEqual([
      ['PUT', '{"instances":["a","b"],"action":"soft_restart"}'],
    ]);
  });

  test('leaves out an id that the answer does not name, and names nothing that was not asked for', async () => {
    const { answer } = await submitted(json(200, { results: [success('somebody-else'), success('b')] }));
    expect(answer).toEqual({ kind: 'answered', accepted: ['b'], rejected: [] });
  });

  test.each([
    ['SUCCESS', '"SUCCESS"'],
    ['Success ', '"Success "'],
    ['ok', '"ok"'],
    ['FAILED', '"FAILED"'],
    ['', '""'],
    [null, 'null'],
    [7, '7'],
    [true, 'true'],
    [{ code: 'DCS.4111' }, '{"code":"DCS.4111"}'],
    [undefined, '{}'],
    ['x'.repeat(90), `"${'x'.repeat(39)}…`],
  ])('takes the word %j for no answer, and keeps it', async (result, said) => {
    const { answer } = await submitted(json(200, { results: [{ instance: 'a', result }, success('b')] }));
    expect(answer).toEqual({ kind: 'answered', accepted: ['b'], rejected: [], odd: [['a', said]] });
  });

  test.each([
    ['twice with two words', [success('a'), failed('a'), success('b')], '"success", "failed"'],
    ['in another spelling', [success('A'), success('b')], '"success" ("A")'],
    ['both ways', [failed('a'), success(' a'), success('b')], '"failed", "success" (" a")'],
  ])('takes an id that is told %s for no answer', async (_, results, said) => {
    const { answer } = await submitted(json(200, { results }));
    expect(answer).toEqual({ kind: 'answered', accepted: ['b'], rejected: [], odd: [['a', said]] });
  });

  test('takes an id that is told twice with one word at that word', async () => {
    const { answer } = await submitted(json(200, { results: [success('a'), success('a'), failed('b')] }));
    expect(answer).toEqual({ kind: 'answered', accepted: ['a'], rejected: ['b'] });
  });

  test.each([null, 7, 'success', [], { result: 'success' }, { instance: 7, result: 'success' }])(
    'takes a row %j for that of an id which no other row names, and believes the others',
    async (row) => {
      const { answer } = await submitted(json(200, { results: [row, success('b')] }));
      const said = JSON.stringify([row]);
      const shown = said.length > 40 ? `${said.slice(0, 40)}…` : said;
      expect(answer).toEqual({ kind: 'answered', accepted: ['b'], rejected: [], odd: [['a', shown]] });
    },
  );

  test.each([
    ['the counters that a GET on the same path answers', json(200, { running_count: 2, redis: {} })],
    ['an empty object', json(200, {})],
    ['results that are no list', json(200, { results: 'success' })],
    ['a list', json(200, [success('a'), success('b')])],
    ['JSON null', json(200, null)],
    ['a page of a proxy', html(200)],
    ['no body', (_, response) => response.writeHead(204).end()],
    [
      'JSON cut short',
      (_, response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"results":[{"in'),
    ],
  ] satisfies [string, Respond][])('never takes %s for success', async (_, respond) => {
    const { answer } = await submitted(respond);
    expect(answer).toMatchObject({ kind: 'refused', failure: { kind: 'ambiguous', code: 'MALFORMED' } });
  });

  test('tells an error that comes with a success status in the words of the service', async () => {
    const { answer } = await submitted(
      json(200, { error_code: 'DCS.5000', error_msg: 'Internal service error.' }),
    );
    const message = 'RestartOrFlushInstances answered without results but "Internal service error."';
    expect(answer).toMatchObject({
      failure: { kind: 'ambiguous', code: 'DCS.5000', message, ending: 'unreadable', status: 200 },
    });
  });

  test.each([
    [json(403, { error_code: 'DCS.2007', error_msg: 'no' }), 'dcs:instance:modifyStatus'],
    [html(403), undefined],
  ])(
    'names the permission to grant where a service asks for it, and not where a proxy denies (%#)',
    async (respond, permission) => {
      const { answer } = await submitted(respond);
      expect(answer).toMatchObject({ failure: { kind: 'denied' } });
      expect(answer.kind === 'refused' && answer.failure.permission).toBe(permission);
    },
  );

  test.each([
    [400, { error_code: 'DCS.4111', error_msg: 'the instance is restarting.' }, 'wait', 'DCS.4111'],
    [400, { error_code: '111400111', error_msg: 'the instance is restarting.' }, 'wait', '111400111'],
    [400, { error_code: 111400111, error_msg: 'the instance is restarting.' }, 'wait', '111400111'],
    [400, { error: { code: 'DCS.4111', message: 'the instance is restarting.' } }, 'wait', 'DCS.4111'],
    [400, { error_code: 'DCS.4100', error_msg: { odd: true } }, 'permanent', 'DCS.4100'],
    [
      401,
      { error_code: 'APIGW.0301', error_msg: 'Incorrect IAM authentication information' },
      'denied',
      'APIGW.0301',
    ],
    [403, { error_code: 'DCS.2007', error_msg: 'Policy does not allow' }, 'denied', 'DCS.2007'],
    [429, { error_code: 'APIGW.0308', error_msg: 'over ratelimit' }, 'throttled', 'APIGW.0308'],
    [500, { error_code: 'DCS.5000', error_msg: 'Internal service error.' }, 'ambiguous', 'DCS.5000'],
    [
      504,
      { error_code: 'APIGW.0201', error_msg: 'Service DCS timed out (30000 ms)' },
      'ambiguous',
      'APIGW.0201',
    ],
  ] as const)('tells HTTP %i %j as %s %s, having sent it once', async (status, body, kind, code) => {
    const { answer, arrived, waits } = await submitted(json(status, body));
    expect(answer).toMatchObject({ kind: 'refused', failure: { kind, code } });
    expect(arrived).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test('tells a bad gateway that answers a page by its status', async () => {
    const { answer } = await submitted(html(502));
    expect(answer).toEqual({
      kind: 'refused',
      failure: {
        kind: 'ambiguous',
        code: 'HTTP.502',
        message: 'HTTP 502 without an error message',
        ending: 'refused',
        status: 502,
      },
    });
  });

  test('hands on how long the service asks to wait, by its own clock', async () => {
    const { answer } = await submitted(
      json(
        429,
        { error_code: 'APIGW.0308', error_msg: 'over ratelimit' },
        {
          date: 'Sun, 01 Jan 2023 00:00:00 GMT',
          'retry-after': 'Sun, 01 Jan 2023 00:00:25 GMT',
        },
      ),
    );
    expect(answer).toMatchObject({ failure: { kind: 'throttled', retryAfterMs: 25_000 } });
  });

  test('refuses more ids than a call may carry, or none, before anything is sent', async () => {
    const { endpoint, arrived } = await listen(json(200, {}));
    const fleet = fleetAt(endpoint);
    const tooMany = Array.from({ length: 51 }, (_, index) => `i-${index}`);
    await expect(fleet.submit('beijing', 'restart', tooMany)).rejects.toThrow('1 to 50 ids, not 51');
    await expect(fleet.submit('beijing', 'restart', [])).rejects.toThrow('1 to 50 ids, not 0');
    expect(arrived).toHaveLength(0);
  });
});

function html(status: number): Respond {
  return (_, response) => response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Bad</html>');
}
