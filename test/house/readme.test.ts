import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sign } from '../../functions/maintenance/notify/webhook-channel.ts';
import { summarySchema } from '../../functions/maintenance/report/summary.ts';
import { outcomes } from '../../functions/maintenance/run/outcome.ts';
import { readEvent } from '../../functions/maintenance/runtime/middleware/read-event.ts';
import { yearsCovered } from '../../functions/maintenance/schedule/calendars/china-calendar.ts';
import { parseSchedule } from '../../functions/maintenance/schedule/parse-schedule.ts';
import { demoFleet } from '../../functions/minicloud/demo/demo-fleet.ts';
import { isZone } from '../maintenance/schedule/iana-zones.ts';
import { withFiles } from '../nightshift/commands/run-nightshift.ts';
import { type Markdown, readMarkdown } from './markdown.ts';
import { scheduleKeys } from './schedule-keys.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

const english = readMarkdown(read('README.md'));
const chinese = readMarkdown(read('README.zh-CN.md'));
const blocksOf = (language: string) =>
  english.blocks.filter((block) => block.language === language).map(({ code }) => code);
const jsons = blocksOf('json').map((code): { readonly type?: string } => JSON.parse(code));

describe('the code in README', () => {
  test.each(blocksOf('yaml').map((code) => [code]))(
    'is a schedule without errors or warnings:\n%s',
    (code) => {
      const parsed = parseSchedule(code, { file: 'README.md', isZone });
      expect(parsed).toMatchObject({ ok: true, warnings: [] });
    },
  );

  test('begins with ten lines of YAML on the first screen', () => {
    expect(english.blocks[0]).toMatchObject({ language: 'yaml' });
    expect(english.blocks[0]?.code.trimEnd().split('\n')).toHaveLength(10);
    expect(english.text.split('\n').indexOf('```yaml')).toBeLessThan(10);
  });

  test('sends events that are understood', async () => {
    const events = jsons.filter(({ type }) => type === undefined);
    expect(events.length).toBeGreaterThan(4);
    for (const event of events) expect(await readEvent(event)).not.toMatchObject({ kind: 'not-understood' });
  });

  test('shows a webhook body with a summary in it', () => {
    const [body, ...others] = jsons.filter(({ type }) => type !== undefined);
    expect(others).toEqual([]);
    expect(body).toEqual({
      type: 'nightshift.run.finished',
      timestamp: expect.any(String),
      data: expect.toSatisfy((data) => summarySchema.safeParse(data).success),
    });
  });

  test('shows output of instances that the demonstration has', () => {
    const output = blocksOf('text').find((code) => code.startsWith('Local Huawei Cloud')) ?? '';
    const named = [...output.matchAll(/^(?: {2}[\d:]{8} {2})?([a-z-]+-(?:staging|web|mobile)) /gm)];
    expect(named.length).toBeGreaterThan(5);
    const known = demoFleet.map(({ name }) => name);
    expect(named.map(([, name]) => name).filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });
});

describe('the command line in README', () => {
  const [schedule = ''] = blocksOf('yaml');
  const files = {
    'config/schedule.yaml': read('config/schedule.yaml'),
    'draft.yaml': schedule.replace('"30 3 * * *"', '"0 30 3 * * ?"'),
  };
  const commands = english.blocks.flatMap(({ code }, at) => {
    const [, command] = /^npm run -s nightshift -- (.*)\n$/.exec(code) ?? [];
    return command === undefined ? [] : [[command, english.blocks[at + 1]?.code] as const];
  });
  // What a plan says is DCS's affair, and today's; and a status, the journal's.
  const still = commands.filter(([command]) => /^(next|validate|triggers)\b/.test(command));

  test('shows those that are used most', () => {
    const shown = commands.map(([command]) => command.split(' ')[0]);
    expect(shown).toEqual([
      'next',
      'validate',
      'plan',
      'status',
      'stack',
      'notify',
      'deploy',
      'deploy',
      'doctor',
      'triggers',
    ]);
  });

  test.each(still)('prints what is shown for %s', async (command, shown) => {
    await withFiles(files, async (nightshift) => {
      expect((await nightshift(command.split(' '))).stdout).toBe(shown);
    });
  });
});

describe('the verification of webhooks in README', async () => {
  const code = Buffer.from(blocksOf('js')[0] ?? '').toString('base64');
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

describe('the reference of the schedule', () => {
  const words = {
    'README.md': { required: 'required', either: 'either', optional: '–' },
    'README.zh-CN.md': { required: '必填', either: '二选一', optional: '–' },
  };

  test.each([
    ['README.md', english],
    ['README.zh-CN.md', chinese],
  ] as const)('in %s has exactly the keys and defaults of the schema', (name, { rows }) => {
    const keys = scheduleKeys().map(({ path, need }) => [
      path,
      typeof need === 'string' ? words[name][need] : `\`${withoutQuotes(need.default)}\``,
    ]);
    const first = rows.findIndex(([key]) => key === '`version`');
    const last = rows.findIndex(([key]) => key === '`jobs.*.notify`');
    const told = rows
      .slice(first, last + 1)
      .flatMap(([cell = '', need]) => pathsIn(cell).map((key) => [key, need]));
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(keys));
    expect(told).toHaveLength(keys.length);
  });

  test("names the years of China's holidays", () => {
    for (const { rows } of [english, chinese]) {
      const [, , told = ''] = rows.find(([key]) => key === '`calendars.*.*.china`') ?? [];
      expect(told.match(/\b\d{4}\b/g)).toEqual([yearsCovered[0], yearsCovered.at(-1)].map(String));
    }
  });

  test('and the outcomes are all there are', () => {
    for (const { rows } of [english, chinese]) {
      const first = rows.findIndex(([outcome]) => outcome === '`succeeded`');
      const listed = rows.slice(first, first + outcomes.length).map(([outcome]) => outcome);
      expect(listed).toEqual(outcomes.map((outcome) => `\`${outcome}\``));
    }
  });
});

/** The paths of a cell; `.names` after `targets.ids` stands for `targets.names`. */
function pathsIn(cell: string): readonly string[] {
  const [first = '', ...siblings] = [...cell.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path);
  return [first, ...siblings.map((sibling) => first.replace(/\.[^.]*$/, sibling))];
}

function withoutQuotes(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

describe('the two READMEs', () => {
  test('have the same headings, rows and code', () => {
    expect(chinese.headings).toEqual(english.headings);
    expect(chinese.blocks).toEqual(english.blocks);
    expect(chinese.rows.map((cells) => cells.length)).toEqual(english.rows.map((cells) => cells.length));
  });

  test('lead to the same files', () => {
    const files = ({ links }: Markdown) => links.filter((link) => !/^https:|^README/.test(link)).sort();
    expect(files(chinese)).toEqual(files(english));
  });
});
