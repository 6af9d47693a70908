/** What has to be gone through to settle a point. */
export type Stage = 'read' | 'function' | 'objects' | 'restart' | 'flush';

/** Something that the documents leave open, or that is better seen than believed. */
export type Point = {
  readonly id: string;
  /** In a sentence, as a statement or a question. */
  readonly about: string;
  /** What we take for true, as the local cloud plays it; `null` for nothing. */
  readonly assumed: string | number | null;
} & (
  | { readonly stage: Stage }
  /** It cannot be settled from outside, or not without harm. */
  | { readonly why: string }
);
