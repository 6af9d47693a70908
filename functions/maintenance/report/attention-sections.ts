import { bold, code, type Line, plain, type Section, sectionOf } from './card.ts';
import { meaningOf, needNothing } from './code-meaning.ts';
import type { Background } from './comparison.ts';
import { namesAmong } from './shown-instances.ts';
import type { Summary, SummaryInstance } from './summary.ts';
import { saidOf, type Wording } from './wording/wording.ts';

/** The sections that a person must read: who was not told, what went wrong with its cause, and what to do. */
export function attentionSections(
  summary: Summary,
  wording: Wording,
  { untold = [] }: Background,
): readonly Section[] {
  const { titles } = wording;
  const { instances, problems } = summary;
  const nameOf = namesAmong(instances);
  const inTrouble = instances.filter(({ outcome }) => isTrouble(outcome));
  const codes = [...new Set([...inTrouble, ...problems].map((each) => each.code))];
  return [
    ...sectionOf(
      'untold',
      titles.untold,
      untold.map((channel) => [plain(wording.untold(channel))]),
    ),
    ...sectionOf(
      'person',
      titles.person,
      inTrouble.map((one) => troubleLine(one, nameOf(one), wording)),
    ),
    ...sectionOf(
      'problems',
      titles.problems,
      problems.map((each) => problemLine(each, wording)),
    ),
    ...sectionOf('steps', titles.steps, stepLines(codes, wording)),
  ];
}

/** Whether an outcome needs a person. */
export function isTrouble(outcome: SummaryInstance['outcome']): boolean {
  return outcome === 'failed' || outcome === 'unknown' || outcome === 'refused';
}

function troubleLine(one: SummaryInstance, name: string, wording: Wording): Line {
  const why = wording.why(saidOf(one.code, wording), one);
  return [bold(name), plain(' '), code(one.code), plain(` ${why}`)];
}

function problemLine(problem: Summary['problems'][number], wording: Wording): Line {
  const { code: found, region } = problem;
  const where = region === null ? [] : [bold(region), plain(' ')];
  return [...where, code(found), plain(` ${wording.why(saidOf(found, wording), problem)}`)];
}

/** One line for each thing to do, after the codes that ask for it. */
export function stepLines(codes: readonly string[], wording: Wording): readonly Line[] {
  return stepsFor(codes, wording).map(({ step, asking }) => [
    ...asking.flatMap((each) => [code(each), plain(' ')]),
    plain(step),
  ]);
}

/** What a person does next, each thing once, with the codes that ask for it. */
export function stepsFor(
  codes: readonly string[],
  { steps }: Pick<Wording, 'steps'>,
): readonly { readonly step: string; readonly asking: readonly string[] }[] {
  const asking = new Map<string, string[]>();
  for (const each of codes) {
    const meaning = meaningOf(each);
    if (needNothing.has(meaning)) continue;
    const step = steps[meaning];
    asking.set(step, [...(asking.get(step) ?? []), each]);
  }
  return [...asking].map(([step, found]) => ({ step, asking: found }));
}
