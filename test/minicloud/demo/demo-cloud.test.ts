import { expect, onTestFinished, test } from 'vitest';
import { channelSettings } from '../../../functions/maintenance/schedule/channels/channel-settings.ts';
import { startDemoCloud } from '../../../functions/minicloud/demo/demo-cloud.ts';
import { tellSamples } from '../../../functions/minicloud/demo/tell-samples.ts';
import { roomKinds } from '../../../functions/minicloud/inbox/room-kinds.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';

const now = Date.parse('2026-12-07T04:05:00+08:00');

async function demoCloud() {
  const demo = await startDemoCloud({ clock: createHandClock(now) });
  onTestFinished(() => demo.cloud.close());
  return demo;
}

test('the demonstration has a room for every kind of channel that a schedule can have', () => {
  const kinds = channelSettings.def.options.map(({ shape }) => shape.kind.def.values[0]);
  expect(Object.keys(roomKinds).sort()).toEqual([...kinds].sort());
});

test('a sample reaches every room but those of the night, and a topic; Lark takes its second form', async () => {
  const demo = await demoCloud();
  expect(await tellSamples(demo, 'failure')).toEqual([]);
  const answered = demo.inbox.messages.map(({ path, answered: how }) => `${path} ${how}`);
  const others = demo.rooms
    .map(({ path }) => path)
    .filter((path) => !['/ops', '/audit', '/lark', '/healthchecks'].includes(path));
  expect(answered.sort()).toEqual(
    [
      ...others.map((path) => `${path} accepted`),
      '/lark answer',
      '/lark accepted',
      '/healthchecks/start accepted',
      '/healthchecks/fail accepted',
    ].sort(),
  );
  const page = await (await fetch(demo.page)).text();
  for (const { name } of Object.values(roomKinds)) expect(page).toContain(`<h2>${name}</h2>`);
});

test('the page is only read, loads nothing, and tells how much there is', async () => {
  const { page, cloud } = await demoCloud();
  const shown = await fetch(page);
  expect(shown.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'sha256-[\w+/]+='/,
  );
  expect(shown.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await shown.text()).not.toMatch(/(?:src|href)="(?!#|data:)/);
  expect((await fetch(page, { method: 'POST', body: '{}' })).status).toBe(405);
  await fetch(`${cloud.endpoint}/inbox/anything`, { method: 'POST', body: '{}' });
  expect(await (await fetch(`${page}/count`)).text()).toBe('1');
});
