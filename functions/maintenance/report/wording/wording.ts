import type { CallCause } from '../../foundation/call-cause.ts';
import { type Code, isOurs } from '../../foundation/codes.ts';
import type { Outcome } from '../../run/outcome.ts';
import type { Action } from '../../schedule/schema.ts';
import type { SectionKind } from '../card.ts';
import { type Meaning, meaningOf } from '../code-meaning.ts';
import type { RunPart } from '../comparison.ts';
import type { Failure } from '../failure.ts';
import type { Summary } from '../summary.ts';

/** What is told of an instance or a problem. */
export type Told = {
  readonly code: string;
  readonly reason: string;
  readonly cause?: CallCause | undefined;
};

/** Everything in a message that is ours to say; one object for each language, so that the types find what is missing. */
export type Wording = {
  /** With the product's name, which chats may ask every message to hold. */
  readonly headline: (job: string, status: Summary['status']) => string;
  readonly invocationFailed: string;
  readonly actions: Readonly<Record<Action, string>>;
  /** How many of an outcome: `2 failed`. */
  readonly counted: Readonly<Record<Outcome, (count: number) => string>>;
  readonly selected: (count: number) => string;
  readonly noneSelected: string;
  readonly duration: (ms: number) => string;
  /** Between parts of a sentence, and between entries of a list. */
  readonly comma: string;
  readonly andMore: (count: number) => string;
  readonly labels: Readonly<
    Record<'run' | 'action' | 'region' | 'scheduled' | 'ran' | 'request' | 'code' | 'message', string>
  >;
  /** Titles of sections. */
  readonly titles: Readonly<Record<SectionKind | 'retry', string>>;
  /** From when to when, and for how long. */
  readonly fromTo: (from: string, to: string, took: string) => string;
  /** What each code of ours says. */
  readonly codes: Readonly<Record<Code, string>>;
  /** What a code of the cloud's comes down to. */
  readonly meanings: Readonly<Record<Meaning, string>>;
  /** What a person does next. */
  readonly steps: Readonly<Record<Meaning, string>>;
  /** What the cloud said last, in short. */
  readonly cause: (cause: CallCause) => string;
  /** What a code says, with what the run, which speaks English, and the cloud said of it. */
  readonly why: (said: string, told: Told) => string;
  /** A note of a run, which is English. */
  readonly note: (note: string) => string;
  /** The lines of a failure's message, which are English. */
  readonly failure: (failure: Failure, said: string) => readonly string[];
  readonly outage: {
    readonly longest: (duration: string, name: string) => string;
    readonly part: (part: RunPart, duration: string) => string;
    readonly trend: (before: string, now: string) => string;
  };
  readonly data: {
    readonly cleared: string;
    readonly mayBeGone: string;
    readonly lost: string;
    readonly heldBy: (createdAt: string, made: boolean) => string;
    readonly noBackup: string;
  };
  readonly comparison: {
    readonly newlyFailing: string;
    readonly recovered: string;
    readonly newlyRefused: string;
    /** A sentence of its own. */
    readonly sameRefusals: string;
    readonly failingFor: (runs: number) => string;
  };
  readonly untold: (channel: string) => string;
  /** Fires of several jobs that no tick came for. */
  readonly missed: {
    readonly headline: (fires: number) => string;
    readonly noTick: (jobs: number) => string;
    readonly title: string;
    /** Is followed by the id of the last. */
    readonly ofJob: (job: string, fires: number) => string;
  };
};

/** What a code says: one of ours by itself, one of the cloud's by what it comes down to. */
export function saidOf(code: string, { codes, meanings }: Pick<Wording, 'codes' | 'meanings'>): string {
  return isOurs(code) ? codes[code] : meanings[meaningOf(code)];
}
