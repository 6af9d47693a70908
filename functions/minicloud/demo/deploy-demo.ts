import { parseDocument } from 'yaml';
import { functionUrn } from '../../maintenance/huawei/functiongraph/functiongraph-client.ts';
import type { Platform } from '../functiongraph/platform.ts';
import type { Cloud } from '../gateway/cloud.ts';

/** What the demonstration deploys: the function with its schedule, and what it finds in its environment. */
type DemoDeployment = {
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

/** Creates the function and its timers, and gives its URN. */
export async function deployDemo(
  { cloud, platform }: { readonly cloud: Cloud; readonly platform: Platform },
  { zip, environment, timeLimitSeconds, triggers }: DemoDeployment,
): Promise<string> {
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
  return urn;
}

/**
 * A schedule led to this machine: each region gets the endpoint `${BEIJING_ENDPOINT}` (by its name), each channel may
 * post to the loopback address, and runs are recorded in the bucket of that name and handed over there. Waiting is done
 * in the function, as nobody who looks on wants to wait for the next tick.
 */
export function localSchedule(text: string, bucket: string): string {
  const document = parseDocument(text);
  const { regions = {}, notify = {}, jobs = {} }: Sections = document.toJS() ?? {};
  for (const name of Object.keys(regions)) document.setIn(['regions', name, 'endpoint'], endpointOf(name));
  for (const name of Object.keys(notify)) document.setIn(['notify', name, 'allowLoopback'], true);
  for (const name of Object.keys(jobs)) document.setIn(['jobs', name, 'settle', 'inFunction'], '30m');
  const [first] = Object.entries(regions);
  if (first) {
    const [name, { region }] = first;
    const endpoint = endpointOf(name);
    document.set('journal', { url: `obs://${bucket}/nightshift`, endpoint });
    document.set('handOver', { region, endpoint });
  }
  return document.toString();
}

type Sections = {
  readonly regions?: Readonly<Record<string, { readonly region: string }>>;
  readonly notify?: Readonly<Record<string, unknown>>;
  readonly jobs?: Readonly<Record<string, unknown>>;
};

function endpointOf(region: string): string {
  return `\${${region.toUpperCase().replaceAll('-', '_')}_ENDPOINT}`;
}
