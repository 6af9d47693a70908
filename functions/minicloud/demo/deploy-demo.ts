import { parseDocument } from 'yaml';
import { functionUrn } from '../../maintenance/huawei/functiongraph/functiongraph-client.ts';
import type { Platform } from '../functiongraph/platform.ts';
import type { Cloud } from '../gateway/cloud.ts';

/** What the demonstration deploys: the function with its schedule, and what it finds in its environment. */
type DemoDeployment = {
  readonly zip: Uint8Array;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeLimitSeconds: number;
  /** At once; as many as FunctionGraph gives where it is left out. */
  readonly mostInstances?: number | undefined;
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
  { zip, environment, timeLimitSeconds, mostInstances, triggers }: DemoDeployment,
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
    ...(mostInstances === undefined ? {} : { strategy_config: { concurrency: mostInstances } }),
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

/** A key of a schedule that is another one on this machine. */
export type LocalChange = { readonly path: string; readonly to: string; readonly why: string };

/**
 * A schedule led to this machine, and all that is changed for it: each region gets an endpoint (`${BEIJING_ENDPOINT}`, by
 * its name), and each channel may post to the loopback address.
 */
export function localSchedule(text: string): {
  readonly text: string;
  readonly changes: readonly LocalChange[];
} {
  const document = parseDocument(text);
  const { regions = {}, notify = {} }: Sections = document.toJS() ?? {};
  const changes = [
    ...Object.keys(regions).map((name) => ({
      keys: ['regions', name, 'endpoint'],
      value: endpointOf(name),
      why: 'the local cloud is asked',
    })),
    ...Object.keys(notify).map((name) => ({
      keys: ['notify', name, 'allowLoopback'],
      value: true,
      why: 'its URL leads to the inbox of this machine',
    })),
  ];
  for (const { keys, value } of changes) document.setIn(keys, value);
  return {
    text: document.toString({ lineWidth: 0 }),
    changes: changes.map(({ keys, value, why }) => ({ path: keys.join('.'), to: String(value), why })),
  };
}

type Sections = {
  readonly regions?: Readonly<Record<string, unknown>>;
  readonly notify?: Readonly<Record<string, unknown>>;
};

function endpointOf(region: string): string {
  return `\${${region.toUpperCase().replaceAll('-', '_')}_ENDPOINT}`;
}
