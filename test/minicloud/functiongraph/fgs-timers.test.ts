import { describe, expect, test } from 'vitest';
import { nextTwice } from '../../../functions/minicloud/functiongraph/platform-knobs.ts';
import { at, startAt } from '../dcs/small-dcs.ts';
import { smallPlatform, urn } from './small-platform.ts';

const timer = (eventData: Record<string, unknown>, more = {}) => ({
  trigger_type_code: 'TIMER',
  event_data: { name: 'tick', schedule_type: 'Rate', schedule: '1m', ...eventData },
  ...more,
});

describe('a timer trigger', () => {
  test('fires by itself on the grid of its expression, with the documented event', async () => {
    const { platform, clock, create, ask } = await smallPlatform({ scale: 300, timers: 'running' });
    await create('answers');
    const schedule = 'CRON_TZ=Europe/Berlin 0 */5 * * * ?';
    const body = timer({ schedule_type: 'Cron', schedule, user_event: '{"job":"nightly"}' });
    expect((await ask('POST', `triggers/${urn}`, body)).status).toBe(201);
    await clock.wait(11 * 60_000);
    await platform.settled();
    const events = platform.invocations().map(({ event }) => event);
    expect(events.slice(0, 2)).toEqual(
      ['2026-11-23T03:35:00+08:00', '2026-11-23T03:40:00+08:00'].map((time) => ({
        version: 'v1.0',
        time,
        trigger_type: 'TIMER',
        trigger_name: 'tick',
        user_event: '{"job":"nightly"}',
      })),
    );
    for (const { cause, begunAt, event } of platform.invocations()) {
      expect(cause).toBe('timer');
      expect(begunAt).toBeGreaterThanOrEqual(Date.parse(String(at(event, 'time'))));
    }
  });

  test('that is disabled does not fire until it is enabled, nor once it is deleted', async () => {
    const { platform, clock, create, ask } = await smallPlatform({ scale: 600, timers: 'running' });
    await create('answers');
    const { json } = await ask('POST', `triggers/${urn}`, timer({}, { trigger_status: 'DISABLED' }));
    const path = `triggers/${urn}/TIMER/${at(json, 'trigger_id')}`;
    await clock.wait(150_000);
    expect(platform.invocations()).toHaveLength(0);
    const enabled = await ask('PUT', path, { trigger_status: 'ACTIVE' });
    expect(enabled).toMatchObject({ status: 200, json: { trigger_status: 'ACTIVE' } });
    await clock.wait(150_000);
    expect((await ask('DELETE', path)).status).toBe(204);
    await platform.settled();
    const fired = platform.invocations().length;
    expect(fired).toBeGreaterThanOrEqual(2);
    await clock.wait(150_000);
    await platform.settled();
    expect(platform.invocations()).toHaveLength(fired);
  });

  test('can be fired by hand, as at any instant, while timers are off', async () => {
    const { platform, create, ask } = await smallPlatform({ knobs: { timeZone: 'America/New_York' } });
    await create('answers');
    await ask('POST', `triggers/${urn}`, timer({}));
    const requestId = platform.fire('tick', startAt);
    await platform.settled();
    expect(platform.invocations()).toMatchObject([
      { requestId, cause: 'timer', event: { time: '2026-11-22T14:30:00-05:00', user_event: '' } },
    ]);
    expect(() => platform.fire('tock')).toThrow(RangeError);
  });

  test('can be delivered twice', async () => {
    const { platform, create, ask } = await smallPlatform({ knobs: { deliver: nextTwice(1) } });
    await create('answers');
    await ask('POST', `triggers/${urn}`, timer({}));
    const ids = [platform.fire('tick'), platform.fire('tick')];
    await platform.settled();
    const told = platform.invocations().map(({ requestId }) => requestId);
    expect(told.toSorted()).toEqual([ids[0], ids[0], ids[1]].toSorted());
  });

  test('keeps its schedule at an update, unless the cloud takes a new one', async () => {
    const { platform, create, ask } = await smallPlatform();
    await create('answers');
    const { json } = await ask('POST', `triggers/${urn}`, timer({}));
    const path = `triggers/${urn}/TIMER/${at(json, 'trigger_id')}`;
    const change = { event_data: { schedule: '2m' } };
    expect(await ask('PUT', path, change)).toMatchObject({ json: { event_data: { schedule: '1m' } } });
    platform.knobs.triggerUpdate = 'schedule-too';
    expect(await ask('PUT', path, change)).toMatchObject({ json: { event_data: { schedule: '2m' } } });
    expect(await ask('PUT', path, { event_data: { schedule: '99m' } })).toMatchObject({
      json: { error_code: 'FSS.1109' },
    });
  });

  test('is listed, and neither created twice nor in greater number than ten', async () => {
    const { create, ask } = await smallPlatform();
    await create('answers');
    for (let n = 1; n <= 10; n++) await ask('POST', `triggers/${urn}`, timer({ name: `t${n}` }));
    expect((await ask('GET', `triggers/${urn}`)).json).toHaveLength(10);
    expect(await ask('POST', `triggers/${urn}`, timer({ name: 't1' }))).toMatchObject({
      json: { error_code: 'FSS.1148' },
    });
    expect(await ask('POST', `triggers/${urn}`, timer({ name: 't11' }))).toMatchObject({ status: 403 });
  });

  test.each([
    [timer({ name: '1st' }), 'FSS.1109'],
    [timer({ schedule: '61m' }), 'FSS.1109'],
    [timer({ schedule_type: 'Daily' }), 'FSS.1109'],
    [timer({ user_event: 'x'.repeat(2048) }), 'FSS.1109'],
    [timer({}, { trigger_type_code: 'OBS' }), 'FSS.1101'],
    [timer({}, { trigger_status: 'PAUSED' }), 'FSS.0400'],
  ])('%j is refused with %s', async (body, code) => {
    const { create, ask } = await smallPlatform();
    await create('answers');
    expect(await ask('POST', `triggers/${urn}`, body)).toMatchObject({
      status: 400,
      json: { error_code: code },
    });
  });
});
