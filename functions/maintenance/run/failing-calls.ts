import type { CallFailure } from './call-failure.ts';
import { mostIdsPerCall } from './fleet.ts';
import type { FailingCalls, RegionState } from './state.ts';

/**
 * One instance can spoil a call for 49 others, and the answer does not say which: what failed as a whole is sent again
 * in quarters, down to single ids, which finds one culprit of n in about 2 log2(n) calls. Halves would take as many, and
 * twice the time: before each further part, what the call before did is watched for the whole of `settle.acceptance`.
 * Where all fail, because the region is down or denied, that would be 2n calls for nothing. So when a call and all its
 * quarters have failed in a row, instances from all over are tried alone; when as many of those calls have failed as finding
 * one culprit takes, and none was answered, it is not up to instances, and the others are not tried alone any more.
 */
export const noneFailing: FailingCalls = { calls: 0, alone: [] };

const parts = 4;

/** Which part of a call that failed as a whole the instance at a place of it goes on with. */
export function partOf(place: number, named: number): string {
  return String(Math.floor((place * parts) / named));
}

/** How many calls in a row make it worth while to try instances alone; of one culprit no more than two can fail. */
const suspicious = 1 + parts;

/** Whether a failure may be the doing of one of the instances that the call named, and not of the call as such. */
export function mayBeOneOfThem({ kind, code, status }: CallFailure): boolean {
  switch (kind) {
    case 'permanent':
    case 'wait':
      return true;
    case 'ambiguous':
      // Nobody heard the answer; that is not DCS's doing.
      return code !== 'interrupted';
    case 'denied':
      // Policies can be scoped by instance. Credentials that are refused (401) are the same for all.
      return status === 403;
    case 'throttled':
    case 'unsent':
      return false;
    default:
      return kind satisfies never;
  }
}

/** The failing calls of a region after one more. A state that passes is waited for, and says nothing of the region. */
export function withFailedCall(
  { calls, alone }: FailingCalls,
  failure: CallFailure,
  ids: readonly string[],
): FailingCalls {
  if (failure.kind === 'wait' || !mayBeOneOfThem(failure)) return { calls, alone };
  const [id = ''] = ids;
  const more = ids.length === 1 && !alone.includes(id) ? [...alone, id] : alone;
  return { calls: calls + 1, alone: more };
}

/** Whether it is not up to single instances that calls to the region fail. */
export function failsForAll({ failing, ids }: RegionState): boolean {
  return failing.calls >= suspicious && failing.alone.length >= mostTriedAlone(ids.length);
}

/** Whether instances are to be tried alone, to find out. */
export function triesAlone(region: RegionState): boolean {
  return region.failing.calls >= suspicious && !failsForAll(region);
}

function mostTriedAlone(instances: number): number {
  const inCall = Math.min(instances, mostIdsPerCall);
  return Math.min(inCall, 2 * Math.ceil(Math.log2(Math.max(2, inCall))));
}

/** Where in a list of so many the next one to try alone stands: the first, the middle, a quarter, three quarters, … */
export function placeToTry({ alone }: FailingCalls, length: number): number {
  let place = 0;
  for (let rest = alone.length, part = 0.5; rest > 0; rest = Math.floor(rest / 2), part /= 2)
    place += (rest % 2) * part;
  return Math.floor(place * length);
}
