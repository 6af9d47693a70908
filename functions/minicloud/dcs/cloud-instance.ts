import type { AuditEntry, BackupNews, DcsAction } from '../foundation/audit-entry.ts';
import {
  applyBackupEvent,
  type BackupEvent,
  type CloudBackup,
  interruptBackup,
  seededBackups,
} from './cloud-backup.ts';
import {
  type CloudMaintenance,
  type CompleteSeed,
  isRedis4OrLater,
  losesDataOnRestart,
} from './instance-seed.ts';

/** An instance as it is now; the service alone changes it. */
export type CloudInstance = {
  readonly seed: CompleteSeed;
  readonly id: string;
  readonly project: string;
  /** Which flush, groups and logical nodes need. */
  readonly redis4OrLater: boolean;
  readonly createdAt: number;
  status: string;
  updatedAt: number;
  maintenance: CloudMaintenance;
  /** How many keys there were at instants when that changed by more than clients' writes; the newest last. */
  keyCounts: readonly { readonly at: number; readonly keys: number }[];
  /** Those that DCS still tells of, the newest first. */
  backups: readonly CloudBackup[];
  /** When all that was accepted is over; `Infinity` when it never will be. */
  busyUntil: number;
  nodes: 'whole' | 'down' | 'one-lost';
  /** When no node of it answered, the newest last; up to `Infinity` where none does now. */
  outages: readonly { readonly from: number; readonly to: number }[];
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
  | { readonly kind: 'maintenance-set'; readonly to: CloudMaintenance }
  | BackupEvent
  | { readonly kind: 'deleted' };

/** A fresh instance of a seed. */
export function createInstance(seed: CompleteSeed, project: string, at: number): CloudInstance {
  const isDown = seed.status === 'ERROR' || seed.status === 'RESTARTING';
  return {
    seed,
    id: seed.id,
    project,
    redis4OrLater: isRedis4OrLater(seed),
    createdAt: at - seed.ageSeconds * 1_000,
    status: seed.status,
    updatedAt: at - seed.ageSeconds * 1_000,
    maintenance: seed.maintenance,
    keyCounts: [{ at, keys: seed.keys }],
    backups: seededBackups(seed, at),
    busyUntil: at,
    nodes: isDown ? 'down' : 'whole',
    outages: isDown ? [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }] : [],
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
      goDown(instance, at);
      return [
        ...tellBackups(instance, interruptBackup(instance, at), at),
        ...changeStatus(instance, 'RESTARTING', at),
      ];
    case 'ends':
      return endAction(instance, event, at);
    case 'settles':
      instance.nodes = 'whole';
      comeBack(instance, at);
      return changeStatus(instance, 'RUNNING', at);
    case 'maintenance-set':
      instance.maintenance = event.to;
      return [{ at, kind: 'maintenance', ...whereIs(instance), ...event.to }];
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
      goDown(instance, at);
      return entries;
    }
    default:
      return event satisfies never;
  }
}

function goDown(instance: CloudInstance, at: number): void {
  comeBack(instance, at);
  instance.nodes = 'down';
  instance.outages = [...instance.outages, { from: at, to: Number.POSITIVE_INFINITY }];
}

function comeBack(instance: CloudInstance, at: number): void {
  instance.outages = instance.outages.map(({ from, to }) => ({ from, to: Math.min(to, at) }));
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
    if (end !== 'error') comeBack(instance, at);
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
