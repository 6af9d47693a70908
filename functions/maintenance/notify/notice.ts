import { createHash } from 'node:crypto';
import type { Card } from '../report/card.ts';
import type { Background } from '../report/comparison.ts';
import { failureCard } from '../report/failure-card.ts';
import { missedCard } from '../report/missed.ts';
import { runCard } from '../report/run-card.ts';
import type { Wording } from '../report/wording/wording.ts';
import type { Redact } from '../secrets/redact.ts';
import type { Notice } from './channel.ts';
import { redactFailure, redactSummary } from './redact-notice.ts';

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
