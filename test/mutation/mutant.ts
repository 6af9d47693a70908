/** One place of the code, and what it is changed to. */
export type Mutant = {
  readonly id: number;
  readonly path: string;
  readonly line: number;
  /** The whole line that the place begins in, without its indentation. */
  readonly text: string;
  readonly was: string;
  readonly became: string;
};

/** How a mutant is written into the code: around a range of it, to run one or the other. */
export type Change = {
  readonly start: number;
  readonly end: number;
  /** What people read: the place after the change. */
  readonly became: string;
  /** What stands instead, or that nothing does. */
  readonly instead:
    | { readonly kind: 'expression'; readonly code: string }
    | { readonly kind: 'no-statement' }
    | { readonly kind: 'no-property' }
    | { readonly kind: 'no-elements' };
};

/** What became of a mutant; only `survived` is a gap in the tests. */
export type Fate =
  | { readonly kind: 'killed'; readonly by: string }
  /** No test has come by. */
  | { readonly kind: 'unreached' }
  | { readonly kind: 'survived'; readonly tests: number };
