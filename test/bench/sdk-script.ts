import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import { ClientBuilder } from '@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse.js';
import { CronExpressionParser } from 'cron-parser';
import { parse } from 'yaml';

type Written = {
  readonly timezone: string;
  readonly regions: Readonly<Record<string, { readonly projectId: string }>>;
  readonly jobs: Readonly<Record<string, Job>>;
};
type Job = {
  readonly action: string;
  readonly cron: string;
  readonly targets: { readonly region: string; readonly names: readonly string[] };
};
type Context = {
  getUserData(name: string): string;
  getSecurityAccessKey(): string;
  getSecuritySecretKey(): string;
  getSecurityToken(): string;
};
type Listed = SdkResponse & {
  readonly instances: readonly { readonly instance_id: string; readonly name: string }[];
};

const tickMs = 300_000;
const json = 'application/json';

/**
 * What somebody would write in an afternoon in place of the function: reads the schedule, lists the region and asks for
 * the restart, without a look at anything. On the official SDK's core, as the client that it has for DCS is on it; the
 * bench bundles it with its packages whole.
 */
export const handler = async (event: { readonly time: string }, context: Context) => {
  const text = readFileSync(join(import.meta.dirname, 'schedule.yaml'), 'utf8');
  const { timezone, regions, jobs }: Written = parse(text);
  const now = Date.parse(event.time);
  for (const { action, cron, targets } of Object.values(jobs)) {
    const times = CronExpressionParser.parse(cron, { tz: timezone, currentDate: new Date(now + 1_000) });
    if (times.prev().getTime() <= now - tickMs) continue;
    const client = new ClientBuilder((made) => made)
      .withCredential(
        new BasicCredentials({
          ak: context.getSecurityAccessKey(),
          sk: context.getSecuritySecretKey(),
          securityToken: context.getSecurityToken(),
          projectId: regions[targets.region]?.projectId ?? '',
        }),
      )
      .withEndpoint(context.getUserData('DCS_ENDPOINT'))
      .build();
    const { instances } = await client.sendRequest<Listed>({
      ...{ method: 'GET', url: '/v2/{project_id}/instances', contentType: json },
      ...{ queryParams: { limit: 1_000 }, pathParams: {}, headers: {} },
    });
    const chosen = instances.filter(({ name }) => targets.names.includes(name));
    await client.sendRequest({
      ...{ method: 'PUT', url: '/v2/{project_id}/instances/status', contentType: json },
      ...{ queryParams: {}, pathParams: {}, headers: {} },
      data: { instances: chosen.map(({ instance_id }) => instance_id), action },
    });
  }
};
