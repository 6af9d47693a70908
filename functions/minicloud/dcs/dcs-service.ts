import { groupBy } from '../../maintenance/foundation/group-by.ts';
import type { AuditEntry } from '../foundation/audit-entry.ts';
import { type AuditLog, createAuditLog } from '../foundation/audit-log.ts';
import { createAgenda } from '../wire/agenda.ts';
import type { CloudClock } from '../wire/cloud-clock.ts';
import type { Reply } from '../wire/reply.ts';
import { scheduledCourse } from './cloud-backup.ts';
import { applyEvent, type CloudInstance, createInstance, type InstanceEvent } from './cloud-instance.ts';
import { type DcsCall, wireOf } from './dcs-call.ts';
import { type CallFacts, createDcsFaultScript, type Fault, interferenceOf } from './dcs-fault.ts';
import { type DcsKnobs, defaultKnobs } from './dcs-knobs.ts';
import { type CloudMaintenance, completeSeed, type InstanceSeed } from './instance-seed.ts';
import { serveCall } from './serve-call.ts';
import { parseStatusChange } from './status-change.ts';

/** What DCS is made of. */
export type DcsOptions = {
  readonly clock: CloudClock;
  /** Project ids (32 hexadecimal digits) by region. */
  readonly projects: Readonly<Record<string, string>>;
  readonly instances: readonly InstanceSeed[];
  readonly knobs?: Partial<DcsKnobs>;
  readonly faults?: readonly Fault[];
};

/** Distributed Cache Service, without a network: instances, and what answers calls about them. */
export interface DcsService {
  readonly projects: Readonly<Record<string, string>>;
  readonly knobs: DcsKnobs;
  /** What happens to its instances is noted here. */
  readonly log: AuditLog;
  /** Carries out one call, as of now; its body is what the API answers. */
  call(call: DcsCall, requestId?: string): Reply;
  addFault(fault: Fault): void;
  /** An instance as it is at the time of the log, a deleted one too; for who measures it. */
  instance(id: string): CloudInstance | undefined;
  /** The instances of a project. */
  instancesOf(project: string): readonly CloudInstance[];
  /** Lets a backup run for some cloud seconds from now on. */
  startBackup(instance: string, seconds: number): void;
  /** Gives an instance another maintenance window. */
  setMaintenance(instance: string, to: CloudMaintenance): void;
  /** Deletes an instance. */
  remove(instance: string): void;
  /** Puts others in the place of all instances and faults: nothing has happened to them yet, and nothing more will to those before. */
  beginAnew(instances: readonly InstanceSeed[], faults: readonly Fault[]): void;
}

/**
 * DCS in which nothing has happened yet, with a log of its own or that of a cloud. Throws a `RangeError` on an unknown
 * region or two equal ids.
 */
export function createDcsService(
  { clock, projects, instances: firstSeeds, knobs, faults: firstFaults = [] }: DcsOptions,
  log: AuditLog = createAuditLog(clock),
): DcsService {
  const rules: DcsKnobs = { ...defaultKnobs, ...knobs };
  let script = createDcsFaultScript(firstFaults);
  const instances = new Map<string, CloudInstance>();
  let byName: ReadonlyMap<string, readonly CloudInstance[]> = new Map();
  const emptyAgenda = () =>
    createAgenda<{ readonly instance: CloudInstance; readonly event: InstanceEvent }>();
  let agenda = emptyAgenda();
  let calls = 0;

  const addDue = (now: number) => {
    for (let due = agenda.takeDue(now); due; due = agenda.takeDue(now)) {
      const { instance, event } = due.what;
      const entries = applyEvent(instance, event, due.at);
      if (rules.updatedAt === 'status' && entries.length > 0) instance.updatedAt = due.at;
      log.add(...entries);
    }
  };
  log.onNow(addDue);

  const befall = (id: string, events: readonly TimedEvent[], now: number) => {
    const instance = instances.get(id);
    if (!instance) throw new RangeError(`there is no instance ${id}`);
    for (const { at, event } of events) agenda.add(at, { instance, event });
    addDue(now);
  };

  const open = (seeds: readonly InstanceSeed[]) => {
    const opened = clock.now();
    const [firstRegion = ''] = Object.keys(projects);
    for (const seed of seeds.map((each) => completeSeed(each, firstRegion))) {
      const project = projects[seed.region];
      if (project === undefined) throw new RangeError(`${seed.name}: there is no region ${seed.region}`);
      if (instances.has(seed.id)) throw new RangeError(`${seed.name}: its id ${seed.id} is taken`);
      const instance = createInstance(seed, project, opened);
      instances.set(instance.id, instance);
      const { settlesAfterSeconds, backupSeconds, maintenanceChanges } = seed;
      for (const { afterSeconds, begin, end } of maintenanceChanges)
        agenda.add(opened + afterSeconds * 1000, {
          instance,
          event: { kind: 'maintenance-set', to: { begin, end } },
        });
      if (backupSeconds !== undefined)
        befall(instance.id, scheduledCourse(instance.id, opened, backupSeconds).events, opened);
      if (settlesAfterSeconds !== undefined)
        agenda.add(opened + settlesAfterSeconds * 1000, { instance, event: { kind: 'settles' } });
    }
    // Instances are deleted and never made, and keep their names: a list need not sort them.
    byName = groupBy(
      [...instances.values()].sort((a, b) => (a.seed.name < b.seed.name ? -1 : 1)),
      ({ project }) => project,
    );
  };
  open(firstSeeds);

  return {
    projects,
    knobs: rules,
    log,
    call(call, requestId = log.nextRequestId()) {
      const now = log.now();
      calls++;
      const playing = script.take(factsOf(call));
      const interferences = playing.map((fault) =>
        interferenceOf(fault, { requestId, now, errorCodes: rules.errorCodes }),
      );
      for (const { before } of interferences) if (before) befall(before.instance, before.events, now);
      const instead = interferences.find((each) => each.instead)?.instead;
      const served = instead
        ? { reply: instead, entries: [], events: [] }
        : serveCall(call, {
            requestId,
            now,
            projects,
            instances,
            byName,
            knobs: rules,
            instanceFaults: interferences.flatMap(({ instanceFault }) => instanceFault ?? []),
            turn: calls,
          });
      const reply = instead
        ? instead
        : interferences.reduce((current, { afterwards }) => afterwards?.(current) ?? current, served.reply);
      const told: AuditEntry = {
        at: now,
        kind: 'call',
        requestId,
        ...wireOf(call),
        operation: call.operation,
        status: reply.kind === 'dropped' ? 'dropped' : reply.status,
        faults: playing.map(({ effect }) => effect.kind),
      };
      log.add(told, ...served.entries);
      for (const { instance, at, event } of served.events) {
        if (rules.updatedAt === 'acceptance') instance.updatedAt = now;
        agenda.add(at, { instance, event });
      }
      return reply;
    },
    addFault: (fault) => script.add(fault),
    instance: (id) => instances.get(id),
    instancesOf: (project) => byName.get(project) ?? [],
    startBackup(id, seconds) {
      const now = log.now();
      befall(id, scheduledCourse(id, now, seconds).events, now);
    },
    setMaintenance(id, to) {
      const now = log.now();
      befall(id, [{ at: now, event: { kind: 'maintenance-set', to } }], now);
    },
    remove(id) {
      const now = log.now();
      befall(id, [{ at: now, event: { kind: 'deleted' } }], now);
    },
    beginAnew(seeds, faults) {
      // What was due up to now did happen.
      log.now();
      instances.clear();
      agenda = emptyAgenda();
      script = createDcsFaultScript(faults);
      open(seeds);
    },
  };
}

type TimedEvent = { readonly at: number; readonly event: InstanceEvent };

function factsOf(call: DcsCall): CallFacts {
  const { operation, project } = call;
  if (call.operation === 'RestartOrFlushInstances') {
    const change = parseStatusChange(call.body);
    if ('code' in change) return { operation, project, instances: [], action: undefined };
    return { operation, project, instances: change.ids, action: change.action };
  }
  const instances = 'instance' in call ? [call.instance] : [];
  return { operation, project, instances, action: undefined };
}
