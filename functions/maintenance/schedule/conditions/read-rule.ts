import { dayMs, formatDuration, minuteMs, parseDuration } from '../../foundation/time/duration.ts';
import { type MetricName, type MetricUnit, metricOf } from './metric-table.ts';
import { type Rule, whyNever } from './rule.ts';
import { binarySizes, trimmed } from './show-value.ts';

/** A rule that was read, or what is wrong with it. */
export type RuleReading =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly code: string; readonly found: string; readonly expected: string };

/** What a rule looks like, whatever its metric; the rest depends on the unit of that. */
export const rulePattern =
  /^ *(>=|<=|>|<|=) *(\d+(?:\.\d+)?) *([A-Za-zµμ%][A-Za-zµμ/]*|\/s)?(?: +for +(\S+))? *$/u;

/** Data of single minutes is kept for two days; longer than one nobody has asked about. */
const longestMs = dayMs;

/** Reads what is written for a metric. */
export function readRule(metric: MetricName, text: string): RuleReading {
  const found = JSON.stringify(text);
  const { unit, scale = 1 } = metricOf(metric);
  const refused = (code: string, expected: string) => ({ ok: false, code, found, expected }) as const;
  const match = rulePattern.exec(text);
  if (!match) return refused('condition.form', meantBy(metric, text) ?? expectedFor(metric));
  const [, compare = '', digits = '', suffix = '', lasting] = match;
  const factor = factorOf(unit, suffix);
  if (factor === undefined)
    return refused('condition.unit', `${wordsOf[unit]}, as ${metric} is counted in that: ${exampleOf[unit]}`);
  const number = Number(digits);
  if (unit === 'percent' && suffix === '' && number > 0 && number < 1)
    return refused('condition.unit', `a percentage: ${compare} ${trimmed(number * 100)}%`);
  const forMs = lasting === undefined ? 0 : parseDuration(lasting);
  if (forMs === undefined || forMs % minuteMs !== 0 || forMs > longestMs)
    return refused(
      'condition.for',
      'for and whole minutes, such as for 30m, up to 24h: there is one value a minute',
    );
  const written = `${compare} ${digits}${suffix}${forMs === 0 ? '' : ` for ${formatDuration(forMs)}`}`;
  const rule = {
    metric,
    compare: compare as Rule['compare'],
    limit: (number * factor) / scale,
    forMs,
    written,
  };
  const never = whyNever(rule);
  return never === undefined ? { ok: true, rule } : refused('condition.never', never);
}

const signs: Readonly<Record<string, string>> = { '=>': '>=', '=<': '<=', '==': '=' };
const spelledOut = / for +(\d+) *(?:(m|mins?|minutes?|分钟?)|h|hrs?|hours?|小?时) *$/i;

/** The rules that are most likely meant by what is none: signs, numbers and times as people write them elsewhere. */
function meantBy(metric: MetricName, text: string): string | undefined {
  const plain = text
    .replace(/^ *(=>|=<|==)/, (_, sign: string) => signs[sign] ?? sign)
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(spelledOut, (_, digits: string, minutes?: string) => ` for ${digits}${minutes ? 'm' : 'h'}`);
  const parts = plain.split(/ *(?:,|&+|and|且)? *(?=[<>])/).filter((part) => part.trim() !== '');
  const read = parts.map((part) => (part === text ? undefined : readRule(metric, part)));
  const rules = read.flatMap((each) => (each?.ok ? [JSON.stringify(each.rule.written)] : []));
  if (rules.length === 0 || rules.length < parts.length) return undefined;
  return rules.length === 1 ? rules.join() : `a list: [${rules.join(', ')}]`;
}

/** What may be written for a metric, with an example in its unit. */
export function expectedFor(metric: MetricName): string {
  const { unit } = metricOf(metric);
  return `>, >=, <, <= or = and ${wordsOf[unit]}, and perhaps for how long, in quotes: ${exampleOf[unit]}`;
}

const wordsOf: Readonly<Record<MetricUnit, string>> = {
  ratio: 'a number',
  percent: 'a percentage',
  bytes: 'a size in B, KB, MB, GB or TB',
  'bytes-a-second': 'a size a second in B/s, KB/s, MB/s or GB/s',
  ms: 'a time in us, ms or s',
  us: 'a time in us, ms or s',
  count: 'a number',
  'a-second': 'a number a second',
};

const exampleOf: Readonly<Record<MetricUnit, string>> = {
  ratio: '"> 1.5 for 30m"',
  percent: '"< 20% for 10m"',
  bytes: '"> 200MB"',
  'bytes-a-second': '"< 500KB/s for 5m"',
  ms: '"< 5ms for 10m"',
  us: '"< 500us for 10m"',
  count: '"< 100 for 5m"',
  'a-second': '"< 500/s for 5m"',
};

const thousands: Readonly<Record<string, number>> = { '': 1, k: 1_000, K: 1_000, M: 1_000_000 };
const microseconds: Readonly<Record<string, number>> = { us: 1, µs: 1, μs: 1, ms: 1_000, s: 1_000_000 };

/** By how much a number with a suffix is multiplied; `undefined` where the unit has no such suffix. */
function factorOf(unit: MetricUnit, suffix: string): number | undefined {
  switch (unit) {
    case 'ratio':
      return suffix === '' ? 1 : undefined;
    case 'percent':
      return suffix === '' || suffix === '%' ? 1 : undefined;
    case 'bytes':
      return bytesIn(suffix);
    case 'bytes-a-second':
      return suffix.endsWith('/s') ? bytesIn(suffix.slice(0, -'/s'.length)) : undefined;
    case 'ms': {
      const factor = own(microseconds, suffix);
      return factor === undefined ? undefined : factor / 1_000;
    }
    case 'us':
      return own(microseconds, suffix);
    case 'count':
      return own(thousands, suffix);
    case 'a-second':
      return own(thousands, suffix.replace(/(?:ops|qps|calls)?(?:\/s)?$/i, ''));
    default:
      return unit satisfies never;
  }
}

function bytesIn(suffix: string): number | undefined {
  const [, prefix] = /^(?:([KMGT])i?)?B$/i.exec(suffix) ?? [];
  if (prefix !== undefined) return binarySizes[prefix.toUpperCase()];
  return /^B$/i.test(suffix) ? 1 : undefined;
}

function own(factors: Readonly<Record<string, number>>, suffix: string): number | undefined {
  return Object.hasOwn(factors, suffix) ? factors[suffix] : undefined;
}
