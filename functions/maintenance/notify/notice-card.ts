import type { Card } from '../report/card.ts';
import type { Background } from '../report/comparison.ts';
import { failureCard } from '../report/failure-card.ts';
import { runCard } from '../report/run-card.ts';
import type { Wording } from '../report/wording/wording.ts';
import type { Redact } from '../secrets/redact.ts';
import type { Notice } from './channel.ts';
import { redactSummary } from './redact-summary.ts';

/** The card of a notice, without secrets. */
export function noticeCard(notice: Notice, wording: Wording, redact: Redact): Card {
  switch (notice.type) {
    case 'nightshift.run.finished': {
      const { summary, background = {} } = notice;
      return runCard(redactSummary(summary, redact), wording, redactBackground(background, redact));
    }
    case 'nightshift.invocation.failed': {
      const { code, message, requestId } = notice.failure;
      return failureCard({ code: redact(code), message: redact(message), requestId }, wording);
    }
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
      failingFor: comparison.failingFor.map((one) => ({ ...one, name: redact(one.name) })),
    },
  };
}
