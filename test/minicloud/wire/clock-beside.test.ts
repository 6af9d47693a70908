import { describe, expect, onTestFinished, test } from 'vitest';
import { startDemoCloud } from '../../../functions/minicloud/demo/demo-cloud.ts';
import { timeMeant, timeSaid } from '../../../functions/minicloud/wire/clock-beside.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { sendSigned } from '../gateway/signed-request.ts';

const wall = Date.parse('2026-12-07T04:00:00Z');
const hour = 3_600_000;

describe('a cloud whose clock has run away from that of the wall', () => {
  async function ahead(beside?: () => number) {
    const { cloud, projectId } = await startDemoCloud({ clock: createHandClock(wall + 5 * hour), beside });
    onTestFinished(() => cloud.close());
    const ask = (signedAt: number) =>
      sendSigned(cloud, 'GET', `/v2/${projectId}/instances`, { signedAt }).then(({ status, headers }) => ({
        status,
        date: Date.parse(String(headers['date'])),
      }));
    return { cloud, ask };
  }

  test('takes who lives by either, and dates its answer by the clock that was meant', async () => {
    const { ask } = await ahead(() => wall);
    expect(await ask(wall - 60_000)).toEqual({ status: 200, date: wall });
    expect(await ask(wall + 5 * hour)).toEqual({ status: 200, date: wall + 5 * hour });
  });

  test('refuses who is off by both, and everybody but its own where nothing is said of the wall', async () => {
    expect((await (await ahead(() => wall)).ask(wall - hour)).status).toBe(401);
    expect((await (await ahead()).ask(wall)).status).toBe(401);
  });

  test('shows the clock of the wall to who only looks', async () => {
    const { cloud } = await ahead(() => wall);
    const { headers } = await fetch(cloud.endpoint);
    expect(Date.parse(headers.get('date') ?? '')).toBe(wall);
  });
});

describe('the time that a sender means', () => {
  test.each([
    [{ 'x-sdk-date': '20261207T040000Z' }, ''],
    [{ 'x-obs-date': 'Mon, 07 Dec 2026 04:00:00 GMT' }, ''],
    [{ 'x-amz-date': '20261207T040000Z' }, ''],
    [{ 'webhook-timestamp': '1796616000' }, ''],
    [{}, 'timestamp=1796616000000&sign=x'],
  ])('is read from %j and %j', (headers, query) => {
    expect(timeSaid(headers, new URLSearchParams(query))).toBe(wall);
  });

  test('is that of a body that has one, and of none where nothing has', () => {
    expect(timeSaid({}, new URLSearchParams(), { timestamp: '1796616000' })).toBe(wall);
    expect(timeSaid({}, new URLSearchParams(), [])).toBeUndefined();
    expect(timeMeant(undefined, wall, {})).toBe(wall);
  });
});
