import { pointsOf, wantedRatio } from '../measured.ts';
import type { Witness } from '../witness.ts';
import { type RunOfNight, timeOf } from './run-of-night.ts';

const minuteMs = 60_000;

/** How old a look at metrics may be when an action goes out, and how long it and announcing the action may take. */
const lookedWithinMs = 2 * minuteMs + 25_000;

/** How old the newest value may be, and how far a clock may be behind. */
const freshMs = 10 * minuteMs;

/**
 * Nobody is touched whose values do not meet the rule at his turn: at no moment that the look before it can be of. What
 * was begun is seen through, so only the first call of a run for an instance is looked at.
 */
export function unlikeConditions(
  { acts, job, written }: RunOfNight,
  { scenario }: Witness,
): readonly string[] {
  const { conditions } = job;
  if (!conditions || conditions.noData === 'act') return [];
  const violations: string[] = [];
  const begun = new Set<string>();
  for (const { kind, ids, sentAt } of acts) {
    if (kind !== 'submit') continue;
    for (const id of ids) {
      if (begun.has(id)) continue;
      begun.add(id);
      if (!wasMet(id, conditions.forMinutes, sentAt, scenario))
        violations.push(
          `${written.run}: ${id} was sent at ${timeOf(sentAt)} and did not meet the conditions`,
        );
    }
  }
  return violations;
}

/** Whether there is a moment shortly before at which what was there met the rule, or a lie made it look so. */
function wasMet(id: string, forMinutes: number, sentAt: number, { measuring }: Witness['scenario']): boolean {
  for (let now = sentAt; now >= sentAt - lookedWithinMs; now -= 5_000)
    if (meets(id, forMinutes, now, measuring)) return true;
  return false;
}

function meets(
  id: string,
  forMinutes: number,
  now: number,
  measuring: Witness['scenario']['measuring'],
): boolean {
  const points = pointsOf(measuring, id, { from: now - freshMs - forMinutes * minuteMs, to: now, now });
  const newest = points.at(-1);
  if (!newest || newest.at < now - freshMs) return false;
  const window =
    forMinutes === 0 ? [newest] : points.filter(({ at }) => at > newest.at - forMinutes * minuteMs);
  return window.length >= forMinutes * 0.8 && window.every(({ value }) => value > wantedRatio);
}
