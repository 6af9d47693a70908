import type { Fault, FaultEffect } from '../../functions/minicloud/dcs/dcs-fault.ts';
import type { DcsKnobs } from '../../functions/minicloud/dcs/dcs-knobs.ts';
import {
  type CloudMaintenance,
  type InstanceSeed,
  instanceIdOf,
} from '../../functions/minicloud/dcs/instance-seed.ts';
import type { SimulatedJob } from './drawn-jobs.ts';
import { regionNamed } from './night-frame.ts';
import type { Random } from './random.ts';

/** In the order of their tiers, each as likely as the others; an instance without the tag is of the last. */
export const tierTags: readonly { readonly tier?: string }[] = [
  { tier: '1' },
  { tier: '2' },
  { tier: '10' },
  { tier: 'web' },
  {},
];

/** Draws the instances of a job. */
export function drawInstances(random: Random, job: SimulatedJob): readonly InstanceSeed[] {
  const places = job.regions.map((name) => regionNamed(name).region);
  const odd = random.chance(0.4);
  const tiers = random.branch('tiers');
  const windows = random.branch('maintenance');
  return Array.from(
    { length: random.chance(0.7) ? random.whole(1, 6) : random.whole(5, 12) },
    (_, index) => ({
      name: `${job.prefix}-${index}`,
      region: random.pick(places),
      tags: { app: random.pick(['a', 'b', 'c']), ...tiers.pick(tierTags) },
      // Documented as 10 seconds to 30 minutes.
      restartSeconds: random.pick([10, 14, 30, 60, 150]),
      flushSeconds: random.pick([1, 5, 25]),
      newBackupSeconds: random.pick([20, 75, 200]),
      cacheMode: random.pick(['ha', 'ha', 'ha', 'cluster', 'single']),
      appendOnly: random.chance(0.8),
      ...(odd ? drawOddity(random) : {}),
      ...(job.inMaintenanceWindow ? drawMaintenance(windows) : {}),
    }),
  );
}

/** In UTC: the fires of a night are from 19:00 to 21:00. */
const maintenanceWindows: readonly CloudMaintenance[] = [
  { begin: '18:00:00', end: '22:00:00' },
  { begin: '19:00', end: '20:00' },
  { begin: '19:30:00', end: '19:50:00' },
  { begin: '19:45:00Z', end: '20:15:00Z' },
  { begin: '20:00:00', end: '21:00:00' },
  { begin: '21:00:00', end: '19:20:00' },
  { begin: '22:00:00', end: '02:00:00' },
  { begin: '19:00:00', end: '23:00:00' },
  { begin: null, end: null },
  { begin: 'soon', end: '' },
  { begin: '03:00:00', end: '03:00' },
];

function drawMaintenance(random: Random): Pick<InstanceSeed, 'maintenance' | 'maintenanceChanges'> {
  const maintenance = random.pick(maintenanceWindows);
  const changes = random.chance(0.3) ? random.whole(1, 2) : 0;
  const maintenanceChanges = Array.from({ length: changes }, () => ({
    afterSeconds: random.whole(0, 8_000),
    ...random.pick(maintenanceWindows),
  }));
  return { maintenance, maintenanceChanges };
}

function drawOddity(random: Random): Partial<InstanceSeed> {
  return random.pick<Partial<InstanceSeed>>([
    {},
    {},
    {},
    { status: 'ERROR' },
    { status: 'EXTENDING', settlesAfterSeconds: random.pick([60, 2_100, 7_200]) },
    { status: 'FROZEN' },
    { backupSeconds: random.pick([300, 2_000]) },
    { backups: [{ ageSeconds: random.pick([3_600, 80_000, 200_000]), restorable: random.chance(0.8) }] },
    { engineVersion: '3.0' },
  ]);
}

/** Draws what the documents leave open. */
export function drawKnobs(random: Random): Partial<DcsKnobs> {
  return {
    oneBadOfSeveral: random.pick(['whole-call', 'per-item']),
    acceptanceLagSeconds: random.pick([0, 0, 4, 25]),
    updatedAt: random.pick(['status', 'acceptance', 'nothing']),
    listOrder: random.pick(['by-name', 'unstable']),
    repeatBeforeItShows: random.pick(['queued', 'refused']),
    restartDuringBackup: random.pick(['kills-backup', 'refused']),
    noBackups: random.pick(['no-content', 'empty-list']),
    listFilters: random.branch('filters').pick(['as-documented', 'ignored', 'loose']),
  };
}

const changes: readonly FaultEffect[] = [
  { kind: 'dropped-before' },
  { kind: 'dropped-after' },
  { kind: 'dropped-after' },
  { kind: 'gateway-timeout' },
  { kind: 'slow-answer', seconds: 50 },
  { kind: 'malformed', as: 'html' },
  { kind: 'result-missing' },
  { kind: 'results-reversed' },
  { kind: 'item-failed' },
  { kind: 'throttled', retryAfterSeconds: 20 },
  { kind: 'server-error', code: 'DCS.5000' },
  { kind: 'call-refused', code: 'DCS.4111' },
  { kind: 'call-refused', code: 'DCS.4027' },
  { kind: 'acceptance-lag', seconds: 35 },
  { kind: 'stuck' },
  { kind: 'ends-in-error' },
  { kind: 'ends-in-error' },
  { kind: 'node-lost' },
  { kind: 'data-lost' },
  { kind: 'item-said', word: 'SUCCESS' },
  { kind: 'item-said', word: 'ok' },
  { kind: 'item-said', word: null },
  { kind: 'item-said', word: undefined },
  // Carried out, whatever it says.
  { kind: 'item-said', word: 'failed' },
  { kind: 'item-said', word: 'failed' },
  { kind: 'item-ignored' },
  { kind: 'half-done', status: 500, code: 'DCS.5006' },
  { kind: 'half-done', status: 409, code: 'DCS.4999' },
  { kind: 'fails', status: 403, code: 'DCS.2007', message: 'Policy does not allow it.' },
  { kind: 'fails', status: 503, code: 'APIGW.0106', message: 'Orchestration error.' },
  { kind: 'silent' },
];
/** Refusals for certain that did something all the same. Of a restart the one for a state is believed, seen or not. */
const lies = [
  { effect: { kind: 'half-done', status: 400, code: 'DCS.4026' }, only: { action: 'flush' } },
  { effect: { kind: 'half-done', status: 403, code: 'DCS.2007' }, only: {} },
] as const;
const backups: readonly FaultEffect[] = [
  { kind: 'dropped-before' },
  { kind: 'dropped-after' },
  { kind: 'throttled' },
  { kind: 'backup-fails' },
  { kind: 'backup-vanishes' },
  { kind: 'backup-not-restorable' },
  { kind: 'backup-takes', seconds: 700 },
];
const looks: readonly FaultEffect[] = [
  { kind: 'throttled' },
  { kind: 'dropped-after' },
  { kind: 'server-error', code: 'DCS.5000' },
  { kind: 'malformed', as: 'truncated-json' },
];

/** Draws what goes wrong with single calls to the cloud. */
export function drawFaults(random: Random, instances: readonly InstanceSeed[]): readonly Fault[] {
  if (random.chance(0.15)) return [];
  return Array.from({ length: random.whole(1, 5) }, (): Fault => {
    const when = { after: random.whole(0, 4), times: random.pick([1, 1, 2, 4]) };
    const instance = instanceIdOf(random.pick(instances).name);
    const about: Pick<Fault, 'matches'> = random.chance(0.6) ? { matches: { instance } } : {};
    switch (random.pick(['change', 'change', 'change', 'change', 'lie', 'backup', 'list', 'show'])) {
      case 'lie': {
        const { effect, only } = random.pick(lies);
        const matches = { ...about.matches, ...only };
        return { operation: 'RestartOrFlushInstances', ...when, matches, effect };
      }
      case 'change':
        return { operation: 'RestartOrFlushInstances', ...when, ...about, effect: random.pick(changes) };
      case 'backup':
        return { operation: 'CopyInstance', ...when, ...about, effect: random.pick(backups) };
      case 'list':
        return {
          operation: 'ListInstances',
          ...when,
          times: random.pick([1, 4, 40]),
          effect: random.pick(looks),
        };
      default:
        return { operation: 'ShowInstance', ...when, ...about, effect: random.pick(looks) };
    }
  });
}
