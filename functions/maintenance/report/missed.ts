import { type Card, code, plain, sectionOf } from './card.ts';
import type { Wording } from './wording/wording.ts';
import { zonedSpan } from './zoned-time.ts';

/** Fires that no tick came for in time, of several jobs. */
export type Missed = {
  /** From when to when no tick came; ISO 8601 in the schedule's zone. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Of all jobs. */
  readonly fires: number;
  readonly jobs: readonly MissedJob[];
};

/** The fires of one job, by the ids of the first and the last. */
type MissedJob = {
  readonly job: string;
  readonly fires: number;
  readonly first: string;
  readonly last: string;
};

/** What people are told of fires that were missed while no tick came. */
export function missedCard(missed: Missed, wording: Wording): Card {
  const { fires, jobs } = missed;
  const { headline, noTick, title, ofJob } = wording.missed;
  return {
    tone: 'warn',
    headline: headline(fires),
    glance: [plain(noTick(jobs.length)), { kind: 'mention' }],
    facts: [{ label: wording.labels.scheduled, value: [plain(zonedSpan(missed, wording))] }],
    sections: sectionOf(
      'problems',
      title,
      jobs.map((each) => [plain(ofJob(each.job, each.fires)), code(each.last)]),
    ),
    payload: undefined,
  };
}
