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
export const explanations: readonly Explanation[] = [];
