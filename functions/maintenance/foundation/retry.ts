import { planTry, type RetryRules } from './backoff.ts';
import type { Clock } from './clock.ts';

/** What came of a try. */
export type Tried<Answer, Failure> =
  | { readonly kind: 'done'; readonly answer: Answer }
  /** May pass. `askedMs` is what the other side asked us to wait. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly askedMs?: number | undefined }
  /** Is tried in another way, at once and whatever the count. */
  | { readonly kind: 'another-way'; readonly failure: Failure };

/** What came of all tries. */
type Retried<Answer, Failure> =
  | { readonly kind: 'done'; readonly answer: Answer; readonly tries: number }
  | {
      readonly kind: 'given-up';
      /** Of the last try; `undefined` when there was no time for one. */
      readonly failure: Failure | undefined;
      readonly tries: number;
      /** `late`: a pause took longer than it was asked to, or there was no time to begin with. */
      readonly why: 'enough' | 'no-time' | 'late';
    };

/** What trying needs. */
type Trying = {
  readonly clock: Clock;
  /** Milliseconds since 1970 by which all must be over; no such limit when left out. */
  readonly limit?: number;
  /** From 0 to 1, asked for every pause; all of it when left out. */
  readonly chance?: () => number;
};

/**
 * Tries until it is done, or until the rules or the time say that it is enough. `attempt` is given the milliseconds that
 * are left, and what it throws ends the tries.
 */
export async function retry<Answer, Failure>(
  rules: RetryRules,
  { clock, limit = Number.POSITIVE_INFINITY, chance = () => 1 }: Trying,
  attempt: (leftMs: number) => Promise<Tried<Answer, Failure>>,
): Promise<Retried<Answer, Failure>> {
  let failure: Failure | undefined;
  for (let tries = 0; ; ) {
    const left = limit - clock.now();
    if (left < (rules.leastTry ?? 0)) return { kind: 'given-up', failure, tries, why: 'late' };
    const tried = await attempt(left);
    tries += 1;
    if (tried.kind === 'done') return { ...tried, tries };
    failure = tried.failure;
    if (tried.kind === 'another-way') continue;
    const { askedMs } = tried;
    const next = planTry(rules, { tries, askedMs, chance: chance(), leftMs: limit - clock.now() });
    if (next.kind !== 'wait') return { kind: 'given-up', failure, tries, why: next.kind };
    await clock.wait(next.ms);
  }
}
