import type { Mutant } from '../mutant.ts';

/** Why no test can tell mutants from the code: it names both, so that it goes out of date when the code changes. */
export type Explanation = {
  /** Its path in functions/maintenance. */
  readonly file: string;
  /** The line of the code, without its indentation. */
  readonly text: string;
  /** What stands in that line, and what instead, as `describeChange` writes it. */
  readonly changes: readonly string[];
  readonly why: string;
};

/** A change as people read it: `a < b -> a <= b`. */
export function describeChange({ was, became }: Pick<Mutant, 'was' | 'became'>): string {
  return `${was} -> ${became === '' ? '(nothing)' : became}`;
}

/** Whether an explanation is about a mutant. */
export function explains({ file, text, changes }: Explanation, mutant: Mutant): boolean {
  return mutant.path.endsWith(`/${file}`) && text === mutant.text && changes.includes(describeChange(mutant));
}
