import { createHash } from 'node:crypto';
import type { CallCause } from '../foundation/call-cause.ts';
import type { Card } from '../report/card.ts';
import type { Background } from '../report/comparison.ts';
import type { Failure } from '../report/failure.ts';
import { failureCard } from '../report/failure-card.ts';
import { missedCard } from '../report/missed.ts';
import { runCard } from '../report/run-card.ts';
import type { Summary } from '../report/summary.ts';
import type { Wording } from '../report/wording/wording.ts';
import type { Redact } from '../secrets/redact.ts';
import type { Notice } from './channel.ts';

/**
 * Makes something of a notice once for all channels that want the same: over thousands of instances it is what telling
 * costs. What it is made of besides must be the same thing, and not only equal.
 */
export function oncePerNotice<Rest extends readonly unknown[], Made>(
  make: (notice: Notice, ...rest: Rest) => Made,
): (notice: Notice, ...rest: Rest) => Made {
  const known = new WeakMap<Notice, { readonly rest: Rest; readonly made: Made }[]>();
  return (notice, ...rest) => {
    const ofNotice = known.get(notice) ?? [];
    known.set(notice, ofNotice);
    const found = ofNotice.find((one) => one.rest.every((part, at) => part === rest[at]));
    if (found) return found.made;
    const made = make(notice, ...rest);
    ofNotice.push({ rest, made });
    return made;
  };
}

/** The card of a notice, without secrets. */
export const noticeCard = oncePerNotice(makeCard);

function makeCard(notice: Notice, wording: Wording, redact: Redact): Card {
  switch (notice.type) {
    case 'nightshift.run.finished': {
      const { summary, background = {} } = notice;
      return runCard(redactSummary(summary, redact), wording, redactBackground(background, redact));
    }
    case 'nightshift.invocation.failed': {
      return failureCard(redactFailure(notice.failure, redact), wording);
    }
    case 'nightshift.fires.missed':
      return missedCard(notice.missed, wording);
  }
}

/** The failure with its free text redacted once more. */
export function redactFailure({ code, message, requestId, cause }: Failure, redact: Redact): Failure {
  return {
    code: redact(code),
    message: redact(message),
    requestId,
    ...(cause && { cause: redactCause(cause, redact) }),
  };
}

/** Names in it are the cloud's, as in a summary. */
function redactBackground({ comparison, ...rest }: Background, redact: Redact): Background {
  if (comparison === undefined) return rest;
  return {
    ...rest,
    comparison: {
      ...comparison,
      newlyFailing: comparison.newlyFailing.map(redact),
      recovered: comparison.recovered.map(redact),
      ...(comparison.newlyRefused && { newlyRefused: comparison.newlyRefused.map(redact) }),
      failingFor: comparison.failingFor.map((one) => ({ ...one, name: redact(one.name) })),
    },
  };
}

/**
 * The summary with its free text redacted once more, codes included, as some are the cloud's. Not its ids and the
 * words of ours: a URL with `restart` in its path would make an action of `[redacted]`, which nobody could read.
 */
export function redactSummary(summary: Summary, redact: Redact): Summary {
  return {
    ...summary,
    instances: summary.instances.map((instance) => ({
      ...instance,
      name: redact(instance.name),
      code: redact(instance.code),
      reason: redact(instance.reason),
      ...(instance.cause && { cause: redactCause(instance.cause, redact) }),
    })),
    notes: summary.notes.map(redact),
    problems: summary.problems.map((problem) => ({
      ...problem,
      code: redact(problem.code),
      reason: redact(problem.reason),
      ...(problem.cause && { cause: redactCause(problem.cause, redact) }),
    })),
  };
}

function redactCause<Cause extends CallCause>(cause: Cause, redact: Redact): Cause {
  return { ...cause, code: redact(cause.code), message: redact(cause.message) };
}

/** Keeps the header short however long a job's name is. */
const longestReadable = 80;

/**
 * The `webhook-id` of a notice: the same for every try and every delivery of it, so that a receiver can drop the
 * second. Readable, with a hash because the readable part is lossy; no dot, which Standard Webhooks signs as a
 * separator.
 */
export function webhookId({ type, id }: Notice): string {
  const readable = id.replace(/[^A-Za-z0-9]+/g, '-').slice(0, longestReadable);
  const hash = createHash('sha256').update(`${type} ${id}`).digest('hex').slice(0, 16);
  return `msg_${readable}_${hash}`;
}
