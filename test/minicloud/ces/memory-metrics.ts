import type { HcClient, HttpRequestOptions } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import { CesClient } from '../../../functions/maintenance/huawei/ces/ces-client.ts';
import { metricsOver } from '../../../functions/maintenance/huawei/ces/metrics-over-clients.ts';
import { HuaweiCallError } from '../../../functions/maintenance/huawei/huawei-call-error.ts';
import type { Metrics } from '../../../functions/maintenance/run/metrics.ts';
import { cesCallOf } from '../../../functions/minicloud/ces/ces-call.ts';
import { type CesService, createCesService } from '../../../functions/minicloud/ces/ces-service.ts';
import { answerOf, type MemorySettings, memoryClients, readTimeoutMs } from '../dcs/memory-clients.ts';

/** A DCS, who looks at it, and the CES beside it: one of its own when left out. */
type MetricSettings = MemorySettings & { readonly ces?: CesService };

/** What a local CES has measured, as the real adapter tells of it: without network, signature or real time. */
export function createMemoryMetrics(settings: MetricSettings): Metrics {
  const { regions, clock, dcs, ces = createCesService(dcs) } = settings;
  const cesOf = (name: string, until: () => number) => {
    const region = regions[name];
    if (region === undefined) throw new TypeError(`there is no region "${name}"`);
    const sendRequest = (options: HttpRequestOptions) =>
      ask({ ces, clock }, region.projectId, until, options);
    return new CesClient({ sendRequest: sendRequest as HcClient['sendRequest'] });
  };
  return metricsOver({ dcsOf: memoryClients(settings), cesOf }, clock);
}

async function ask(
  { ces, clock }: Required<Pick<MetricSettings, 'ces' | 'clock'>>,
  project: string,
  until: () => number,
  { method, url, data }: HttpRequestOptions,
): Promise<object> {
  const path = url.replace('{project_id}', project);
  const call = cesCallOf({ method, path, query: [], body: JSON.stringify(data) });
  if (!call) throw new TypeError(`the local CES has no ${method} ${url}`);
  const timeoutMs = Math.min(readTimeoutMs, until() - clock.now());
  const reply = ces.call(call);
  if (reply.delayMs > 0) await clock.wait(Math.min(reply.delayMs, timeoutMs));
  if (reply.delayMs >= timeoutMs)
    throw new HuaweiCallError('TIMEOUT', `no answer within ${timeoutMs} ms`, { end: 'timeout' });
  return answerOf(reply, clock.now());
}
