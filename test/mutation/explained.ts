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
];
