import { expect, test } from 'vitest';
import { createDingtalkRobot } from '../../functions/minicloud/inbox-dingtalk.ts';

/** The instant of the signature below. */
const now = 1_700_000_000_123;
const query = 'access_token=t&timestamp=1700000000123&sign=fE9IZV%2FSz5d9kQkZwtMBZ5qfB0cEON9rJ90RpBftOa4%3D';
const text = (content: string) => JSON.stringify({ msgtype: 'text', text: { content } });
const codeOf = ({ body }: { readonly body: string }) => (JSON.parse(body) as { errcode: number }).errcode;
const signed = () => createDingtalkRobot({ token: 't', secret: 'secret123' });

const frame = text('').length;
test.each([
  ['a signed message', query, text('a'), now, 0],
  ['one an hour later', query, text('a'), now + 3_600_000, 0],
  ['one more than an hour later', query, text('a'), now + 3_600_001, 310000],
  ['one with a signature encoded twice', query.replaceAll('%', '%25'), text('a'), now, 310000],
  ['one without a signature', 'access_token=t', text('a'), now, 310000],
  ['one under another token', query.replace('=t&', '=u&'), text('a'), now, 300005],
  ['one without a token', '', text('a'), now, 40035],
  ['one of 20,000 bytes', query, text('a'.repeat(20_000 - frame)), now, 0],
  ['one of a byte more', query, text('a'.repeat(20_001 - frame)), now, 460101],
  ['a kind that it does not know', query, '{"msgtype":"card"}', now, 400105],
  ['what is no JSON', query, 'text', now, 400105],
])('a robot of DingTalk answers %s', (_what, given, body, at, errcode) => {
  expect(codeOf(signed().answer({ query: given, body }, at))).toBe(errcode);
});

test('a robot of DingTalk is locked for ten minutes by the 21st message of a minute', () => {
  const robot = createDingtalkRobot({ token: 't' });
  const send = (at: number) => codeOf(robot.answer({ query: 'access_token=t', body: text('a') }, at));
  for (let sent = 0; sent < 20; sent++) expect(send(now)).toBe(0);
  expect(send(now)).toBe(130101);
  expect(send(now + 599_999)).toBe(130101);
  expect(send(now + 600_000)).toBe(0);
});
