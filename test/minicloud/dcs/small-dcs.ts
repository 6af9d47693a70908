import { createDcsService, type DcsOptions } from '../../../functions/minicloud/dcs/dcs-service.ts';
import { type InstanceSeed, instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import type { DcsAction } from '../../../functions/minicloud/foundation/audit-entry.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import type { Reply } from '../../../functions/minicloud/wire/reply.ts';

/** 23 November 2026, 03:30 in Shanghai. */
export const startAt = Date.UTC(2026, 10, 22, 19, 30);

/** The project of the region that comes first. */
export const project = '0123456789abcdef0123456789abcdef';
const otherProject = 'fedcba9876543210fedcba9876543210';

/** Regions and their projects. */
export const projects = { 'cn-north-4': project, 'cn-south-1': otherProject };

/** A DCS on a hand-driven clock, with short ways to call it. */
export function smallDcs(instances: readonly InstanceSeed[], options: Partial<DcsOptions> = {}) {
  const clock = createHandClock(startAt);
  const dcs = createDcsService({ clock, projects, instances, ...options });
  return {
    dcs,
    clock,
    change: (action: DcsAction, ...names: readonly string[]) =>
      dcs.call({
        operation: 'RestartOrFlushInstances',
        project,
        body: JSON.stringify({ instances: names.map(instanceIdOf), action }),
      }),
    show: (name: string) => dcs.call({ operation: 'ShowInstance', project, instance: instanceIdOf(name) }),
    list: (query: Record<string, string> = {}) => dcs.call({ operation: 'ListInstances', project, query }),
    /** The audit log of one kind, instants as seconds since the start. */
    told: (...kinds: readonly string[]) =>
      dcs.log
        .entries()
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ at, ...entry }) => ({ ...entry, second: (at - startAt) / 1000 })),
  };
}

/** Status and JSON body of a reply; throws when there is none. */
export function answerOf(reply: Reply): { readonly status: number; readonly body: unknown } {
  if (reply.kind !== 'json') throw new Error(`expected JSON, got ${JSON.stringify(reply)}`);
  return { status: reply.status, body: reply.body };
}

/** The value at a path of keys and indexes inside JSON; `undefined` where there is none. */
export function at(json: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    json,
  );
}
