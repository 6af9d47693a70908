import type { PlannedInstance, Rules } from '../../../functions/maintenance/plan/plan.ts';
import type { BackupSight } from '../../../functions/maintenance/run/event.ts';
import { noneFailing } from '../../../functions/maintenance/run/failing-calls.ts';
import type { Backup } from '../../../functions/maintenance/run/fleet.ts';
import type { Conclusion } from '../../../functions/maintenance/run/outcome.ts';
import type {
  Announced,
  Phase,
  RegionState,
  RunState,
  Securing,
  Seen,
  Tracked,
  Watching,
} from '../../../functions/maintenance/run/state.ts';
import { tracking } from '../../../functions/maintenance/run/tally.ts';

/** 2026-11-23 03:30 in Shanghai, when the runs of these tests open; seconds are counted from it. */
export const openedAt = Date.parse('2026-11-22T19:30:00Z');

/** The instant some seconds into the run. */
export const second = (seconds: number) => openedAt + seconds * 1_000;

/** The rules of a soft restart: settled within 30 minutes, looked at every 10 s, begun within 60 s. */
export function rulesOf(parts: Partial<Rules> = {}): Rules {
  return {
    action: 'soft_restart',
    concurrency: 10,
    allowedFailures: 1,
    retry: { attempts: 3, backoff: 30_000, maxBackoff: 300_000 },
    settle: { timeout: 1_800_000, poll: 10_000, acceptance: 60_000, inFunction: 60_000 },
    backup: { mode: 'none', maxAge: 86_400_000, timeout: 1_800_000 },
    pauseBetween: 0,
    windowEnd: null,
    ...parts,
  };
}

/** A look at an instance: RUNNING and idle, unless it says otherwise. */
export function seen(parts: Partial<Seen> = {}): Seen {
  return { status: 'RUNNING', idle: true, updatedAt: 'then', at: openedAt, ...parts };
}

/** Its backup is looked after since the run opened, and nothing is known of it yet. */
export function securing(parts: Partial<Securing> = {}): Securing {
  return {
    kind: 'securing',
    since: openedAt,
    stage: { step: 'none' },
    sight: undefined,
    sightAt: undefined,
    pausedUntil: openedAt,
    ...parts,
  };
}

/** A backup by hand that succeeded when the run opened. */
export function backup(parts: Partial<Backup> = {}): Backup {
  return {
    id: 'b',
    status: 'succeeded',
    restorable: true,
    createdAt: openedAt,
    finishedAt: openedAt,
    automatic: false,
    error: undefined,
    ...parts,
  };
}

/** A list of no backups. */
export const noBackups: BackupSight = {
  id: 'a',
  usable: undefined,
  busy: false,
  made: undefined,
  pushesOut: false,
};

/** Watched since the run opened, accepted, and not seen to leave yet. */
export function watching(parts: Partial<Watching> = {}): Watching {
  return {
    kind: 'watching',
    since: openedAt,
    certainty: 'accepted',
    answer: undefined,
    apart: undefined,
    fewestKeys: undefined,
    before: seen(),
    lookedAt: openedAt,
    blindMs: 0,
    leftAt: undefined,
    leftWithinMs: 0,
    backAt: undefined,
    confirmedAt: undefined,
    measuredAt: undefined,
    ...parts,
  };
}

/** Announced when the run opened, and nothing seen since. */
export function announced(before = seen()): Announced {
  return { kind: 'announced', at: openedAt, before, lookedAt: openedAt, blindMs: 0, begun: undefined };
}

type TrackedParts = Partial<Tracked> & { readonly wave?: number; readonly groups?: readonly string[] };

/** What a plan says of an instance named by its id, which is acted on in Beijing and in wave 1. */
export function planned(id: string, parts: Partial<PlannedInstance> = {}): PlannedInstance {
  return {
    id,
    name: id,
    region: 'beijing',
    decision: 'act',
    code: 'ready',
    reason: 'is RUNNING',
    losesData: false,
    tier: 0,
    wave: 1,
    groups: [],
    ...parts,
  };
}

/** An instance that is planned so. */
export function tracked(
  id: string,
  phase: Phase,
  { wave = 1, groups = [], ...parts }: TrackedParts = {},
): Tracked {
  return {
    planned: planned(id, { wave, groups }),
    phase,
    cohort: '',
    sent: undefined,
    trouble: undefined,
    seen: seen(),
    inspectedAt: openedAt,
    heldSince: undefined,
    secured: undefined,
    doneAt: undefined,
    attempts: 1,
    failedTries: 0,
    outageMs: undefined,
    outageWithinMs: undefined,
    keysBefore: undefined,
    keys: undefined,
    figuresAt: openedAt,
    nodesBefore: undefined,
    nodes: undefined,
    ...parts,
  };
}

/** An instance that ended as it says. */
export function ended(id: string, outcome: 'succeeded' | 'failed' | 'unknown', parts: TrackedParts = {}) {
  return tracked(
    id,
    { kind: 'done', conclusion: { id, outcome, code: 'x', reason: 'so it ended' }, outOfSight: false },
    parts,
  );
}

/** A run over the instances, its region looked at when it opened. */
export function stateOf(
  instances: readonly Tracked[],
  { rules, region }: { readonly rules?: Partial<Rules>; readonly region?: Partial<RegionState> } = {},
): RunState {
  const beijing: RegionState = {
    ids: instances.flatMap(({ planned }) => (planned.region === 'beijing' ? [planned.id] : [])),
    share: rulesOf(rules).concurrency,
    lookedAt: openedAt,
    blindSince: undefined,
    lastFailure: undefined,
    pausedUntil: 0,
    setbacks: 0,
    baseline: true,
    failing: noneFailing,
    ...region,
  };
  return {
    run: 'nightly@2026-11-23T03:30:00+08:00',
    job: 'nightly',
    scheduledFor: openedAt,
    openedAt,
    finishedAt: undefined,
    about: { timezone: 'Asia/Shanghai', notify: [], notes: [] },
    lease: undefined,
    cancelled: undefined,
    told: undefined,
    failing: [],
    rules: rulesOf(rules),
    notes: [],
    problems: [],
    instances: tracking(instances, openedAt),
    regions: new Map([['beijing', beijing]]),
  };
}

/** A conclusion in a line: `failed error: is ERROR`, with the words of what the cloud said last behind it. */
export function lineOf({ outcome, code, reason, cause }: Conclusion): string {
  return [`${outcome} ${code}: ${reason}`, cause?.message ?? []].flat().join('; ');
}
