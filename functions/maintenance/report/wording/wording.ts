import type { Outcome } from '../../run/outcome.ts';
import type { Action } from '../../schedule/schema.ts';
import type { SectionKind } from '../card.ts';
import type { Cause } from '../cause.ts';
import type { Summary } from '../summary.ts';

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
  readonly causes: Readonly<Record<Cause, string>>;
  /** What a person does next; `undefined` where nothing needs doing. */
  readonly steps: Readonly<Record<Cause, string | undefined>>;
  /** The cause with what the run said of it, which is English. */
  readonly why: (cause: string, reason: string) => string;
  readonly outage: {
    readonly longest: (duration: string, name: string) => string;
    readonly wave: (wave: number, duration: string) => string;
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
