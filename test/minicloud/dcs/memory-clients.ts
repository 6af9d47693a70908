import type { HcClient, HttpRequestOptions } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import { DcsClient } from '../../../functions/maintenance/huawei/dcs/dcs-client.ts';
import type { DcsRegion } from '../../../functions/maintenance/huawei/dcs/dcs-region-clients.ts';
import { HuaweiCallError } from '../../../functions/maintenance/huawei/huawei-call-error.ts';
import { readReply } from '../../../functions/maintenance/huawei/read-reply.ts';
import { callOf } from '../../../functions/minicloud/dcs/dcs-call.ts';
import type { DcsService } from '../../../functions/minicloud/dcs/dcs-service.ts';
import type { Reply } from '../../../functions/minicloud/wire/reply.ts';

/** A DCS and who looks at it. */
export type MemorySettings = {
  readonly dcs: DcsService;
  /** By the name the schedule gives them; the project ids are those of DCS. */
  readonly regions: Readonly<Record<string, DcsRegion>>;
  /** Paces retries and bears the delays of DCS; no real time passes unless it is this clock's. */
  readonly clock: Clock;
};

/** The real fleet's patience with a read, here in the clock's time. */
export const readTimeoutMs = 15_000;
const actionTimeoutMs = 35_000;

/**
 * Clients that call a DCS without network, signature or real time. All that the real ones make of an answer
 * they make too, faults included; only what a wire alone can do (no connection, a wrong key) never happens.
 */
export function memoryClients({ dcs, regions, clock }: MemorySettings): (region: string) => DcsClient {
  const made = new Map<string, DcsClient>();
  return (name) => {
    const region = regions[name];
    if (region === undefined) throw new TypeError(`there is no region "${name}"`);
    const sendRequest = (options: HttpRequestOptions) => ask(dcs, region.projectId, clock, options);
    const client = made.get(name) ?? new DcsClient({ sendRequest: sendRequest as HcClient['sendRequest'] });
    made.set(name, client);
    return client;
  };
}

async function ask(
  dcs: DcsService,
  project: string,
  clock: Clock,
  options: HttpRequestOptions,
): Promise<object> {
  const call = callOf(requestOf(project, options));
  if (typeof call === 'string') throw new TypeError(`the local DCS has no ${options.method} ${options.url}`);
  const reply = dcs.call(call);
  const timeoutMs = options.method === 'GET' ? readTimeoutMs : actionTimeoutMs;
  if (reply.delayMs > 0) await clock.wait(Math.min(reply.delayMs, timeoutMs));
  if (reply.delayMs >= timeoutMs) {
    throw new HuaweiCallError('TIMEOUT', `no answer within ${timeoutMs} ms`, { end: 'timeout' });
  }
  return answerOf(reply, clock.now());
}

function requestOf(project: string, { method, url, pathParams, queryParams, data }: HttpRequestOptions) {
  const params = Object.entries({ ...pathParams, project_id: project });
  return {
    method,
    path: params.reduce((path, [name, value]) => path.replace(`{${name}}`, String(value)), url),
    query: Object.fromEntries(Object.entries(queryParams).map(([name, value]) => [name, String(value)])),
    body: data === undefined ? '' : JSON.stringify(data),
  };
}

/** What the real client makes of an answer that came whole, or of none. */
export function answerOf(reply: Reply, now: number): object {
  if (reply.kind === 'dropped') {
    throw new HuaweiCallError('CLOSED', 'the connection was lost before the answer was complete', {
      end: 'closed',
    });
  }
  const headers = Object.entries(reply.headers).map(([name, value]) => [name.toLowerCase(), value]);
  const body = reply.kind === 'text' ? reply.text : JSON.stringify(reply.body);
  const whole = { kind: 'reply', ending: 'whole', body: Buffer.from(body) } as const;
  return readReply(
    { ...whole, status: reply.status, headers: Object.fromEntries(headers) },
    (text) => text,
    now,
  );
}
