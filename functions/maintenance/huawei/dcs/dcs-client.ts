import type { HcClient, HttpRequestOptions } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse.js';
import { HuaweiCallError } from '../huawei-call-error.ts';

/** Query of `listInstances`, in the order in which the official client writes it. */
const listParameters = [
  'instance_id',
  'include_failure',
  'include_delete',
  'name',
  'offset',
  'limit',
  'status',
  'name_equal',
  'tags',
  'ip',
] as const;

/** Which instances to list. */
type ListInstancesRequest = {
  readonly [parameter in (typeof listParameters)[number]]?: string | number;
};

/** The same without the part of the list. */
export type ListFilter = Omit<ListInstancesRequest, 'offset' | 'limit'>;

/** One instance; `instance_id`, not `instanceId`, is what the official client reads of a plain object. */
type InstanceRequest = { readonly instance_id: string };

/** A page of a list. */
type PageRequest = { readonly offset?: number; readonly limit?: number };

/** Which instances, and what with them. */
type RestartOrFlushInstancesRequest = {
  readonly body: { readonly instances: readonly string[]; readonly action: string };
};

/** What to write beside a backup. */
type CopyInstanceRequest = InstanceRequest & {
  readonly body?: { readonly remark?: string; readonly backup_format?: string };
};

/** Whose backups; the times are UTC, written `yyyyMMddHHmmss`. */
type ListBackupRecordsRequest = InstanceRequest &
  PageRequest & { readonly begin_time?: string; readonly end_time?: string };

/**
 * The calls we need of DCS v2, with the names and request shapes of `DcsClient` in
 * `@huaweicloud/huaweicloud-sdk-dcs/v2`, which can take this one's place by an import when it is on npm again.
 * Answers are `unknown`: the service's types are documented loosely, so every answer is parsed where it is used.
 */
export class DcsClient {
  readonly #hcClient: Pick<HcClient, 'sendRequest'>;

  constructor(hcClient: Pick<HcClient, 'sendRequest'>) {
    this.#hcClient = hcClient;
  }

  /** Restarts or flushes up to 50 instances. The answer only says which were accepted. */
  async restartOrFlushInstances(request: RestartOrFlushInstancesRequest): Promise<unknown> {
    return this.#send(sending('PUT', '/v2/{project_id}/instances/status', {}, request.body));
  }

  /** Starts a backup of an instance. */
  async copyInstance(request: CopyInstanceRequest): Promise<unknown> {
    const url = '/v2/{project_id}/instances/{instance_id}/backups';
    return this.#send(sending('POST', url, instancePath(request), request.body ?? {}));
  }

  /** A page of an instance's backups. */
  async listBackupRecords({ instance_id, ...request }: ListBackupRecordsRequest): Promise<unknown> {
    const url = '/v2/{project_id}/instances/{instance_id}/backups';
    const query = inOrder(request, ['begin_time', 'end_time', 'limit', 'offset'] as const);
    return this.#send(reading(url, instancePath({ instance_id }), query));
  }

  /** A page of the project's instances. */
  async listInstances(request: ListInstancesRequest = {}): Promise<unknown> {
    return this.#send(reading('/v2/{project_id}/instances', {}, inOrder(request, listParameters)));
  }

  /** One instance, with its current task. */
  async showInstance(request: InstanceRequest): Promise<unknown> {
    return this.#send(reading('/v2/{project_id}/instances/{instance_id}', instancePath(request)));
  }

  /** Figures of every RUNNING instance, its key count among them. */
  async listStatisticsOfRunningInstances(): Promise<unknown> {
    return this.#send(reading('/v2/{project_id}/instances/statistic'));
  }

  /** A page of the project's instances with their nodes. */
  async batchShowNodesInformation(request: PageRequest = {}): Promise<unknown> {
    const query = inOrder(request, ['offset', 'limit'] as const);
    return this.#send(reading('/v2/{project_id}/instances-logical-nodes', {}, query));
  }

  /** The nodes of one instance. */
  async showNodesInformation(request: InstanceRequest): Promise<unknown> {
    return this.#send(
      reading('/v2/{project_id}/instances/{instance_id}/logical-nodes', instancePath(request)),
    );
  }

  /** The shards and replicas of one instance; `instance` in its path is singular, as documented. */
  async listGroupReplicationInfo(request: InstanceRequest): Promise<unknown> {
    return this.#send(reading('/v2/{project_id}/instance/{instance_id}/groups', instancePath(request)));
  }

  /** The configuration of one instance, `appendonly` among it. */
  async listConfigurations(request: InstanceRequest): Promise<unknown> {
    return this.#send(reading('/v2/{project_id}/instances/{instance_id}/configs', instancePath(request)));
  }

  /** The tags of one instance. */
  async showTags(request: InstanceRequest): Promise<unknown> {
    return this.#send(reading('/v2/{project_id}/instances/{instance_id}/tags', instancePath(request)));
  }

  #send(options: HttpRequestOptions): Promise<unknown> {
    return this.#hcClient.sendRequest<SdkResponse>(options);
  }
}

type Parameters = Record<string, string | number>;

// HcClient writes into the options it is given, so every call makes its own.
function reading(url: string, pathParams: Parameters = {}, queryParams: Parameters = {}): HttpRequestOptions {
  return { method: 'GET', url, contentType: 'application/json', queryParams, pathParams, headers: {} };
}

function sending(
  method: 'PUT' | 'POST',
  url: string,
  pathParams: Parameters,
  data: object,
): HttpRequestOptions {
  const contentType = 'application/json;charset=UTF-8';
  return { method, url, contentType, queryParams: {}, pathParams, headers: {}, data };
}

/** Refuses what is no id, as DCS would: HcClient puts it into the path as it is, `../status` too. */
function instancePath({ instance_id }: InstanceRequest): Parameters {
  if (/^[A-Za-z0-9-]+$/.test(instance_id)) return { instance_id };
  throw new HuaweiCallError('INVALID_ID', 'an instance id has only letters, digits and hyphens in it', {
    end: 'refused',
    httpStatus: 400,
  });
}

function inOrder<Name extends string>(
  request: { readonly [name in Name]?: string | number },
  names: readonly Name[],
): Parameters {
  const query: Parameters = {};
  for (const name of names) {
    const value = request[name];
    if (value !== undefined) query[name] = value;
  }
  return query;
}
