import { functionUrn } from '../../maintenance/huawei/functiongraph/functiongraph-client.ts';
import type { Platform } from '../functiongraph/platform.ts';
import type { Cloud } from '../gateway/cloud.ts';

/** What the demonstration deploys: the function with its schedule, and what it finds in its environment. */
export type DemoDeployment = {
  readonly zip: Uint8Array;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeLimitSeconds: number;
  /** The trigger that names jobs, and the tick that names none; expressions of FunctionGraph, seconds first. */
  readonly triggers: readonly {
    readonly name: string;
    readonly schedule: string;
    readonly userEvent: string;
  }[];
};

/** Creates the function and its timers. */
export async function deployDemo(
  { cloud, platform }: { readonly cloud: Cloud; readonly platform: Platform },
  { zip, environment, timeLimitSeconds, triggers }: DemoDeployment,
): Promise<void> {
  const [[region, projectId] = ['', '']] = Object.entries(cloud.projects);
  const post = (path: string, body: object) =>
    platform.asConsole('POST', `/v2/${projectId}/fgs/${path}`, body);
  await post('functions', {
    func_name: 'nightshift',
    package: 'default',
    runtime: 'Node.js20.15',
    handler: 'index.handler',
    memory_size: 256,
    timeout: timeLimitSeconds,
    code_type: 'zip',
    code_filename: 'nightshift.zip',
    func_code: { file: Buffer.from(zip).toString('base64') },
    user_data: JSON.stringify(environment),
    xrole: 'nightshift-dcs',
  });
  const urn = functionUrn({
    region,
    projectId,
    packageName: 'default',
    name: 'nightshift',
    version: 'latest',
  });
  for (const { name, schedule, userEvent } of triggers)
    await post(`triggers/${urn}`, {
      trigger_type_code: 'TIMER',
      trigger_status: 'ACTIVE',
      event_data: { name, schedule_type: 'Cron', schedule, user_event: userEvent },
    });
}
