import type { AuditEntry } from './audit-log.ts';
import {
  type BackupHappening,
  type BackupNews,
  type CloudBackup,
  happenToBackup,
  interruptBackup,
  seededBackups,
} from './cloud-backup.ts';
import type { DcsAction } from './dcs-action.ts';
import { type CompleteSeed, losesDataOnRestart } from './instance-seed.ts';

/** An instance as it is now; its world alone changes it. */
export type CloudInstance = {
  readonly seed: CompleteSeed;
  readonly id: string;
  readonly project: string;
  readonly createdAt: number;
  status: string;
  updatedAt: number;
  /** How many keys there were at instants when that changed by more than clients' writes; the newest last. */
  keyCounts: readonly { readonly at: number; readonly keys: number }[];
  /** Those that DCS still tells of, the newest first. */
  backups: readonly CloudBackup[];
  /** When all that was accepted is over; `Infinity` when it never will be. */
  busyUntil: number;
  nodes: 'whole' | 'down' | 'one-lost';
  /** Restarting a master/standby pair swaps its roles. */
  swapped: boolean;
  deleted: boolean;
};

/** How an accepted action ends. */
export type ActionEnd = 'done' | 'error' | 'node-lost' | 'data-lost' | 'stuck';

/** What happens to an instance at an instant of the agenda. */
export type Happening =
  | { readonly kind: 'begins'; readonly action: DcsAction }
  | { readonly kind: 'ends'; readonly action: DcsAction; readonly end: Exclude<ActionEnd, 'stuck'> }
  | { readonly kind: 'settles' }
  | BackupHappening
  | { readonly kind: 'deleted' };

/** How long ago an instance was made, and last changed, when its world begins. */
const ageMs = 30 * 86_400_000;

/** A fresh instance of a seed. */
export function createInstance(seed: CompleteSeed, project: string, at: number): CloudInstance {
  return {
    seed,
    id: seed.id,
    project,
    createdAt: at - ageMs,
    status: seed.status,
    updatedAt: at - ageMs,
    keyCounts: [{ at, keys: seed.keys }],
    backups: seededBackups(seed, at),
    busyUntil: at,
    nodes: seed.status === 'ERROR' || seed.status === 'RESTARTING' ? 'down' : 'whole',
    swapped: false,
    deleted: false,
  };
}

/** How many keys an instance held at an instant; before it was seeded, as many as then. */
export function keysAt({ keyCounts, seed }: CloudInstance, at: number): number {
  const last = keyCounts.findLast((count) => count.at <= at) ?? { at, keys: seed.keys };
  return last.keys + Math.floor(((at - last.at) / 1000) * seed.keysPerSecond);
}

/** Lets something happen to an instance, and tells of it in order. */
export function happen(instance: CloudInstance, happening: Happening, at: number): readonly AuditEntry[] {
  if (instance.deleted) return [];
  switch (happening.kind) {
    case 'begins':
      if (happening.action === 'flush') return changeStatus(instance, 'FLUSHING', at);
      instance.nodes = 'down';
      return [
        ...tellBackups(instance, interruptBackup(instance, at), at),
        ...changeStatus(instance, 'RESTARTING', at),
      ];
    case 'ends':
      return endAction(instance, happening, at);
    case 'settles':
      instance.nodes = 'whole';
      return changeStatus(instance, 'RUNNING', at);
    case 'backup-created':
    case 'backup-begins':
    case 'backup-ends':
      return tellBackups(instance, happenToBackup(instance, happening, at), at);
    case 'deleted': {
      const entries = [
        ...tellBackups(instance, interruptBackup(instance, at), at),
        ...changeStatus(instance, 'DELETED', at),
      ];
      instance.deleted = true;
      return entries;
    }
    default:
      return happening satisfies never;
  }
}

function endAction(
  instance: CloudInstance,
  { action, end }: Extract<Happening, { kind: 'ends' }>,
  at: number,
): AuditEntry[] {
  const { seed } = instance;
  const clears = action === 'flush' || end === 'data-lost' || losesDataOnRestart(seed);
  if (end !== 'error' && clears) instance.keyCounts = [...instance.keyCounts, { at, keys: 0 }];
  if (action !== 'flush') {
    if (seed.replicas > 1) instance.swapped = !instance.swapped;
    instance.nodes = end === 'error' ? 'down' : 'whole';
  }
  if (end === 'node-lost') instance.nodes = 'one-lost';
  const entries = changeStatus(instance, end === 'error' ? 'ERROR' : 'RUNNING', at);
  if (end !== 'node-lost') return entries;
  const total = seed.shards * seed.replicas;
  return [...entries, { at, kind: 'nodes', ...whereIs(instance), active: total - 1, total }];
}

function tellBackups(instance: CloudInstance, news: readonly BackupNews[], at: number): AuditEntry[] {
  return news.map((each) => ({ at, kind: 'backup', ...whereIs(instance), ...each }));
}

function changeStatus(instance: CloudInstance, to: string, at: number): AuditEntry[] {
  const from = instance.status;
  instance.status = to;
  return [{ at, kind: 'status', ...whereIs(instance), from, to }];
}

function whereIs({ project, id }: CloudInstance) {
  return { project, instance: id };
}
