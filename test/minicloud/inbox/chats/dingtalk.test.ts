import { expect, test } from 'vitest';
import { dingtalkInbox } from '../../../../functions/minicloud/inbox/chats/dingtalk.ts';

/** The instant of the signature below. */
const signedAt = 1_700_000_000_123;
const signed = 'access_token=t&timestamp=1700000000123&sign=fE9IZV%2FSz5d9kQkZwtMBZ5qfB0cEON9rJ90RpBftOa4%3D';
const text = (content: string) => ({ msgtype: 'text', text: { content } });

function codeOf(
  json: unknown,
  { query = signed, now = signedAt, robot = dingtalkInbox({ token: 't', secret: 'secret123' }) } = {},
) {
  const { taken, answer } = robot({ query, body: Buffer.from(JSON.stringify(json) ?? ''), json, now });
  const { errcode } = JSON.parse(answer.body);
  expect(taken).toBe(errcode === 0);
  return errcode;
}

const frame = JSON.stringify(text('')).length;
test.each([
  ['a signed message', signed, text('a'), signedAt, 0],
  ['one an hour later', signed, text('a'), signedAt + 3_600_000, 0],
  ['one more than an hour later', signed, text('a'), signedAt + 3_600_001, 310000],
  ['one with a signature encoded twice', signed.replaceAll('%', '%25'), text('a'), signedAt, 310000],
  ['one without a signature', 'access_token=t', text('a'), signedAt, 310000],
  ['one under another token', signed.replace('=t&', '=u&'), text('a'), signedAt, 300005],
  ['one without a token', '', text('a'), signedAt, 40035],
  ['one of 20,000 bytes', signed, text('a'.repeat(20_000 - frame)), signedAt, 0],
  ['one of a byte more', signed, text('a'.repeat(20_001 - frame)), signedAt, 460101],
  ['a kind that it does not know', signed, { msgtype: 'card' }, signedAt, 400105],
  ['what is no JSON', signed, undefined, signedAt, 400105],
])('a robot of DingTalk answers %s', (_what, query, json, now, errcode) => {
  expect(codeOf(json, { query, now })).toBe(errcode);
});

test('a robot of DingTalk is locked for ten minutes by the 21st message of a minute', () => {
  const robot = dingtalkInbox({ token: 't' });
  const send = (now: number) => codeOf(text('a'), { robot, now });
  for (let sent = 0; sent < 20; sent++) expect(send(signedAt)).toBe(0);
  expect(send(signedAt)).toBe(130101);
  expect(send(signedAt + 599_999)).toBe(130101);
  expect(send(signedAt + 600_000)).toBe(0);
});
