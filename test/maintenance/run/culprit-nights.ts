import fc from 'fast-check';
import { expect } from 'vitest';
import type { FaultEffect } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { repeatedActions } from '../../minicloud/gateway/audit-invariants.ts';
import { fleetOf, type Night, runNight } from './night.ts';

/** The call that one instance can spoil for others. */
export const operation = 'RestartOrFlushInstances';
/** A call that fails as a whole, and does nothing. */
export const fails = (status: number, code: string): FaultEffect => ({
  kind: 'fails',
  status,
  code,
  message: 'not this one',
});

/** What makes a call fail as a whole without doing anything, and DCS has answered it; and the code it is told with. */
export const answered: readonly (readonly [FaultEffect, string])[] = [
  [fails(400, 'DCS.4027'), 'DCS.4027'],
  [fails(403, 'DCS.2007'), 'DCS.2007'],
  [fails(404, 'DCS.3022'), 'DCS.3022'],
  [fails(405, 'DCS.5001'), 'DCS.5001'],
  [fails(409, 'DCS.4999'), 'DCS.4999'],
  [fails(413, 'APIGW.0106'), 'APIGW.0106'],
  [fails(500, 'DCS.5000'), 'DCS.5000'],
  [fails(503, 'APIGW.0106'), 'APIGW.0106'],
];

/** The same, and nobody knows what DCS makes of it, now or later. */
export const unanswered: readonly (readonly [FaultEffect, string])[] = [
  [fails(408, 'HTTP.408'), 'HTTP.408'],
  [fails(502, 'APIGW.0201'), 'APIGW.0201'],
  [fails(504, 'APIGW.0201'), 'APIGW.0201'],
  // A success status without results.
  [fails(200, 'DCS.0000'), 'DCS.0000'],
  [{ kind: 'dropped-before' }, 'CLOSED'],
  [{ kind: 'silent' }, 'TIMEOUT'],
];

/** A restart of so many, unless the job says otherwise, in which every call that names one of the culprits fails. */
export function nightWith(count: number, culprits: readonly number[], effect: FaultEffect, job: object = {}) {
  const instances = fleetOf(count);
  return runNight({
    instances,
    job: { rollout: { concurrency: count, maxFailures: count }, settle: { acceptance: '20s' }, ...job },
    faults: culprits.map((place) => ({
      operation,
      matches: { instance: instanceIdOf(instances[place]?.name ?? '') },
      effect,
    })),
  });
}

/** The calls that reached DCS. */
export function callsOf({ calls }: Night): number {
  return calls[operation] ?? 0;
}

/** What finding one culprit may take: the calls, two for each halving, and the culprit's own further tries. */
function bound(count: number, tries = 3): number {
  return Math.ceil(count / 50) + 2 * Math.ceil(Math.log2(Math.max(2, Math.min(50, count)))) + tries - 1;
}

type AnyCulprit = {
  readonly count: number;
  readonly place: number;
  readonly failure: readonly [FaultEffect, string];
};

/** Any one of any fleet of up to sixty, and any of the failures. */
export const anyCulprit = (failures: typeof answered) =>
  fc.record({
    count: fc.integer({ min: 2, max: 60 }),
    place: fc.nat({ max: 59 }),
    failure: fc.constantFrom(...failures),
  });

/** How many nights a property is tried with. */
export const tried = (numRuns: number) => ({
  numRuns: Number(process.env['NIGHTS'] ?? numRuns),
  seed: 20261129,
});

/** One of the nights: all but the culprit succeed, in few calls, and nothing is done twice. */
export const sparesTheOthers =
  (job: object) =>
  async ({ count, place, failure: [effect, code] }: AnyCulprit) => {
    const night = await nightWith(count, [place % count], effect, job);
    const [culprit, ...more] = [...night.rows.values()].filter(({ outcome }) => outcome !== 'succeeded');
    expect(more).toEqual([]);
    expect(culprit).toMatchObject({
      id: instanceIdOf(fleetOf(count)[place % count]?.name ?? ''),
      outcome: 'failed',
      cause: { code },
    });
    expect(callsOf(night)).toBeLessThanOrEqual(bound(count));
    expect(repeatedActions(night.audit)).toEqual([]);
  };
