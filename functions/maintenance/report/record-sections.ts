import { bold, code, type Line, plain, type Section, sectionOf } from './card.ts';
import type { Background, Comparison } from './comparison.ts';
import { namesAmong } from './shown-instances.ts';
import type { Summary, SummaryInstance } from './summary.ts';
import { saidOf, type Told, type Wording } from './wording/wording.ts';
import { zonedTime } from './zoned-time.ts';

/** The sections that are worth knowing: data, how it was the last time, outage, what was left alone, notes. */
export function recordSections(
  summary: Summary,
  wording: Wording,
  background: Background,
): readonly Section[] {
  const { titles } = wording;
  const { comparison } = background;
  return [
    ...sectionOf('data', titles.data, dataLines(summary, wording)),
    ...sectionOf('comparison', titles.comparison, comparison ? comparedLines(comparison, wording) : []),
    ...sectionOf('outage', titles.outage, outageLines(summary, wording, background)),
    ...sectionOf('untouched', titles.untouched, untouchedLines(summary, wording)),
    ...sectionOf(
      'notes',
      titles.notes,
      summary.notes.map((note) => [plain(wording.note(note))]),
    ),
  ];
}

function comparedLines(
  { newlyFailing, recovered, failingFor, newlyRefused = [], sameRefusals }: Comparison,
  { comparison }: Wording,
): readonly Line[] {
  const line = (name: string, what: string): Line => [bold(name), plain(` ${what}`)];
  return [
    ...newlyFailing.map((name) => line(name, comparison.newlyFailing)),
    ...failingFor.map(({ name, runs }) => line(name, comparison.failingFor(runs))),
    ...recovered.map((name) => line(name, comparison.recovered)),
    ...newlyRefused.map((name) => line(name, comparison.newlyRefused)),
    ...(sameRefusals ? [[plain(comparison.sameRefusals)]] : []),
  ];
}

function outageLines(
  { instances }: Summary,
  { outage, duration }: Wording,
  { comparison, parts = [] }: Background,
): readonly Line[] {
  const nameOf = namesAmong(instances);
  const said = (seconds: number) => duration(seconds * 1_000);
  const away = instances.filter(({ outageSeconds }) => outageSeconds !== null);
  const [longest] = away.toSorted((one, other) => (other.outageSeconds ?? 0) - (one.outageSeconds ?? 0));
  const trend = comparison?.longestOutage;
  const measured = ({ outageSeconds, outageWithinSeconds }: SummaryInstance) =>
    `${said(outageSeconds ?? 0)}${outageWithinSeconds === undefined ? '' : ` ±${said(outageWithinSeconds)}`}`;
  return [
    ...(longest ? [[plain(outage.longest(measured(longest), nameOf(longest)))]] : []),
    ...(trend ? [[plain(outage.trend(said(trend.beforeSeconds), said(trend.nowSeconds)))]] : []),
    ...parts.map(({ part, outageSeconds }) => [plain(outage.part(part, said(outageSeconds)))]),
  ];
}

/** By reason: hundreds that were skipped were mostly skipped for one. */
function untouchedLines({ instances }: Summary, wording: Wording): readonly Line[] {
  const reasons = new Map<string, Told & { names: string[] }>();
  const nameOf = namesAmong(instances);
  for (const one of instances) {
    if (one.outcome !== 'skipped' && one.outcome !== 'deferred') continue;
    const key = `${one.code} ${one.reason}`;
    const group = reasons.get(key) ?? { code: one.code, reason: one.reason, cause: one.cause, names: [] };
    group.names.push(nameOf(one));
    reasons.set(key, group);
  }
  return [...reasons.values()].map(({ code: found, reason, cause, names }) => [
    ...namesIn(names, wording),
    plain(' '),
    code(found),
    plain(` ${wording.why(saidOf(found, wording), { code: found, reason, cause })}`),
  ]);
}

const mostNames = 5;

function namesIn(names: readonly string[], wording: Wording): Line {
  const left = names.length - mostNames;
  return [
    bold(names.slice(0, mostNames).join(wording.comma)),
    ...(left > 0 ? [plain(` ${wording.andMore(left)}`)] : []),
  ];
}

/** What became of data, and which backup holds what is gone. Whose data a restart clears is among the notes. */
function dataLines({ action, instances }: Summary, wording: Wording): readonly Line[] {
  const nameOf = namesAmong(instances);
  return instances.flatMap((one): Line[] => {
    const loss = lossOf(one, action, wording);
    if (loss === undefined && one.backup === null) return [];
    const what = loss === undefined ? [] : [plain(` ${loss}`), plain(wording.comma)];
    return [[bold(nameOf(one)), ...(what.length > 0 ? what : [plain(' ')]), ...backupOf(one, wording)]];
  });
}

function lossOf(
  { outcome, code: found, attempts }: SummaryInstance,
  action: Summary['action'],
  { data }: Wording,
): string | undefined {
  if (attempts === 0) return undefined;
  if (found === 'data-lost') return data.lost;
  if (action !== 'flush') return undefined;
  return outcome === 'succeeded' ? data.cleared : data.mayBeGone;
}

function backupOf({ backup }: SummaryInstance, { data }: Wording): Line {
  if (backup === null) return [plain(data.noBackup)];
  return [plain(`${data.heldBy(zonedTime(backup.createdAt), backup.made)} `), code(backup.id)];
}
