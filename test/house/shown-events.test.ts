import { describe, expect, test } from 'vitest';
import { sign } from '../../functions/maintenance/notify/webhook-channel.ts';
import { summarySchema } from '../../functions/maintenance/report/summary.ts';
import { readEvent } from '../../functions/maintenance/runtime/middleware/read-event.ts';
import { pageAt } from './documents.ts';

const codeOf = (path: string, language: string) =>
  pageAt(path)
    .blocks.filter((block) => block.language === language)
    .map(({ code }) => code);

describe('the events in docs/events.md', () => {
  const events = codeOf('docs/events.md', 'json');

  test('are many', () => {
    expect(events.length).toBeGreaterThan(8);
  });

  test.each(events)('%s is understood', async (event) => {
    expect(await readEvent(JSON.parse(event))).not.toMatchObject({ kind: 'not-understood' });
  });
});

test('docs/summary.md shows a webhook body with a summary in it', () => {
  expect(codeOf('docs/summary.md', 'json').map((code) => JSON.parse(code))).toEqual([
    {
      type: 'nightshift.run.finished',
      timestamp: expect.any(String),
      data: expect.toSatisfy((data) => summarySchema.safeParse(data).success),
    },
  ]);
});

describe('the verification of webhooks in docs/summary.md', async () => {
  const code = Buffer.from(codeOf('docs/summary.md', 'js')[0] ?? '').toString('base64');
  const { isGenuine } = await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`);
  const key = Buffer.alloc(32, 7);
  const secret = `whsec_${key.toString('base64')}`;
  // 2026-12-06T20:08:00Z
  const now = 1_796_587_680_000;
  const message = { id: 'msg_1', timestamp: now / 1_000, body: '{"type":"nightshift.run.finished"}' };
  const headers = {
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestamp),
    'webhook-signature': sign(message, key),
  };

  test('takes what the function signs, as text or bytes, and beside another signature', () => {
    expect(isGenuine(headers, message.body, secret, now)).toBe(true);
    expect(isGenuine(headers, Buffer.from(message.body), secret, now + 299_000)).toBe(true);
    const two = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` };
    expect(isGenuine(two, message.body, secret, now)).toBe(true);
  });

  test.each([
    ['another body', headers, '{}', now],
    ['another id', { ...headers, 'webhook-id': 'msg_2' }, message.body, now],
    ['another time', { ...headers, 'webhook-timestamp': String(message.timestamp + 1) }, message.body, now],
    ['no time', { ...headers, 'webhook-timestamp': 'soon' }, message.body, now],
    ['no signature', { ...headers, 'webhook-signature': undefined }, message.body, now],
    ['a message that is too old', headers, message.body, now + 301_000],
    ['a message from the future', headers, message.body, now - 301_000],
  ])('refuses %s', (_, given, body, at) => {
    expect(isGenuine(given, body, secret, at)).toBe(false);
  });
});
