import { expect, test } from 'vitest';
import { wecomInbox } from '../../../../functions/minicloud/inbox/chats/wecom.ts';
import { startAt } from '../../dcs/small-dcs.ts';

const text = (content: string) => ({ msgtype: 'text', text: { content } });
const markdown = (content: string) => ({ msgtype: 'markdown', markdown: { content } });

function codeOf(json: unknown, { query = 'key=k', robot = wecomInbox('k'), now = startAt } = {}) {
  const { taken, answer } = robot({ query, body: Buffer.from(JSON.stringify(json) ?? ''), json, now });
  const { errcode } = JSON.parse(answer.body);
  expect(taken).toBe(errcode === 0);
  return errcode;
}

test.each([
  ['a text of 2,048 bytes', text(`${'字'.repeat(682)}ab`), 0],
  ['one of a byte more', text(`${'字'.repeat(682)}abc`), 40058],
  ['markdown of 4,096 bytes', markdown('a'.repeat(4_096)), 0],
  ['markdown of a byte more', markdown('a'.repeat(4_097)), 40058],
  ['a kind that it does not know', { msgtype: 'card', card: { content: 'a' } }, 40008],
  ['a kind without its content', { msgtype: 'text' }, 40008],
  ['what is no JSON', undefined, 40008],
])('a robot of WeCom answers %s', (_what, json, errcode) => {
  expect(codeOf(json)).toBe(errcode);
});

test('a robot of WeCom takes nothing under another key', () => {
  expect(codeOf(text('a'), { query: 'key=other' })).toBe(93000);
  expect(codeOf(text('a'), { query: '' })).toBe(93000);
});

test('a robot of WeCom takes 20 messages in a minute', () => {
  const robot = wecomInbox('k');
  const send = (now: number) => codeOf(text('a'), { robot, now });
  for (let sent = 0; sent < 20; sent++) expect(send(startAt)).toBe(0);
  expect(send(startAt + 59_999)).toBe(45009);
  expect(send(startAt + 60_000)).toBe(0);
});
