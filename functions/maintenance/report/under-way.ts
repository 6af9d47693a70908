import { shownName } from '../plan/instance.ts';
import type { RunState, Tracked } from '../run/state.ts';
import { plainText } from './plain-text.ts';

/**
 * What is under way with an instance that has no outcome, or was before it was given up on.
 * - `waiting`: its turn, or the next try, has not come; a place in the run is all that it has.
 * - `backup`: its backup is looked for or made, before anything is sent.
 * - `sending`: a call is out, and nothing tells how it ended. `sent`: the call has ended, and the instance is watched.
 * - `failed-try`: the try ended badly; whether there is another one is decided next.
 * - `given-up`: it has its outcome, and was not back when it was last seen.
 */
type UnderWayKind = 'waiting' | 'backup' | 'sending' | 'sent' | 'failed-try' | 'given-up';

/** See `UnderWayKind`. Instants as `iso` writes them; `null` where there is none, or nobody knows it. */
export type UnderWay = {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly kind: UnderWayKind;
  /** Since when it is away where a look has shown that, else since when what is under way is. */
  readonly since: string | null;
  /** What it is waited for until, at the most: then it is given up on, or, `waiting`, tried again. */
  readonly until: string | null;
  /** DCS's status when it was last seen. */
  readonly status: string | null;
  readonly seenAt: string | null;
  /** The status that it is to come back to; `null` while nothing was sent. */
  readonly expected: 'RUNNING' | null;
};

/** What is under way with an instance; `undefined` for one that is done and was back when it was last seen. */
export function underWay(
  one: Tracked,
  { rules }: Pick<RunState, 'rules'>,
  iso: (at: number) => string,
): UnderWay | undefined {
  const { planned, phase, seen, attempts } = one;
  const { id, region } = planned;
  const at = (instant: number | undefined) =>
    instant === undefined || !Number.isFinite(instant) ? null : iso(instant);
  const shown = (
    kind: UnderWayKind,
    since: number | undefined,
    until: number | undefined,
    expected: UnderWay['expected'] = null,
  ): UnderWay => ({
    ...{ id, name: plainText(shownName(planned)), region, kind },
    ...{ since: at(since), until: at(until) },
    ...{ status: seen === undefined ? null : plainText(seen.status), seenAt: at(seen?.at), expected },
  });
  switch (phase.kind) {
    case 'waiting':
      return shown('waiting', one.heldSince, attempts > 0 ? phase.notBefore : undefined);
    case 'securing':
      return shown('backup', phase.since, phase.since + rules.backup.timeout);
    case 'announced':
      return shown('sending', phase.begun?.at ?? phase.at, undefined, 'RUNNING');
    case 'watching':
      return shown('sent', phase.leftAt ?? phase.since, phase.since + rules.settle.timeout, 'RUNNING');
    case 'failed-try':
      return shown('failed-try', seen?.at, undefined, 'RUNNING');
    case 'done': {
      const isBack = seen?.status === 'RUNNING' && !phase.outOfSight;
      return attempts === 0 || isBack ? undefined : shown('given-up', one.doneAt, undefined, 'RUNNING');
    }
    default:
      return phase satisfies never;
  }
}

/** The instances of a run that something is under way with, or that were not back when they were last seen. */
export function stillAway(state: RunState, iso: (at: number) => string): readonly UnderWay[] {
  return [...state.instances.values()].flatMap((one) => {
    const shown = underWay(one, state, iso);
    return shown === undefined || shown.kind === 'waiting' ? [] : [shown];
  });
}
