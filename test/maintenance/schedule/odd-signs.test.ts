import { describe, expect, test } from 'vitest';
import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';
import { isZone } from './iana-zones.ts';

const sound = `version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" }
calendars:
  c:
    - { date: 2026-11-10, reason: 双十一：“封网”（全天），勿动～ 😀 }
overrides:
  - { job: nightly, skip: true, until: 2027-01-01, by: 李伟（运维）, reason: "压测　一、二" }
jobs:
  nightly:
    action: restart
    cron: "30 3 * * *"
    window: 2h
    targets: { region: beijing, names: ["cache-*", "缓存（旧）-*"], tags: { 用途: "会话：缓存" }, exclude: { names: ["*生产*"] } }
    skipOn: [c]
    onlyIf: { keys: "> 5" }
`;

const read = (text: string) => parseSchedule(text, { file: 'schedule.yaml', isZone });

function told(from: string, to: string): readonly string[] {
  expect(sound).toContain(from);
  const parsed = read(sound.replace(from, to));
  if (parsed.ok) expect.unreachable(`${to} is read`);
  return parsed.diagnostics.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

test('Chinese in names, tags, reasons and names of people is what it is', () => {
  const parsed = read(sound);
  expect(parsed).toMatchObject({ ok: true, warnings: [] });
});

describe('a sign that breaks YAML is named where it stands, with the one to write, and nothing else is told', () => {
  const colon = 'a full-width colon (U+FF1A ：) - expected a plain colon and a space';
  const comma = 'a full-width comma (U+FF0C ，) - expected , in its place';
  test.each([
    ['timezone: A', 'timezone：A', `2:9 ${colon}`],
    ['regions:\n', 'regions：\n', `3:8 ${colon}`],
    ['  nightly:\n', '  nightly：\n', `11:10 ${colon}`],
    ['    action: restart', '    action：restart', `12:11 ${colon}`],
    ['    action: restart', '    action： restart', `12:11 ${colon}`],
    [
      '    action: restart',
      '＃ 备注\n    action: restart',
      '12:1 a full-width number sign (U+FF03 ＃) - expected # in its place',
    ],
    [
      '    skipOn: [c]\n',
      '    skipOn: [c]\n\0\n',
      '17:1 a control character (U+0000) - expected nothing in its place',
    ],
    ['    skipOn: [c]', '    skipOn：[c]', `16:11 ${colon}`],
    ['{ region: beijing, names', '{ region: beijing， names', `15:31 ${comma}`],
    ['"cache-*", "缓', '"cache-*"，"缓', `15:50 ${comma}`],
    [
      'targets: { region',
      'targets: ｛ region',
      '15:14 a full-width brace (U+FF5B ｛) - expected { in its place',
    ],
    [
      '    action: restart',
      '　　action: restart',
      '12:1 an ideographic space (U+3000) - expected a plain space in its place',
    ],
    [
      'action: restart',
      'action:　restart',
      '12:12 an ideographic space (U+3000) - expected a plain space in its place',
    ],
    [
      'action: restart',
      'action:\u00a0restart',
      '12:12 a no-break space (U+00A0) - expected a plain space in its place',
    ],
    [
      '    action: restart',
      '\u00a0\u00a0\u00a0\u00a0action: restart',
      '12:1 a no-break space (U+00A0) - expected a plain space in its place',
    ],
    [
      'action: restart',
      'action:\u2002restart',
      '12:12 a space of another kind (U+2002) - expected a plain space in its place',
    ],
    [
      '    window: 2h',
      '    window: 2h\n\u200b',
      '15:1 a zero-width space (U+200B) - expected nothing in its place',
    ],
  ])('%j as %j', (from, to, expected) => {
    expect(told(from, to)).toEqual([expected]);
  });
});

describe('a sign in a key or a value is named where it stands, with the one to write', () => {
  const quote = 'with a curly quote (U+201C “) - expected " in its place';
  test.each([
    [
      '    cron:',
      '    cron\u200b:',
      /^13:9 key "cron.*" with a zero-width space \(U\+200B\) - expected nothing in its place$/,
    ],
    [
      '    window:',
      '    ｗｉｎｄｏｗ:',
      /^14:5 key .* with a full-width letter \(U\+FF57 ｗ\) - expected w in its place$/,
    ],
    ['window: 2h', 'window: 2h\u200b', /^14:15 .* with a zero-width space/],
    [
      'window: 2h',
      'window: ２h',
      /^14:13 "２h" with a full-width digit \(U\+FF12 ２\) - expected 2 in its place$/,
    ],
    ['restart\n', 'restart　\n', /^12:20 .* with an ideographic space/],
    [
      'restart\n',
      'r\u0435start\n',
      /^12:14 .* with a Cyrillic letter \(U\+0435 \u0435\) - expected e in its place$/,
    ],
    ['30 3 *', '30\u00a03 *', /^13:14 .* with a no-break space/],
    ['"30 3 * * *"', '“30 3 * * *”', `13:11 "“30 3 * * *”" ${quote}`],
    ['"30 3 * * *"', '“*/5 * * * *”', `13:11 "“*/5 * * * *”" ${quote}`],
    ['30 3', '３０ 3', /full-width digit \(U\+FF13 ３\) - expected 3 in its place$/],
    ['30 3', '٣٠ 3', /digit of another script \(U\+0663 ٣\) - expected 3 in its place$/],
    ['3 * *', '3 ＊ *', /full-width asterisk \(U\+FF0A ＊\) - expected \* in its place$/],
    ['* * *"', '* * 1–5"', /with a dash \(U\+2013 –\) - expected - in its place$/],
    ['* * *"', '* * 1−5"', /with a dash \(U\+2212 −\) - expected - in its place$/],
    ['* * *"', '* * 1～5"', /with a wave dash \(U\+FF5E ～\) - expected - in its place$/],
    ['2026-11-10', '2026–11–10', /^7:19 .* with a dash \(U\+2013 –\) - expected - in its place$/],
    ['2027-01-01', '２０２７-01-01', /^9:40 .* with a full-width digit/],
    ['[c]', '［c］', /^16:13 .* with a full-width bracket \(U\+FF3B ［\) - expected \[ in its place$/],
    ['[c]', '[c，d]', /with a full-width comma \(U\+FF0C ，\) - expected , in its place$/],
    ['version: 1', 'version: １', /^1:10 .* with a full-width digit/],
    ['"> 5"', '"＞ 5"', /^17:22 "＞ 5" with a full-width sign \(U\+FF1E ＞\) - expected > in its place$/],
    ['"> 5"', '"> ５ for 5m"', /^17:24 .* with a full-width digit/],
    ['"> 5"', '"≥ 5"', /^17:22 "≥ 5" with a sign of mathematics \(U\+2265 ≥\) - expected >= in its place$/],
    ['keys:', 'ｋeys:', /^17:15 .* with a full-width letter/],
    ['"cache-*"', '"cache-＊"', '15:48 "cache-＊" with a full-width * (＊) - expected * in its place'],
    ['["cache-*", ', '[“cache-*”, ', '15:41 "“cache-*”" in curly quotes (“) - expected " in their place'],
    ['"cache-*"', '"cache\u200d-*"', /^15:47 .* with a zero-width joiner/],
    ['*生产*', '*\ufffd\ufffd*', /with a lost character \(U\+FFFD \ufffd\) - expected what stood there/],
  ])('%j as %j', (from, to, expected) => {
    expect(told(from, to)).toEqual([expected instanceof RegExp ? expect.stringMatching(expected) : expected]);
  });
});

test.each<[string, (text: string) => string, string]>([
  ['in every line', (text) => text.replaceAll('\n', '\r'), '1:11'],
  ['in one line', (text) => text.replace('beijing }\n', 'beijing }\r').replace('jobs:\n', 'jobs:\r'), '10:6'],
  ['behind a comment', (text) => `# what is done\r${text}`, '1:15'],
  ['before a line end of Windows', (text) => text.replaceAll('\n', '\r\r\n'), '1:11'],
])('a carriage return alone is told as that, %s', (_, change, place) => {
  const parsed = read(change(sound));
  if (parsed.ok) expect.unreachable('it is read');
  expect(
    parsed.diagnostics.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`),
  ).toEqual([
    `${place} text.line-end a carriage return (U+000D) that no line feed follows - expected lines that end in LF or CRLF: save the file with those`,
  ]);
});

test('a channel with such a sign is refused without its value', () => {
  const channel =
    'notify: { ops: { kind: webhook, url: "https://hooks.example.com/ｓ3cret", secret: “s3cret” } }\n';
  const parsed = read(channel + sound);
  if (parsed.ok) expect.unreachable('it is read');
  expect(parsed.diagnostics.filter(({ code }) => code === 'text.sign').map(({ message }) => message)).toEqual(
    [
      'text with a full-width letter (U+FF53 ｓ) - expected s in its place',
      'text with a curly quote (U+201C “) - expected " in its place',
    ],
  );
  expect(JSON.stringify(parsed.diagnostics)).not.toContain('3cret');
});

test('two names with a full-width comma between them are told to be one', () => {
  const parsed = read(sound.replace('["*生产*"]', '[生产，预发]'));
  expect(parsed).toMatchObject({
    ok: true,
    warnings: [
      {
        line: 15,
        code: 'text.sign',
        message: expect.stringContaining('expected a plain comma between two names'),
      },
    ],
  });
});

test('a byte order mark in the middle, and a colon in a tag, are told beside what they lead to', () => {
  expect(told('jobs:', '\ufeffjobs:')).toContainEqual(
    expect.stringMatching(/^10:1 key ".*jobs" with a byte order mark \(U\+FEFF\) - expected nothing/),
  );
  expect(told('用途: "会话：缓存"', '用途：缓存')).toContainEqual(
    expect.stringContaining('with a full-width colon'),
  );
});

test('a sign in what an unknown key holds is not told beside the key', () => {
  expect(told('    window: 2h', '    comment: "说明：无"')).toEqual([
    expect.stringContaining('unknown key "comment"'),
  ]);
});

test('a mistake of another kind beside such a sign is told as what it is', () => {
  const parsed = read(sound.replace('李伟（运维）, reason', '李伟（运维） reason'));
  if (parsed.ok) expect.unreachable('it is read');
  expect(parsed.diagnostics.map(({ code }) => code)).not.toContain('text.sign');
});
