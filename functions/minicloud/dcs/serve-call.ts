import type { AuditEntry } from '../foundation/audit-entry.ts';
import { emptyReply, jsonReply, type Reply } from '../wire/reply.ts';
import type { CloudInstance } from './cloud-instance.ts';
import type { CollectionRead, DcsCall, DcsQuery, InstanceRead } from './dcs-call.ts';
import type { DcsError } from './dcs-error.ts';
import { errorReply } from './dcs-error.ts';
import type { InstanceFault } from './dcs-fault.ts';
import type { DcsKnobs } from './dcs-knobs.ts';
import { configurationsOf, detailOf, listItemOf } from './instance-json.ts';
import {
  batchNodesOf,
  listInstances,
  parsePage,
  rotated,
  statisticsOf,
  statusCountsOf,
} from './instance-lists.ts';
import { beginBackup, listBackups } from './serve-backups.ts';
import { type ChangeOutcome, changeStatus, parseStatusChange } from './status-change.ts';
import { groupsOf, logicalNodesOf } from './topology-json.ts';

/** All that an answer depends on besides the call. */
type Surroundings = {
  readonly requestId: string;
  readonly now: number;
  readonly projects: Readonly<Record<string, string>>;
  /** Of all projects, by id. */
  readonly instances: ReadonlyMap<string, CloudInstance>;
  /** Those of each project by their names. */
  readonly byName: ReadonlyMap<string, readonly CloudInstance[]>;
  readonly knobs: DcsKnobs;
  readonly instanceFaults: readonly InstanceFault[];
  /** Differs from call to call; what an unstable order goes by. */
  readonly turn: number;
};

/** An answer, and what the call set going. */
type Served = {
  readonly reply: Reply;
  readonly entries: readonly AuditEntry[];
  readonly events: ChangeOutcome['events'];
};

/** Carries out a call as DCS documents it. */
export function serveCall(call: DcsCall, surroundings: Surroundings): Served {
  const { requestId, projects, knobs } = surroundings;
  const answered = (body: object): Served => ({
    reply: isError(body) ? errorReply(requestId, body, knobs.errorCodes) : jsonReply(requestId, 200, body),
    entries: [],
    events: [],
  });
  const listRecords = (instance: CloudInstance, query: DcsQuery): Served => {
    const records = listBackups(instance, query, surroundings);
    return records === 'none' ? { ...answered({}), reply: emptyReply(requestId) } : answered(records);
  };
  const copyInstance = (instance: CloudInstance, body: string): Served => {
    const course = beginBackup(instance, { ...surroundings, body });
    if (isError(course)) return answered(course);
    const events = course.events.map((each) => ({ instance, ...each }));
    return { ...answered({ backup_id: course.id }), events };
  };
  if (!/^[0-9a-f]{32}$/.test(call.project)) return answered({ code: 'DCS.4002' });
  if (!Object.values(projects).includes(call.project)) return answered({ code: 'DCS.1004' });
  if (call.operation === 'ListBackupRecords' || call.operation === 'CopyInstance') {
    const instance = findInstance(call.project, call.instance, surroundings);
    if (!instance) return answered({ code: 'DCS.3022' });
    return call.operation === 'CopyInstance'
      ? copyInstance(instance, call.body)
      : listRecords(instance, call.query);
  }
  if ('query' in call) return answered(readCollection(call, surroundings));
  if ('instance' in call) return answered(readInstance(call, surroundings));
  const change = parseStatusChange(call.body);
  if (isError(change)) return answered(change);
  const { answer, entries, events } = changeStatus({
    ...surroundings,
    change,
    project: call.project,
    find: (id) => findInstance(call.project, id, surroundings),
  });
  return { ...answered(answer), entries, events };
}

function readCollection(
  { operation, project, query }: Extract<DcsCall, { operation: CollectionRead }>,
  { byName, knobs, now, turn }: Surroundings,
): object {
  const own = byName.get(project) ?? [];
  const present = () => own.filter(({ deleted }) => !deleted);
  switch (operation) {
    case 'ListNumberOfInstancesInDifferentStatus':
      return statusCountsOf(present(), query.include_failure === 'true');
    case 'ListStatisticsOfRunningInstances':
      return statisticsOf(present(), now - knobs.statisticLagSeconds * 1000);
    case 'ListInstances': {
      const page = parsePage(query);
      return isError(page) ? page : listInstances(ordered(own, knobs, turn), query, page, knobs);
    }
    case 'BatchShowNodesInformation': {
      const page = parsePage(query);
      return isError(page) ? page : batchNodesOf(ordered(own, knobs, turn), page);
    }
    default:
      return operation satisfies never;
  }
}

function readInstance(
  { operation, project, instance: id }: Extract<DcsCall, { operation: InstanceRead }>,
  surroundings: Surroundings,
): object {
  const instance = findInstance(project, id, surroundings);
  if (!instance) return { code: 'DCS.3022' } satisfies DcsError;
  switch (operation) {
    case 'ShowInstance':
      return detailOf(instance, surroundings.knobs);
    case 'ListConfigurations':
      return configurationsOf(instance);
    case 'ShowTags':
      return { tags: listItemOf(instance).tags };
    // Which code these two answer for an instance without groups or nodes is not documented.
    case 'ListGroupReplicationInfo':
      if (!instance.redis4OrLater || instance.seed.cacheMode === 'single') return unsupported;
      return groupsOf(instance);
    case 'ShowNodesInformation': {
      if (!instance.redis4OrLater) return unsupported;
      const nodes = logicalNodesOf(instance);
      return { instance_id: id, total: nodes.length, nodes };
    }
    default:
      return operation satisfies never;
  }
}

const unsupported: DcsError = { code: 'DCS.4027' };

function findInstance(project: string, id: string, { instances }: Surroundings): CloudInstance | undefined {
  const instance = instances.get(id);
  return instance?.project === project && !instance.deleted ? instance : undefined;
}

function ordered(instances: readonly CloudInstance[], { listOrder }: DcsKnobs, turn: number) {
  return listOrder === 'by-name' ? instances : rotated(instances, turn);
}

function isError(answer: object): answer is DcsError {
  return 'code' in answer;
}
