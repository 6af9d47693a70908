import { describe, expect, test } from 'vitest';
import { ills, scheduleText, sharedAccount } from './account-beside.ts';
import { urn } from './functiongraph-beside.ts';

describe('of the deployed function, nightshift doctor finds', () => {
  const account = sharedAccount();

  const timer = (name: string, schedule: string) => ({
    trigger_type_code: 'TIMER',
    event_data: { name, schedule_type: 'Cron', schedule, user_event: '' },
  });

  async function ask(method: string, path: string, body?: unknown) {
    const { status, text } = await account.ask(method, path, body);
    if (status >= 300) throw new Error(text);
    return text === '' ? undefined : JSON.parse(text);
  }

  async function triggers(): Promise<{ trigger_id: string; event_data: { name: string } }[]> {
    return ask('GET', `triggers/${urn}`);
  }

  async function changed(settings: object) {
    const config = await ask('GET', `functions/${urn}/config`);
    await ask('PUT', `functions/${urn}/config`, { ...config, ...settings });
  }

  /** What is found after a change, which the next deploy mends. */
  async function foundAfter(change: () => Promise<unknown>) {
    await change();
    const { found } = await account.doctor();
    const { code, stderr } = await account.run(['deploy', '--yes', '--endpoint', account.cloud.endpoint]);
    if (code !== 0) throw new Error(stderr);
    return found;
  }

  test.each([
    ['a timeout of 3 s', { timeout: 3 }, 'function.timeout', 'error'],
    ['no agency', { xrole: '' }, 'function.agency', 'error'],
    ['another handler', { handler: 'index.main' }, 'function.differs', 'error'],
    ['no logs', { enable_lts_log: false }, 'function.logs', 'warning'],
  ])('%s', async (_, settings, code, severity) => {
    const found = await foundAfter(() => changed(settings));
    expect(ills(found)).toEqual([`function ${code}`]);
    const todo = expect.stringContaining('nightshift deploy');
    expect(found).toContainEqual(expect.objectContaining({ code, severity, todo }));
  });

  test('another schedule than the one here', async () => {
    account.write('config/schedule.yaml', scheduleText().replace('30 3 * * *', '20 12 * * *'));
    const { found } = await account.doctor();
    account.write('config/schedule.yaml', scheduleText());
    expect(ills(found)).toEqual(['function function.schedule']);
    expect(found).toContainEqual(
      expect.objectContaining({ what: 'job nightly.cron: "30 3 * * *"; wanted: "20 12 * * *"' }),
    );
  });

  test('a trigger that is missing', async () => {
    const found = await foundAfter(async () => {
      for (const { trigger_id } of await triggers())
        await ask('DELETE', `triggers/${urn}/TIMER/${trigger_id}`);
    });
    expect(ills(found)).toEqual(['triggers trigger.missing']);
  });

  test('a trigger that is turned off', async () => {
    const found = await foundAfter(async () => {
      for (const { trigger_id } of await triggers())
        await ask('PUT', `triggers/${urn}/TIMER/${trigger_id}`, { trigger_status: 'DISABLED' });
    });
    expect(ills(found)).toEqual(['triggers trigger.disabled']);
  });

  test.each([
    [
      'a second tick, which somebody else made',
      'old-tick',
      'CRON_TZ=Asia/Shanghai 0 */5 * * * ?',
      'trigger.doubled',
    ],
    ['a tick of another time', 'hourly', 'CRON_TZ=Asia/Shanghai 0 0 * * * ?', 'trigger.doubled'],
  ])('%s', async (_, name, schedule, code) => {
    await ask('POST', `triggers/${urn}`, timer(name, schedule));
    const { found } = await account.doctor();
    for (const { trigger_id, event_data } of await triggers())
      if (event_data.name === name) await ask('DELETE', `triggers/${urn}/TIMER/${trigger_id}`);
    expect(ills(found)).toEqual([`triggers ${code}`]);
    expect(found.find((each) => each.code === code)).toMatchObject({
      what: expect.stringContaining(name),
      todo: expect.stringContaining('console'),
    });
  });

  test('the trigger twice, as the plugin leaves it', async () => {
    Object.assign(account.platform.knobs, { timerNamesakes: 'allowed' });
    const found = await foundAfter(() =>
      ask('POST', `triggers/${urn}`, timer('tick', 'CRON_TZ=Asia/Shanghai 0 */5 * * * ?')),
    );
    Object.assign(account.platform.knobs, { timerNamesakes: 'refused' });
    expect(ills(found)).toEqual(['triggers trigger.doubled']);
  });
});
