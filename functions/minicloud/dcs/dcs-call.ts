/** A part of a request's query, undecoded by meaning: every value is text, as on the wire. */
export type DcsQuery = Partial<
  Readonly<
    Record<
      | 'limit'
      | 'offset'
      | 'instance_id'
      | 'name'
      | 'name_equal'
      | 'status'
      | 'tags'
      | 'ip'
      | 'include_failure'
      | 'include_delete'
      | 'begin_time'
      | 'end_time',
      string
    >
  >
>;

/** Operations on a project's instances together, by their documented names. */
export type CollectionRead =
  | 'ListInstances'
  | 'ListNumberOfInstancesInDifferentStatus'
  | 'ListStatisticsOfRunningInstances'
  | 'BatchShowNodesInformation';

/** Operations on one instance. */
export type InstanceRead =
  | 'ShowInstance'
  | 'ListConfigurations'
  | 'ShowTags'
  | 'ListGroupReplicationInfo'
  | 'ShowNodesInformation';

/** An operation of DCS that this cloud carries out. */
export type DcsOperation = DcsCall['operation'];

/** A call to DCS, its project and parameters taken from the path but nothing validated yet. */
export type DcsCall = { readonly project: string } & (
  | { readonly operation: 'RestartOrFlushInstances'; readonly body: string }
  | { readonly operation: CollectionRead; readonly query: DcsQuery }
  | { readonly operation: InstanceRead; readonly instance: string }
  | { readonly operation: 'ListBackupRecords'; readonly instance: string; readonly query: DcsQuery }
  | { readonly operation: 'CopyInstance'; readonly instance: string; readonly body: string }
);

/** Where operations live under `/v2/{project_id}`; two of them differ only in the method. */
const collectionPaths: Readonly<Record<CollectionRead, string>> = {
  ListInstances: 'instances',
  ListNumberOfInstancesInDifferentStatus: 'instances/status',
  ListStatisticsOfRunningInstances: 'instances/statistic',
  BatchShowNodesInformation: 'instances-logical-nodes',
};
const changePath = 'instances/status';
/** Behind an instance's id. */
const backupsTail = '/backups';

/** Groups alone live under `instance/`, in the singular. */
const instancePaths: Readonly<Record<InstanceRead, readonly [collection: string, rest: string]>> = {
  ShowInstance: ['instances', ''],
  ListConfigurations: ['instances', '/configs'],
  ShowTags: ['instances', '/tags'],
  ListGroupReplicationInfo: ['instance', '/groups'],
  ShowNodesInformation: ['instances', '/logical-nodes'],
};

/** A request, as far as it says what is wanted; `path` is decoded. */
type DcsRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: DcsQuery;
  readonly body: string;
};

/** Finds the call a request makes, or why it makes none. `status` and `statistic` come before an instance's id. */
export function callOf({ method, path, query, body }: DcsRequest): DcsCall | 'unknown-url' | 'wrong-method' {
  const [, project, rest] = /^\/v2\/([^/]+)\/(.+?)\/?$/.exec(path) ?? [];
  if (project === undefined || rest === undefined) return 'unknown-url';
  if (rest === changePath && method === 'PUT') return { operation: 'RestartOrFlushInstances', project, body };
  for (const operation of keysOf(collectionPaths)) {
    if (collectionPaths[operation] === rest)
      return method === 'GET' ? { operation, project, query } : 'wrong-method';
  }
  const [, collection, instance, tail = ''] = /^(instances?)\/([^/]+)(\/.+)?$/.exec(rest) ?? [];
  if (instance === undefined) return 'unknown-url';
  if (collection === 'instances' && tail === backupsTail) {
    if (method === 'GET') return { operation: 'ListBackupRecords', project, instance, query };
    return method === 'POST' ? { operation: 'CopyInstance', project, instance, body } : 'wrong-method';
  }
  for (const operation of keysOf(instancePaths)) {
    const [itsCollection, itsTail] = instancePaths[operation];
    if (itsCollection === collection && itsTail === tail)
      return method === 'GET' ? { operation, project, instance } : 'wrong-method';
  }
  return 'unknown-url';
}

/** Method and path that a call has on the wire, its query left out. */
export function wireOf(call: DcsCall): { readonly method: string; readonly path: string } {
  const at = (rest: string) => `/v2/${call.project}/${rest}`;
  if (call.operation === 'RestartOrFlushInstances') return { method: 'PUT', path: at(changePath) };
  if (call.operation === 'ListBackupRecords' || call.operation === 'CopyInstance') {
    const method = call.operation === 'CopyInstance' ? 'POST' : 'GET';
    return { method, path: at(`instances/${call.instance}${backupsTail}`) };
  }
  if ('query' in call) return { method: 'GET', path: at(collectionPaths[call.operation]) };
  const [collection, tail] = instancePaths[call.operation];
  return { method: 'GET', path: at(`${collection}/${call.instance}${tail}`) };
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(record) as Key[];
}
