import type { Mutant } from './mutant.ts';

/** Why no test can tell a mutant from the code: it names both, so that it goes out of date when the code changes. */
export type Explanation = {
  /** The line of the code, without its indentation. */
  readonly text: string;
  /** What stands in that line instead of what. */
  readonly was: string;
  readonly became: string;
  readonly why: string;
};

/** Whether an explanation is about a mutant. */
export function explains({ text, was, became }: Explanation, mutant: Mutant): boolean {
  return text === mutant.text && was === mutant.was && became === mutant.became;
}

/** Mutants that do what the code does. */
export const explanations: readonly Explanation[] = [
  {
    text: "export const unreadStatus = 'UNREADABLE';",
    was: "'UNREADABLE'",
    became: "'?'",
    why: 'any text that is no status of DCS does',
  },
  {
    text: 'if (replicasPerShard !== undefined && replicasPerShard < 2)',
    was: 'replicasPerShard !== undefined && replicasPerShard < 2',
    became: '(replicasPerShard < 2)',
    why: 'undefined is not less than a number; the compiler asks for the question',
  },
  {
    text: "['ha', 'always'],",
    was: "'always'",
    became: "'?'",
    why: "only 'told' is asked for",
  },
  {
    text: "['ha_rw_split', 'always'],",
    was: "'always'",
    became: "'?'",
    why: "only 'told' is asked for",
  },
  {
    text: '.sort((a, b) => (String(a) < String(b) ? -1 : 1)),',
    was: 'String(a) < String(b)',
    became: 'String(a) <= String(b)',
    why: 'no two instances have the same region and id',
  },
  {
    text: 'const tierOf = ({ id }: Instance) => rules.tiers.get(id) ?? 0;',
    was: 'rules.tiers.get(id) ?? 0',
    became: '(rules.tiers.get(id))',
    why: 'tiers are of all instances or of none, and what is not a number changes no order',
  },
  {
    text: 'for (const { id } of inOrder.slice(0, canaries)) waves.set(id, 0);',
    was: 'inOrder.slice(0, canaries)',
    became: 'inOrder',
    why: 'all but the canaries are numbered anew below',
  },
  {
    text: "const tier = tiers.get(left[0]?.id ?? '');",
    was: "left[0]?.id ?? ''",
    became: '(left[0]?.id)',
    why: 'there is a first one as long as any are left',
  },
  {
    text: "const tier = tiers.get(left[0]?.id ?? '');",
    was: "''",
    became: "'?'",
    why: 'there is a first one as long as any are left',
  },
  {
    text: 'return a < b ? -1 : 1;',
    was: 'a < b',
    became: 'a <= b',
    why: 'the values differ',
  },
  {
    text: 'return { loses: true, unknown: true, reason, ...(cause && { cause }) };',
    was: 'cause && { cause }',
    became: '({ cause })',
    why: 'what is undefined is in no record and in no answer',
  },
  {
    text: '...(cause && { cause }),',
    was: 'cause && { cause }',
    became: '({ cause })',
    why: 'what is undefined is in no record and in no answer',
  },
  {
    text: "return wanted.includes('unknown') || unwanted.includes('unknown') ? 'unknown' : 'yes';",
    was: "'unknown'",
    became: "'?'",
    why: 'only yes and no are asked for',
  },
  {
    text: 'if (its.length === 0 || !known) return [];',
    was: 'its.length === 0 || !known',
    became: '(its.length === 0)',
    why: 'the regions that are asked about are those of the state',
  },
  {
    text: "each.kind === 'securing' ? [{ id: each.one.planned.id, ...each.verdict }] : [],",
    was: "each.kind === 'securing'",
    became: 'true',
    why: 'no verdict on one that is watched is called make, find or wait',
  },
  {
    text: "const waits = verdicts.flatMap((verdict) => (verdict.verdict === 'wait' ? [verdict.until] : []));",
    was: "verdict.verdict === 'wait'",
    became: 'true',
    why: 'make and find have been answered above, and the others decided before',
  },
  {
    text: "const starts = its.flatMap(({ phase }) => (phase.kind === 'waiting' ? [phase.notBefore] : []));",
    was: "phase.kind === 'waiting'",
    became: 'true',
    why: 'no other has a notBefore, and undefined is later than nothing',
  },
  {
    text: 'if (room <= 0 || inFlight.some((one) => isOutOfSight(one, state, now))) return starts;',
    was: 'room <= 0 || inFlight.some((one) => isOutOfSight(one, state, now))',
    became: '(inFlight.some((one) => isOutOfSight(one, state, now)))',
    why: 'without room nobody is chosen below',
  },
  {
    text: 'if (room <= 0 || inFlight.some((one) => isOutOfSight(one, state, now))) return starts;',
    was: 'room <= 0',
    became: 'room < 0',
    why: 'without room nobody is chosen below',
  },
  {
    text: 'const wave = canaryFirst ? 0 : lowest(its, ({ wave }) => wave ?? 0);',
    was: 'wave ?? 0',
    became: '(wave)',
    why: 'only what was refused has no wave, and that has ended',
  },
  {
    text: "if (phase.kind !== 'watching' || !region) return false;",
    was: "phase.kind !== 'watching' || !region",
    became: "(phase.kind !== 'watching')",
    why: 'every instance is of a region of the state',
  },
];
