import type { Clock } from '../foundation/clock.ts';
import type { Delivery } from './channel.ts';
import type { PostResult } from './post-result.ts';
import { budgetMs, planTry, tryTime } from './retry-plan.ts';
import { type Classify, judgeTry, type Verdict } from './verdict.ts';

/** Whether a message goes out as the kind of channel draws it, or as plain text. */
export type Form = 'full' | 'plain';

/** How a kind of channel sends one notice. */
export type Sending = {
  /** Asked anew for every try, so that each is freshly signed. */
  send(timeoutMs: number, form: Form): Promise<PostResult>;
  readonly classify: Classify;
  /** Told of every try, the first being 1. */
  onTry(verdict: Verdict, attempt: number): void;
};

/** What trying needs: time, the deadline in milliseconds since 1970, and chance from 0 up to but not including 1. */
export type Trying = { readonly clock: Clock; readonly deadline: number; readonly random: () => number };

/**
 * Tries up to three times within 20 seconds and the deadline, the same way for every kind of channel. A message that
 * is refused for its form is sent in plain text from then on, at once, even if that is the fourth try.
 */
export async function deliver(sending: Sending, trying: Trying): Promise<Omit<Delivery, 'channel'>> {
  const { clock, random } = trying;
  const limit = Math.min(trying.deadline, clock.now() + budgetMs);
  let reason = 'no time left to tell';
  let mayHaveArrived = false;
  let form: Form = 'full';
  const undelivered = (attempts: number) => {
    if (attempts === 0) return { status: 'not-tried', attempts, reason } as const;
    return { status: mayHaveArrived ? 'unconfirmed' : 'failed', attempts, reason } as const;
  };
  for (let attempts = 0; ; ) {
    const timeoutMs = tryTime(clock.now(), limit);
    // Planned to be enough, but a wait can take longer than it was asked to.
    if (timeoutMs === 0) return undelivered(attempts);
    const verdict = judgeTry(await sending.send(timeoutMs, form), sending.classify);
    attempts += 1;
    sending.onTry(verdict, attempts);
    reason = verdict.reason;
    if (verdict.kind === 'delivered')
      return { status: 'delivered', attempts, reason, ...(form === 'plain' && { degraded: true }) };
    if (verdict.kind === 'refused-card' && form === 'full') {
      form = 'plain';
      continue;
    }
    mayHaveArrived ||= 'mayHaveArrived' in verdict && verdict.mayHaveArrived === true;
    const step = planTry({ tries: attempts, verdict, now: clock.now(), limit, random: random() });
    if (step.kind === 'stop') {
      if (step.why !== '') reason += `; ${step.why}`;
      return undelivered(attempts);
    }
    await clock.wait(step.waitMs);
  }
}
