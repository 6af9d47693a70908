import type { AuditEntry, BackupNews, DcsAction } from '../foundation/audit-entry.ts';
import {
  applyBackupEvent,
  type BackupEvent,
  type CloudBackup,
  interruptBackup,
  seededBackups,
} from './cloud-backup.ts';
import { type CompleteSeed, losesDataOnRestart } from './instance-seed.ts';

/** An instance as it is now; the service alone changes it. */
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

/** What happens to an instance at an instant. */
export type InstanceEvent =
  | { readonly kind: 'begins'; readonly action: DcsAction }
  | { readonly kind: 'ends'; readonly action: DcsAction; readonly end: Exclude<ActionEnd, 'stuck'> }
  | { readonly kind: 'settles' }
  | BackupEvent
  | { readonly kind: 'deleted' };

/** How long ago an instance was made, and last changed, when the cloud starts. */
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
export function applyEvent(instance: CloudInstance, event: InstanceEvent, at: number): readonly AuditEntry[] {
  if (instance.deleted) return [];
  switch (event.kind) {
    case 'begins':
      if (event.action === 'flush') return changeStatus(instance, 'FLUSHING', at);
      instance.nodes = 'down';
      return [
        ...tellBackups(instance, interruptBackup(instance, at), at),
        ...changeStatus(instance, 'RESTARTING', at),
      ];
    case 'ends':
      return endAction(instance, event, at);
    case 'settles':
      instance.nodes = 'whole';
      return changeStatus(instance, 'RUNNING', at);
    case 'backup-created':
    case 'backup-begins':
    case 'backup-ends':
      return tellBackups(instance, applyBackupEvent(instance, event, at), at);
    case 'deleted': {
      const entries = [
        ...tellBackups(instance, interruptBackup(instance, at), at),
        ...changeStatus(instance, 'DELETED', at),
      ];
      instance.deleted = true;
      return entries;
    }
    default:
      return event satisfies never;
  }
}

function endAction(
  instance: CloudInstance,
  { action, end }: Extract<InstanceEvent, { kind: 'ends' }>,
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
