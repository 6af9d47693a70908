import { describe, expect, test } from 'vitest';
import { concealedSource } from '../../../functions/nightshift/commands/concealed-source.ts';

const conceal = (text: string) => concealedSource(text).join('\n');
const below = (line: string) => concealedSource(`notify:\n${line}\njobs:\n`)[1];

describe('a line of the channels', () => {
  test.each([
    [
      '  ops: { kind: webhook, url: "https://h.example/t0k3n" }',
      '  ops: { kind: webhook, url: ************************* }',
    ],
    ['    url: https://h.example/t0k3n', '    url: ***********************'],
    ["    secret: 'hunter2' # mine", '    secret: ********* # mine'],
    ['    secert: hunter2', '    secert: *******'],
    ['      hunter2', '      *******'],
    ['    url: "https://h.example/${TOKEN}"', '    url: ****************************'],
  ])('hides what may be secret: %s', (line, shown) => {
    expect(below(line)).toBe(shown);
  });

  test.each([
    '  ops: { kind: webhook, url: "${OPS_URL}", secret: "${OPS_SECRET}", allowLoopback: true }',
    '    kind: webhok',
    '    url: ${OPS_URL}',
    '  # the team of the night',
  ])('shows what cannot be: %s', (line) => {
    expect(below(line)).toBe(line);
  });

  test('is one wherever the document begins, up to the next key of its top', () => {
    expect(conceal('  notify:\n    ops:\n      url: abc\n  jobs:\n    a: { notify: [ops] }')).toBe(
      '  notify:\n    ops:\n      url: ***\n  jobs:\n    a: { notify: [ops] }',
    );
  });
});

describe('anywhere else', () => {
  test.each([
    ['secret: hunter2', 'secret: *******'],
    ['"webhookUrl": "abc",', '"webhookUrl": *****,'],
    ['reason: whsec_QUJDREVG', 'reason: whsec_********'],
    ['reason: see https://user:pass@h.example/x', 'reason: see https://*********************'],
    [
      '{ "notify": { "ops": { "url": "https://h.example/t0k3n" } } }',
      '{ "notify": { "ops": { "url": ************************* } } }',
    ],
  ])('hides %s', (line, shown) => {
    expect(conceal(line)).toBe(shown);
  });

  test.each([
    '  beijing: { region: cn-north-4, projectId: "${P}", endpoint: "https://dcs.example.com" }',
    '    targets: { region: beijing, names: ["cache-*"] }',
    '  # from 20261225T033000Z on',
  ])('shows %s', (line) => {
    expect(conceal(line)).toBe(line);
  });
});

test('columns stay where they are', () => {
  const line = '  ops: { kind: webhook, secret: "hunter2", url: "https://h.example/t0k3n", when: always }';
  const shown = below(line) ?? '';
  expect(shown).toHaveLength(line.length);
  expect(shown.indexOf('when')).toBe(line.indexOf('when'));
});

// A look at each tail of such a word would not end.
test('words of any length are gone through once', () => {
  const word = 'a'.repeat(1_000_000);
  expect(concealedSource(`${word}: ${word}-\nurl: ${word}`)).toHaveLength(2);
});
