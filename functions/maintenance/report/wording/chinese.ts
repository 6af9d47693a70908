import type { CallCause, CallEnding } from '../../foundation/call-cause.ts';
import { isOurs } from '../../foundation/codes.ts';
import { cleanCause, isStatus, isWordless, withoutCause } from '../describe-cause.ts';
import type { Failure } from '../failure.ts';
import { codesZh } from './codes-zh.ts';
import { fireZh } from './fire-phrases-zh.ts';
import { phrasesZh } from './phrases-zh.ts';
import { targetsZh } from './targets-phrases-zh.ts';
import type { Told } from './wording.ts';

/** A duration as people say it: `2 小时 5 分`. */
export function chineseDuration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} 秒`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} 分钟` : `${minutes} 分 ${seconds % 60} 秒`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes % 60} 分`;
}

const silences: Readonly<Record<Exclude<CallEnding, 'refused'>, string>> = {
  unreadable: '应答无法识别',
  'too-large': '应答过长',
  cut: '应答不完整',
  'no-answer': '未在时限内应答',
  reset: '应答前连接中断',
  'no-connection': '未能建立连接',
  'name-not-found': '域名无法解析',
  'connection-refused': '连接被拒绝',
  unreachable: '网络不可达',
  tls: 'TLS 连接失败',
  unsendable: '请求无法发送',
  unheard: '函数在收到应答前已结束',
};

/** What the cloud said last, in its own words where it had any; of a silence, which. */
export function causeInChinese(cause: CallCause): string {
  const { code, message, ending, status, requestId, host, permission } = cleanCause(cause);
  const details = [
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(requestId === undefined ? [] : [`请求 ${requestId}`]),
  ];
  const inBrackets = details.length === 0 ? '' : `（${details.join('，')}）`;
  const advice = permission === undefined ? '' : `，请为函数的委托授予 ${permission}`;
  if (ending !== undefined && ending !== 'refused')
    return `${host === undefined ? '' : `${host} `}${silences[ending]}（${[code, ...details].join('，')}）`;
  if (ending === undefined && isOurs(code) && code !== 'rejected') return `${codesZh[code]}${inBrackets}`;
  const words = isWordless(cause) ? '' : ` ${JSON.stringify(message)}`;
  const unsaid = words === '' ? '，未说明原因' : '';
  if (!isStatus(code)) return `${code}${words}${inBrackets}${unsaid}${advice}`;
  const head = `HTTP ${status ?? code.slice('HTTP.'.length)}`;
  return `${head}${words}${requestId === undefined ? '' : `（请求 ${requestId}）`}${unsaid}${advice}`;
}

/** What a code says, then what was seen, then what the cloud said. */
export function whyInChinese(said: string, { code, reason, cause }: Told): string {
  const own = withoutCause(reason, cause);
  // Words that stand under a code of the cloud's in an older record are the cloud's.
  const seen = translated(own) ?? (isOurs(code) || cause !== undefined || own === '' ? undefined : own);
  const why = seen === undefined || seen === said ? said : `${said}（${seen}）`;
  return cause === undefined ? why : `${why}；${causeInChinese(cause)}`;
}

/** A note; one that nobody has translated stays as it is, rather than being lost. */
export function noteInChinese(note: string): string {
  return translated(note) ?? note;
}

const place = /^(\S+:\d+:\d+(?: [^\s:]+)?)[: ]/;
const which = /^the run (\S+@\S+)/;

/** What is wrong, and of a schedule where, of a run which: the rest is told by `nightshift validate` and the log. */
export function failureInChinese({ message, cause }: Failure, said: string): readonly string[] {
  const places = message.split('\n').flatMap((line) => place.exec(line)?.[1] ?? which.exec(line)?.[1] ?? []);
  return [said, ...places, ...(cause === undefined ? [] : [causeInChinese(cause)])];
}

type Rule = {
  readonly pattern: RegExp;
  /** Of each place, whether a phrase stands there. */
  readonly phrase: readonly boolean[];
  readonly chinese: string;
};

/** These may stand behind any phrase. */
const behindAll: typeof phrasesZh = [
  ['{*}; no further try: {*}', '{1}；不再重试：{2}'],
  ['{*} ({} tries)', '{1}（共 {2} 次）'],
  ['{*} (for {})', '{1}（持续 {2}）'],
];

/** And what else is in brackets or in a list, where it is part of no phrase. */
const looseParts: typeof phrasesZh = [
  ['{*} ({})', '{1}（{2}）'],
  ['{*}, {*}', '{1}、{2}'],
];

let rules: readonly Rule[] | undefined;

/** Of several sentences in a row, each is a phrase of its own: a value does not reach into the next one. */
const inOneSentence = '((?:(?!; ).)+?)';

/** What a place stands for ends as early as it can; of what is behind a text with the same signs in it, as late. */
function ruleOf([english, chinese]: (typeof phrasesZh)[number], places: '(.+?)' | '(.+)' = '(.+?)'): Rule {
  const value = places === '(.+?)' ? inOneSentence : places;
  const parts = english.split(/(\{\*?\})/);
  const isPlace = (part: string) => part === '{}' || part === '{*}';
  const pattern = parts.map((part) => {
    if (isPlace(part)) return part === '{*}' ? places : value;
    return part.replace(/[()[\].*+?^$|\\{}]/g, '\\$&');
  });
  return {
    pattern: new RegExp(`^${pattern.join('')}$`, 'su'),
    phrase: parts.filter(isPlace).map((part) => part === '{*}'),
    chinese,
  };
}

/** The text in Chinese, as one phrase or as several with semicolons between them; `undefined` where it is none of ours. */
export function translated(text: string): string | undefined {
  rules ??= [
    ...behindAll.map((phrase) => ruleOf(phrase, '(.+)')),
    ...[...phrasesZh, ...targetsZh, ...fireZh, ...looseParts].map((phrase) => ruleOf(phrase)),
    ...looseParts.map((phrase) => ruleOf(phrase, '(.+)')),
  ];
  for (const { pattern, phrase, chinese } of rules) {
    const found = pattern.exec(text)?.slice(1);
    const places = found?.map((place, index) => (phrase[index] ? translated(place) : valueInChinese(place)));
    if (places?.every((place) => place !== undefined))
      return chinese.replace(/\{(\d)\}/g, (_, place) => places[Number(place) - 1] ?? '');
  }
  for (let at = text.indexOf('; '); at > 0; at = text.indexOf('; ', at + 1)) {
    const first = translated(text.slice(0, at));
    const rest = first === undefined ? undefined : translated(text.slice(at + 2));
    if (rest !== undefined) return `${first}；${rest}`;
  }
  return undefined;
}

const unitMs = { h: 3_600_000, m: 60_000, s: 1_000 };

/** English that stands in lists of names: of fields that cannot be read, and beside the Chinese of a holiday. */
const holiday = /(\p{Script=Han}+) \((?:New Year|[A-Z][\w -]+ (?:Festival|Day))\)/gu;
const fields = /\(((?:an id|a status|a name|tags|an engine version|two rows that differ)(?:, [a-z ]+)*)\)/g;

/** A duration in Chinese; a name, a status or a number as it is. */
function valueInChinese(text: string): string {
  const parts = [...text.matchAll(/(?:^| )(\d+)(h|m|s)(?= |$)/g)];
  if (parts.map(([part]) => part).join('') !== text)
    return text
      .replace(holiday, '$1')
      .replace(fields, (_, listed) => `（${translated(listed) ?? listed}）`)
      .replace(/ and (\d+) more$/, ' 等，另有 $1 个');
  const ms = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * unitMs[unit as keyof typeof unitMs],
    0,
  );
  return chineseDuration(ms);
}
