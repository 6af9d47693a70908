import type { CloudClock } from '../wire/cloud-clock.ts';
import type { Reply } from '../wire/reply.ts';
import { createAgenda } from './agenda.ts';
import type { AuditEntry, AuditEntryOf, ServiceEntry } from './audit-log.ts';
import { scheduledCourse } from './cloud-backup.ts';
import { type CloudInstance, createInstance, type Happening, happen } from './cloud-instance.ts';
import { type CloudKnobs, defaultKnobs } from './cloud-knobs.ts';
import { type DcsCall, wireOf } from './dcs-call.ts';
import { type CallFacts, createFaultBook, type Fault } from './fault.ts';
import { playFault } from './fault-play.ts';
import { completeSeed, hexOf, type InstanceSeed } from './instance-seed.ts';
import { serveCall } from './serve-call.ts';
import { parseStatusChange } from './status-change.ts';

/** What a world is made of. */
export type WorldOptions = {
  readonly clock: CloudClock;
  /** Project ids (32 hexadecimal digits) by region. */
  readonly projects: Readonly<Record<string, string>>;
  readonly instances: readonly InstanceSeed[];
  readonly knobs?: Partial<CloudKnobs>;
  readonly faults?: readonly Fault[];
};

/** Instances of DCS and the service in front of them, without a network. */
export interface World {
  readonly clock: CloudClock;
  readonly projects: Readonly<Record<string, string>>;
  readonly knobs: CloudKnobs;
  /** Carries out one call, as of now; its body is what the API answers. */
  call(call: DcsCall, requestId?: string): Reply;
  addFault(fault: Fault): void;
  /** Lets a backup run for some cloud seconds from now on. */
  startBackup(instance: string, seconds: number): void;
  /** Deletes an instance. */
  remove(instance: string): void;
  /** All that happened up to now, in order. */
  audit(): readonly AuditEntry[];
  /** Notes a request that was answered before it came to DCS. */
  note(call: Omit<AuditEntryOf<'call'>, 'at' | 'kind'>): void;
  /** Notes what happened in another service, as of now. */
  record(entry: ServiceEntry): void;
  /** A fresh request id. */
  nextRequestId(): string;
}

/** A world in which nothing has happened yet. Throws a `RangeError` on an unknown region or two equal ids. */
export function createWorld({ clock, projects, instances: seeds, knobs, faults = [] }: WorldOptions): World {
  const rules: CloudKnobs = { ...defaultKnobs, ...knobs };
  const agenda = createAgenda<{ readonly instance: CloudInstance; readonly happening: Happening }>();
  const book = createFaultBook(faults);
  const log: AuditEntry[] = [];
  const instances = new Map<string, CloudInstance>();
  let requests = 0;

  const plan = (instance: CloudInstance, happening: Happening, at: number) =>
    agenda.add(at, { instance, happening });

  const settle = (now: number) => {
    for (let due = agenda.takeDue(now); due; due = agenda.takeDue(now)) {
      const { instance, happening } = due.what;
      const entries = happen(instance, happening, due.at);
      if (rules.updatedAt === 'status' && entries.length > 0) instance.updatedAt = due.at;
      log.push(...entries);
    }
  };

  const now = () => {
    const instant = clock.now();
    settle(instant);
    return instant;
  };

  const befall = (
    id: string,
    happenings: readonly { readonly at: number; readonly happening: Happening }[],
    now: number,
  ) => {
    const instance = instances.get(id);
    if (!instance) throw new RangeError(`there is no instance ${id}`);
    for (const { at, happening } of happenings) plan(instance, happening, at);
    settle(now);
  };

  const nextRequestId = () => hexOf(`request ${++requests}`);

  const opened = clock.now();
  const [firstRegion = ''] = Object.keys(projects);
  for (const seed of seeds.map((each) => completeSeed(each, firstRegion))) {
    const project = projects[seed.region];
    if (project === undefined) throw new RangeError(`${seed.name}: there is no region ${seed.region}`);
    if (instances.has(seed.id)) throw new RangeError(`${seed.name}: its id ${seed.id} is taken`);
    const instance = createInstance(seed, project, opened);
    instances.set(instance.id, instance);
    const { settlesAfterSeconds, backupSeconds } = seed;
    if (backupSeconds !== undefined)
      befall(instance.id, scheduledCourse(instance.id, opened, backupSeconds).happenings, opened);
    if (settlesAfterSeconds !== undefined)
      plan(instance, { kind: 'settles' }, opened + settlesAfterSeconds * 1000);
  }

  return {
    clock,
    projects,
    knobs: rules,
    nextRequestId,
    call(call, requestId = nextRequestId()) {
      const at = now();
      const playing = book.take(factsOf(call));
      const plays = playing.map((fault) =>
        playFault(fault, { requestId, now: at, errorCodes: rules.errorCodes }),
      );
      for (const { before } of plays) if (before) befall(before.instance, before.happenings, at);
      const instead = plays.find((play) => play.instead)?.instead;
      const served = instead
        ? { reply: instead, entries: [], happenings: [] }
        : serveCall(call, {
            requestId,
            now: at,
            projects,
            instances,
            knobs: rules,
            twists: plays.flatMap(({ twist }) => twist ?? []),
            turn: requests,
          });
      const reply = instead
        ? instead
        : plays.reduce((current, { afterwards }) => afterwards?.(current) ?? current, served.reply);
      log.push({
        at,
        kind: 'call',
        requestId,
        ...wireOf(call),
        operation: call.operation,
        status: reply.kind === 'dropped' ? 'dropped' : reply.status,
        faults: playing.map(({ effect }) => effect.kind),
      });
      log.push(...served.entries);
      for (const { instance, at: when, happening } of served.happenings) {
        if (rules.updatedAt === 'acceptance') instance.updatedAt = at;
        plan(instance, happening, when);
      }
      return reply;
    },
    addFault: book.add,
    startBackup(id, seconds) {
      const at = now();
      befall(id, scheduledCourse(id, at, seconds).happenings, at);
    },
    remove(id) {
      const at = now();
      befall(id, [{ at, happening: { kind: 'deleted' } }], at);
    },
    audit() {
      now();
      return log.slice();
    },
    note: (call) => void log.push({ at: now(), kind: 'call', ...call }),
    record: (entry) => void log.push({ at: now(), ...entry }),
  };
}

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
