/** What a reader says of a text. */
export type Verdict = {
  /** What is wrong with the text; none for one that is read. */
  readonly refusals: readonly Refusal[];
  /** How much work it was, in whatever the reader counts; 0 where it counts nothing. */
  readonly steps?: number;
};

/** What is wrong with a text, and where. */
export type Refusal = {
  /** 1-based. */
  readonly line: number;
  /** What stands there, such as `jobs.nightly.cron` or `DTSTART`; empty for the whole text only. */
  readonly path: string;
  /** `found - expected`. */
  readonly message: string;
};

/** A kind of file that people write: what it looks like, and who reads it. */
export type FuzzKind = {
  /** Texts as people have them; mutants are made of one of them, or of pieces of several. */
  readonly seeds: readonly string[];
  /** The pieces that have a meaning of their own and are put in place of each other; with the flag g. */
  readonly part: RegExp;
  /** Pieces that no seed has, and that may stand where one of theirs does. */
  readonly words: readonly string[];
  /** Reads a text as the product does, to its end. What it throws is a crash. */
  judge(text: string): Verdict | Promise<Verdict>;
};
