import { durationPattern } from '../../functions/maintenance/foundation/time/duration.ts';
import type { Language } from '../../functions/maintenance/schedule/channels/channel-settings.ts';
import { oneTimePattern } from '../../functions/maintenance/schedule/one-time.ts';
import { percentPattern, somePercentPattern } from '../../functions/maintenance/schedule/share.ts';
import { type ScheduleKey, type Schema, scheduleKeys } from '../house/schedule-keys.ts';
import { keyMeaningsEn } from './key-meanings-en.ts';
import { keyMeaningsZh } from './key-meanings-zh.ts';
import { wrapped } from './wrapped.ts';

/** Which keys stand together on the page, by what their paths begin with; each belongs to the first that fits. */
const groups: Readonly<Record<string, RegExp>> = {
  top: /^(version|timezone|tick|defaults)$/,
  journal: /^(journal|handOver)\b/,
  regions: /^regions\b/,
  channels: /^notify\b/,
  calendars: /^calendars\b/,
  overrides: /^overrides\b/,
  jobs: /^jobs\.\*\.(action|cron|at|from|until|timezone|enabled)$/,
  times: /^jobs\.\*\.(window|inMaintenanceWindow|startDeadline|jitter|overlap|dst)\b/,
  days: /^jobs\.\*\.(skipOn|onlyOn|onSkip)$/,
  targets: /^jobs\.\*\.targets\b/,
  conditions: /^jobs\.\*\.(onlyIf|otherwise|noData|atMostEvery)\b/,
  rollout: /^jobs\.\*\.rollout\b/,
  retry: /^jobs\.\*\.(retry|settle)\b/,
  data: /^jobs\.\*\.(destroysData|backup)\b/,
  telling: /^jobs\.\*\.notify$/,
};

/** What a page says of values and needs, in its language. */
type Words = {
  readonly meanings: Readonly<Record<string, string>>;
  readonly entry: (key: string, traits: readonly string[], meaning: string) => string;
  readonly or: (ways: readonly string[]) => string;
  readonly required: string;
  readonly either: string;
  readonly otherwise: (value: string) => string;
  readonly number: (least: number, most: number | undefined) => string;
  readonly values: Readonly<
    Record<'duration' | 'percentage' | 'date' | 'time' | 'once' | 'text' | 'list' | 'mapping', string>
  >;
};

const english: Words = {
  meanings: keyMeaningsEn,
  entry: (key, traits, meaning) => `- \`${key}\` (${traits.join(', ')}): ${meaning}`,
  or: (ways) => [ways.slice(0, -1).join(', '), ...ways.slice(-1)].filter((part) => part !== '').join(' or '),
  required: 'required',
  either: 'required in one form',
  otherwise: (value) => `default ${value}`,
  number: (least, most) => (most === undefined ? `number from ${least}` : `${least} to ${most}`),
  values: {
    duration: 'duration',
    percentage: 'percentage',
    date: 'date',
    time: 'time of day',
    once: 'date and time',
    text: 'text',
    list: 'list',
    mapping: 'mapping',
  },
};

const chinese: Words = {
  meanings: keyMeaningsZh,
  entry: (key, traits, meaning) => `- \`${key}\`（${traits.join('，')}）：${meaning}`,
  or: (ways) => [ways.slice(0, -1).join('、'), ...ways.slice(-1)].filter((part) => part !== '').join(' 或 '),
  required: '必填',
  either: '按写法必填',
  otherwise: (value) => `默认 ${value}`,
  number: (least, most) => (most === undefined ? `不小于 ${least} 的整数` : `${least} 至 ${most}`),
  values: {
    duration: '时长',
    percentage: '百分比',
    date: '日期',
    time: '时刻',
    once: '日期和时间',
    text: '文本',
    list: '列表',
    mapping: '映射',
  },
};

/** The lists of keys that docs/schedule.md has, by the names of their groups. */
export function scheduleParts(language: Language): Readonly<Record<string, string>> {
  const words = language === 'zh' ? chinese : english;
  const parts = new Map<string, string[]>(Object.keys(groups).map((group) => [group, []]));
  for (const key of scheduleKeys()) {
    const group = Object.entries(groups).find(([, belongs]) => belongs.test(key.path))?.[0] ?? '';
    const part = parts.get(group);
    if (!part) throw new RangeError(`no group of docs/schedule.md has the key ${key.path}`);
    part.push(...wrapped(entryOf(key, words), '  '));
  }
  return Object.fromEntries([...parts].map(([group, lines]) => [group, lines.join('\n')]));
}

function entryOf({ path, need, schema }: ScheduleKey, words: Words): string {
  const traits = [words.or([...new Set(waysOf(schema, words))])];
  if (need === 'required' || need === 'either') traits.push(words[need]);
  else if (need !== 'optional') traits.push(words.otherwise(`\`${plainly(need.default)}\``));
  return words.entry(path.replace(/^jobs\.\*\./, ''), traits, words.meanings[path] ?? '');
}

/** The ways to write a value. */
function waysOf(schema: Schema, words: Words): readonly string[] {
  const { anyOf, oneOf, enum: choices, pattern, type, minimum = 0, maximum } = schema;
  const ways = anyOf ?? oneOf;
  if (ways) return ways.flatMap((way) => waysOf(way, words));
  if ('const' in schema) return [`\`${plainly(schema.const)}\``];
  if (choices) return choices.map((choice) => `\`${plainly(choice)}\``);
  const { values } = words;
  switch (type) {
    case 'boolean':
      return ['`true`', '`false`'];
    case 'integer':
      return [words.number(minimum, maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum)];
    case 'array':
      return [values.list];
    case 'object':
      return [values.mapping];
    default:
      return [values[kinds.get(pattern ?? '') ?? 'text']];
  }
}

const kinds: ReadonlyMap<string, keyof Words['values']> = new Map([
  [durationPattern.source, 'duration'],
  [percentPattern.source, 'percentage'],
  [somePercentPattern.source, 'percentage'],
  ['^\\d{4}-\\d{2}-\\d{2}$', 'date'],
  [oneTimePattern.source, 'once'],
  ['^([01]\\d|2[0-3]):[0-5]\\d$', 'time'],
]);

function plainly(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
