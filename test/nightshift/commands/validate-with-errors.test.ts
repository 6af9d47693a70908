import { expect, test } from 'vitest';
import { withFiles } from './run-nightshift.ts';

const sound = `version: 1
regions:
  beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" }
jobs:
  nightly: { action: soft_restart, cron: "30 3 * * *", targets: { region: beijing, names: ["cache-*"] } }
`;

test('shows the first hundred of many findings, and counts them all', async () => {
  const keys = Array.from({ length: 3_000 }, (_, index) => `key${index}: 1\n`).join('');
  await withFiles({ 'schedule.yaml': sound + keys }, async (nightshift) => {
    const { code, stdout } = await nightshift(['validate']);
    expect(code).toBe(1);
    expect(stdout.match(/ error key\.unknown/g)).toHaveLength(100);
    expect(stdout).toContain('schedule.yaml:106:1: 2900 errors more, from here on - expected');
    expect(stdout).toContain('\nschedule.yaml: 3000 errors\n');
    const shown = JSON.parse((await nightshift(['validate', '--json'])).stdout);
    expect(shown.diagnostics).toHaveLength(101);
    const { stderr } = await nightshift(['next']);
    expect(stderr.trim().split('\n')).toHaveLength(101);
  });
});

type Told = Readonly<Record<'code' | 'message', string> & Record<'line' | 'column', number>>;

test('teaches conditions: metrics, units, contradictions and engines, each at its place', async () => {
  const job = (name: string, onlyIf: string, more = '') =>
    `  ${name}: { action: restart, targets: { region: beijing, names: ["*"]${more} }, onlyIf: ${onlyIf} }\n`;
  const jobs = [
    job('a', '{ mem_fragmentation_ratio: "> 1.5", 内存利用率: "> 80%" }'),
    job('b', '{ memory_frag_ratio: ["> 1.5", "< 1"] }'),
    job('c', '{ memory_frag_ratio: "> 30m", memory_usage: "> 0.8", used_memory: 200MB }'),
    job('d', '{ cpu_usage: "> 100%", used_memory: "＞ 200MB", keys: "> 5 for 30 min" }'),
    job('e', '{ auth_errors: "= 0" }', ', engineVersions: ["6.0"]'),
    job('f', '["memory_frag_ratio > 1.5"]'),
  ].join('');
  await withFiles({ 'schedule.yaml': sound + jobs }, async (nightshift) => {
    const { code, stdout } = await nightshift(['validate', '--json']);
    expect(code).toBe(1);
    const { diagnostics } = JSON.parse(stdout);
    const told = (diagnostics as readonly Told[]).map((each) => {
      const message = each.message.replace(/one of .*(; did| other)/, 'one of …$1');
      return `${each.line}:${each.column} ${each.code} ${message}`;
    });
    expect(told).toMatchInlineSnapshot(`
      [
        "6:79 condition.metric "mem_fragmentation_ratio", which is no metric of Redis in Cloud Eye - expected one of …; did you mean "memory_frag_ratio"?",
        "6:113 condition.metric "内存利用率", which is no metric of Redis in Cloud Eye - expected one of …; did you mean "memory_usage"?",
        "7:108 condition.contradiction memory_frag_ratio < 1 beside memory_frag_ratio > 1.5, which nothing meets at once - expected rules that one instance can meet",
        "8:98 condition.unit "> 30m" - expected a number, as memory_frag_ratio is counted in that: "> 1.5 for 30m"",
        "8:121 condition.unit "> 0.8" - expected a percentage: > 80%",
        "8:143 condition.form "200MB" - expected >, >=, <, <= or = and a size in B, KB, MB, GB or TB, and perhaps for how long, in quotes: "> 200MB"",
        "9:90 condition.never "> 100%" - expected what cpu_usage can be, which is 100% at most",
        "9:114 text.sign "＞ 200MB" with a full-width sign (U+FF1E ＞) - expected > in its place",
        "9:130 condition.form "> 5 for 30 min" - expected "> 5 for 30m"",
        "10:104 condition.engine auth_errors, which Redis 6.0 does not have - expected one of … other engineVersions",
        "11:77 value.form a list - expected a mapping of at least one metric to a comparison, such as { memory_frag_ratio: "> 1.5 for 30m" }",
      ]
    `);
  });
});

test('tells what crons hardly mean beside mistakes elsewhere, and not twice what is wrong with one', async () => {
  const jobs = `  monthly: { action: restrt, cron: "0 4 1-7 * MON", targets: { region: beijing, names: ["*"] } }
  wrong: { action: restart, cron: "0 4 */15 * 9", targets: { region: beijing, names: ["*"] } }
`;
  await withFiles({ 'schedule.yaml': sound + jobs }, async (nightshift) => {
    const { code, stdout } = await nightshift(['validate']);
    expect(code).toBe(1);
    expect(stdout.match(/(?:error|warning) [a-z.-]+/g)).toEqual([
      'error value.form',
      'warning cron.either',
      'error cron.range',
    ]);
  });
});
