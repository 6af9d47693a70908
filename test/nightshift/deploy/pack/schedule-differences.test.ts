// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of references.
import { describe, expect, test } from 'vitest';
import { scheduleDifferences } from '../../../../functions/nightshift/deploy/pack/schedule-differences.ts';

const before = `version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: "\${BEIJING}" }
notify:
  ops: { kind: webhook, url: "\${OPS_URL}", secret: "\${OPS_SECRET}" }
calendars:
  freeze:
    - { from: 2026-11-10, to: 2026-11-12, reason: Double 11 }
    - { date: 2026-12-31 }
overrides:
  - { job: nightly, skip: true, until: 2026-12-03 }
jobs:
  nightly:
    action: restart
    cron: "30 3 * * *"
    window: 2h
    targets: { region: beijing, names: ["cache-*"] }
    notify: [ops]
`;

/** The lines that deploy shows, of the schedule with one text in it replaced by another. */
function shown(from: string, to: string, text = before): readonly string[] {
  expect(text).toContain(from);
  return lines(text, text.replace(from, to));
}

function lines(one: string, other: string): readonly string[] {
  return scheduleDifferences(one, other).map(({ sign, what, from, to, note }) => {
    const values = [from, to].filter((value) => value !== undefined).join(' -> ');
    return `${sign} ${what}${values === '' ? '' : `: ${values}`}${note === undefined ? '' : ` (${note})`}`;
  });
}

describe('two schedules differ by the names of what is in them', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['a cron', '30 3 * * *', '20 12 * * *', ['~ job nightly.cron: "30 3 * * *" -> "20 12 * * *"']],
    ['a window', 'window: 2h', 'window: 90m', ['~ job nightly.window: "2h" -> "90m"']],
    [
      'a list',
      '["cache-*"]',
      '["cache-*", "x"]',
      ['~ job nightly.targets.names: ["cache-*"] -> ["cache-*", "x"]'],
    ],
    ['a new key', 'window: 2h', 'window: 2h\n    enabled: false', ['+ job nightly.enabled: false']],
    ['a key less', '    window: 2h\n', '', ['- job nightly.window: "2h"']],
    [
      'a number',
      'window: 2h',
      'rollout: { concurrency: 3 }',
      ['+ job nightly.rollout: { concurrency: 3 }', '- job nightly.window: "2h"'],
    ],
    ['the zone', 'timezone: Asia/Shanghai', 'timezone: UTC', ['~ timezone: "Asia/Shanghai" -> "UTC"']],
    ['a tick', 'regions:', 'tick: 1m\nregions:', ['+ tick: "1m"']],
    ['a region', 'cn-north-4', 'cn-east-3', ['~ region beijing.region: "cn-north-4" -> "cn-east-3"']],
    [
      'another region',
      'notify:',
      '  shanghai: { region: cn-east-3 }\nnotify:',
      ['+ region shanghai: { region: "cn-east-3" }'],
    ],
    [
      'a day',
      '2026-12-31',
      '2027-01-01',
      ['+ calendar freeze: { date: "2027-01-01" }', '- calendar freeze: { date: "2026-12-31" }'],
    ],
    [
      'an override',
      '2026-12-03',
      '2026-12-04',
      [
        '+ override: { job: "nightly", skip: true, until: "2026-12-04" }',
        '- override: { job: "nightly", skip: true, until: "2026-12-03" }',
      ],
    ],
    [
      'a journal',
      'regions:',
      'journal: obs://runs/nightshift\nregions:',
      ['+ journal: "obs://runs/nightshift"'],
    ],
    [
      'a channel',
      'calendars:',
      '  audit: { kind: feishu, url: "${AUDIT}" }\ncalendars:',
      ['+ channel audit: "feishu"'],
    ],
    ['a variable', '${OPS_URL}', '${CHAT_URL}', ['~ channel ops.url: "${OPS_URL}" -> "${CHAT_URL}"']],
    ['a language', 'kind: webhook', 'kind: webhook, language: zh', ['+ channel ops.language: "zh"']],
  ])('%s', (_, from, to, expected) => {
    expect(shown(from, to)).toEqual(expected);
  });

  test('a job that is new is told by what it does and when, and one that is gone as well', () => {
    const weekly =
      '  weekly: { action: flush, cron: "0 4 * * 1", targets: { region: beijing, names: ["*"] } }\n';
    expect(lines(before, before + weekly)).toEqual(['+ job weekly: "flush" "0 4 * * 1"']);
    expect(lines(before + weekly, before)).toEqual(['- job weekly: "flush" "0 4 * * 1"']);
  });

  test('of a section that is new as a whole, each entry is told', () => {
    expect(shown('calendars:\n', 'calendars:\n  closed: [{ china: holidays }]\n')).toEqual([
      '+ calendar closed: { china: "holidays" }',
    ]);
    expect(lines('version: 1\n', before)).toEqual([
      '+ timezone: "Asia/Shanghai"',
      '+ region beijing: { region: "cn-north-4", projectId: "${BEIJING}" }',
      '+ channel ops: "webhook"',
      '+ calendar freeze: { from: "2026-11-10", to: "2026-11-12", reason: "Double 11" }',
      '+ calendar freeze: { date: "2026-12-31" }',
      '+ override: { job: "nightly", skip: true, until: "2026-12-03" }',
      '+ job nightly: "restart" "30 3 * * *"',
    ]);
  });

  test('all that differs is told, and where both are the same nothing is', () => {
    const other = before.replace('2h', '1h').replace('cache-*', 'c-*').replace('Double 11', 'x');
    expect(lines(before, other)).toHaveLength(4);
    expect(lines(before, before)).toEqual([]);
  });

  test.each([
    ['a comment', `# why\n${before}`, 'only its comments and its layout'],
    ['quotes', before.replace('window: 2h', 'window: "2h"'), 'only its comments and its layout'],
    [
      'another order',
      before.replace('version: 1\ntimezone: Asia/Shanghai', 'timezone: Asia/Shanghai\nversion: 1'),
      'only its comments and its layout',
    ],
  ])('what has no part in the meaning is told as such: %s', (_, other, note) => {
    expect(lines(before, other)).toEqual([`~ schedule.yaml (${note})`]);
  });

  test('entries in another order', () => {
    const [first, second] = [
      '    - { from: 2026-11-10, to: 2026-11-12, reason: Double 11 }\n',
      '    - { date: 2026-12-31 }\n',
    ];
    expect(shown(first + second, second + first)).toEqual([
      '~ calendar freeze (its entries are in another order)',
    ]);
  });

  test('a schedule that cannot be read, or is of another kind, is no obstacle', () => {
    expect(lines('{', before)).toEqual(['~ schedule.yaml (what is deployed is no YAML)']);
    expect(lines('jobs: [a]\n', 'jobs: { a: { cron: "1 1 * * *" } }\n')).toEqual([
      '~ jobs: ["a"] -> { a: { cron: "1 1 * * *" } }',
    ]);
    expect(lines('constructor: 1\n', 'version: 1\n')).toEqual(['+ version: 1', '- constructor: 1']);
  });
});

describe('no secret is shown', () => {
  const secret = 'canary-0123456789abcdefghij';

  test.each<[string, string, string, readonly string[]]>([
    [
      'a URL that was written out',
      '"${OPS_URL}"',
      `"https://hooks.example.com/${secret}"`,
      ['~ channel ops.url: "${OPS_URL}" -> "***"'],
    ],
    [
      'a URL around a reference',
      '"${OPS_URL}"',
      `"https://h.example.com/${secret}/\${X}"`,
      ['~ channel ops.url: "${OPS_URL}" -> "***"'],
    ],
    [
      'under a misspelt key',
      'kind: webhook',
      `kind: webhook, sekret: ${secret}`,
      ['+ channel ops.sekret: "***"'],
    ],
    [
      'in a list',
      'kind: webhook',
      `kind: webhook, urls: ["https://a.example.com/${secret}"]`,
      ['+ channel ops.urls: ["***"]'],
    ],
    [
      'as a number',
      'kind: webhook',
      'kind: webhook, secret2: 4711471147114711',
      ['+ channel ops.secret2: ***'],
    ],
    [
      'a URL in the wrong place',
      'cn-north-4',
      `https://hooks.example.com/${secret}`,
      ['~ region beijing.region: "cn-north-4" -> "https://hooks.example.com/***"'],
    ],
    [
      'a key in the wrong place',
      '"${BEIJING}"',
      '0123456789abcdef0123456789abcdef',
      ['~ region beijing.projectId: "${BEIJING}" -> "***"'],
    ],
  ])('%s', (_, from, to, expected) => {
    const found = shown(from, to);
    expect(found).toEqual(expected);
    expect(found.join()).not.toContain('canary');
  });

  test('and that one has changed is told all the same', () => {
    const one = before.replace('"${OPS_URL}"', '"https://hooks.example.com/one-0123456789"');
    expect(shown('one-0123456789', 'two-0123456789', one)).toEqual(['~ channel ops.url (value not shown)']);
  });

  test.each([
    'notify: [{ kind: webhook, url: SECRET }]',
    'notify: SECRET',
    'notify: { ops: SECRET }',
    'notify: { ops: [SECRET] }',
  ])('where channels have another shape: %s', (text) => {
    const written = text.replace('SECRET', '"canary"');
    expect([...lines('version: 1', written), ...lines(written, 'version: 1')].join()).not.toContain('canary');
  });
});
