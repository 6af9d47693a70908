import { expect, test } from 'vitest';
import { createWecomRobot } from '../../functions/minicloud/inbox-wecom.ts';

const now = Date.UTC(2026, 10, 22, 19, 30);
const said = (body: unknown, query = 'key=k') =>
  JSON.parse(
    createWecomRobot('k').answer({ query, body: typeof body === 'string' ? body : JSON.stringify(body) }, now)
      .body,
  ) as { errcode: number };
const text = (content: string) => ({ msgtype: 'text', text: { content } });
const markdown = (content: string) => ({ msgtype: 'markdown', markdown: { content } });

test.each([
  ['a text of 2,048 bytes', text(`${'字'.repeat(682)}ab`), 0],
  ['one of a byte more', text(`${'字'.repeat(682)}abc`), 40058],
  ['markdown of 4,096 bytes', markdown('a'.repeat(4_096)), 0],
  ['markdown of a byte more', markdown('a'.repeat(4_097)), 40058],
  ['a kind that it does not know', { msgtype: 'card', card: { content: 'a' } }, 40008],
  ['a kind without its content', { msgtype: 'text' }, 40008],
  ['what is no JSON', 'text', 40008],
])('a robot of WeCom answers %s', (_what, body, errcode) => {
  expect(said(body).errcode).toBe(errcode);
});

test('a robot of WeCom takes nothing under another key', () => {
  expect(said(text('a'), 'key=other').errcode).toBe(93000);
  expect(said(text('a'), '').errcode).toBe(93000);
});

test('a robot of WeCom takes 20 messages in a minute', () => {
  const robot = createWecomRobot('k');
  const send = (at: number) =>
    JSON.parse(robot.answer({ query: 'key=k', body: JSON.stringify(text('a')) }, at).body).errcode;
  for (let sent = 0; sent < 20; sent++) expect(send(now)).toBe(0);
  expect(send(now + 59_999)).toBe(45009);
  expect(send(now + 60_000)).toBe(0);
});
