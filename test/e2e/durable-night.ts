import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tickKey } from '../../functions/maintenance/journal/register-keys.ts';
import { type Summary, summarySchema } from '../../functions/maintenance/report/summary.ts';
import { scheduleJson } from '../../functions/maintenance/runtime/schedule-json.ts';
import type { Fault } from '../../functions/minicloud/dcs/dcs-fault.ts';
import type { InstanceSeed } from '../../functions/minicloud/dcs/instance-seed.ts';
import type { AuditEntryOf } from '../../functions/minicloud/foundation/audit-entry.ts';
import { createPlatform, type Platform } from '../../functions/minicloud/functiongraph/platform.ts';
import type { PlatformKnobs } from '../../functions/minicloud/functiongraph/platform-knobs.ts';
import { type Cloud, startCloud } from '../../functions/minicloud/gateway/cloud.ts';
import { createInbox, type Inbox } from '../../functions/minicloud/inbox/inbox.ts';
import type { ObsFault } from '../../functions/minicloud/obs/obs-fault.ts';
import { createCloudClock } from '../../functions/minicloud/wire/cloud-clock.ts';
import {
  builtFrom,
  scheduleYaml,
  writeScheduleJson,
} from '../../functions/nightshift/deploy/pack/pack-function.ts';
import { zipFiles } from '../../functions/nightshift/deploy/pack/zip.ts';
import { checkSchedule } from '../../functions/nightshift/place/schedule-file.ts';
import { sendSigned } from '../minicloud/gateway/signed-request.ts';
import { halfPastThree } from './deployed-night.ts';

/** The regions of every durable night: their names in the schedule, Huawei's and the project in each. */
const places = {
  beijing: { region: 'cn-north-4', project: '0123456789abcdef0123456789abcdef' },
  shanghai: { region: 'cn-east-3', project: 'fedcba9876543210fedcba9876543210' },
  guangzhou: { region: 'cn-south-1', project: '00112233445566778899aabbccddeeff' },
  guiyang: { region: 'cn-southwest-2', project: 'ffeeddccbbaa99887766554433221100' },
};

/** What signs the messages of the channel. */
export const secret = `whsec_${Buffer.from('a-signing-secret-of-no-other-use').toString('base64')}`;

/** What a durable night is made of; the jobs are YAML, indented by two. */
export type DurableOptions = {
  readonly jobs: string;
  readonly instances: readonly InstanceSeed[];
  /** Channels beside `ops`, as YAML indented by two; `ENDPOINT` is where the cloud is. */
  readonly notify?: string;
  readonly faults?: readonly Fault[];
  readonly obsFaults?: readonly ObsFault[];
  readonly knobs?: Partial<PlatformKnobs>;
  readonly tickMinutes?: number;
  readonly scale?: number;
  readonly timeLimitSeconds?: number;
  readonly memoryMb?: number;
  readonly handOver?: boolean;
  /** Where requests to the cloud go through on their way; the cloud's own endpoint when left out. */
  readonly through?: (endpoint: string) => Promise<string>;
};

/** The built zip on a local FunctionGraph, with its journal in a local bucket. */
export type Durable = {
  readonly cloud: Cloud;
  readonly platform: Platform;
  readonly inbox: Inbox;
  /** Notes a tick as one that came: what the very first tick of a journal dies over, nobody can know. */
  noteTick(at: number): void;
  /** Lets the tick fire, as at an instant, and resolves when nothing is running or waiting any more. */
  tick(at?: number): Promise<void>;
  /** Ticks on the grid, in cloud time, until no run is open, at most so often; answers how often. */
  tickUntilOver(most?: number): Promise<number>;
  /** Sends an event and waits for its answer. */
  ask(event: unknown): Promise<unknown>;
  /** What the channel was told, each message once. */
  summaries(): readonly Summary[];
  /** What the channel was told of invocations that could not do their work at all, as JSON. */
  failures(): readonly string[];
  /** Ends of invocations. */
  ends(): readonly Extract<AuditEntryOf<'invocation'>, { phase: 'ends' }>[];
};

/** Deploys the built zip on a cloud of its own, hands it to `use`, and takes everything down. */
export async function withDurable(options: DurableOptions, use: (durable: Durable) => Promise<void>) {
  const { jobs, instances, faults, knobs, scale = 300, timeLimitSeconds = 900, memoryMb = 256 } = options;
  const { tickMinutes = 5 } = options;
  const clock = createCloudClock({ scale, startAt: halfPastThree });
  const projects = Object.fromEntries(Object.values(places).map(({ region, project }) => [region, project]));
  const cloud = await startCloud({
    clock,
    projects,
    instances,
    buckets: ['journal'],
    ...(faults && { faults }),
    ...(options.obsFaults && { obsFaults: options.obsFaults }),
  });
  const platform = await createPlatform({ cloud, timers: 'off', ...(knobs && { knobs }) });
  const inbox = createInbox({ clock, prefix: '/inbox', secrets: { '/ops': secret } });
  cloud.mount('/inbox', (request, body) => inbox.handle(request, body));
  const endpoint = (await options.through?.(cloud.endpoint)) ?? cloud.endpoint;
  const schedule = scheduleText({
    jobs,
    notify: (options.notify ?? '').replaceAll('ENDPOINT', '${CLOUD}'),
    tickMinutes,
    handOver: options.handOver ?? true,
  });
  const zip = zipOf(schedule);
  const { project } = places.beijing;
  const fgs = async (method: string, path: string, body: unknown) => {
    const answer = await sendSigned(cloud, method, `/v2/${project}/fgs/${path}`, { body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.text;
  };
  const urn = `urn:fss:${places.beijing.region}:${project}:function:default:nightshift:latest`;
  await fgs('POST', 'functions', {
    func_name: 'nightshift',
    package: 'default',
    runtime: 'Node.js20.15',
    handler: 'index.handler',
    memory_size: memoryMb,
    timeout: timeLimitSeconds,
    code_type: 'zip',
    func_code: { file: zip.toString('base64') },
    user_data: JSON.stringify({
      CLOUD: cloud.endpoint,
      ENDPOINT: endpoint,
      OPS_SECRET: secret,
      OPS_URL: `${cloud.endpoint}/inbox/ops`,
    }),
    xrole: 'nightshift',
  });
  await fgs('POST', `triggers/${urn}`, {
    trigger_type_code: 'TIMER',
    trigger_status: 'ACTIVE',
    event_data: {
      name: 'tick',
      schedule_type: 'Cron',
      schedule: `CRON_TZ=Asia/Shanghai 0 */${tickMinutes} * * * ?`,
      user_event: '',
    },
  });
  const ask = async (event: unknown) =>
    JSON.parse(await fgs('POST', `functions/${urn}/invocations`, event)) as unknown;
  const summaries = () => {
    const told = new Map<string, Summary>();
    for (const { headers, body } of inbox.distinct()) {
      const { type, data } = JSON.parse(body) as { type: string; data: unknown };
      if (type === 'nightshift.run.finished')
        told.set(String(headers['webhook-id']), summarySchema.parse(data));
    }
    return [...told.values()];
  };
  const failures = () =>
    inbox.distinct().flatMap(({ json }) => {
      const { type, data } = json as { type: string; data: unknown };
      return type === 'nightshift.invocation.failed' ? [JSON.stringify(data)] : [];
    });
  const journal = cloud.obs.bucket('journal');
  const ends = () =>
    cloud.audit().flatMap((entry) => (entry.kind === 'invocation' && entry.phase === 'ends' ? [entry] : []));
  const openRuns = () =>
    journal?.list({ prefix: 'nightshift/open/run/', marker: '', maxKeys: 1_000 }).objects ?? [];
  const tick = async (at = clock.now()) => {
    platform.fire('tick', at);
    await platform.settled();
  };
  try {
    await use({
      cloud,
      platform,
      inbox,
      noteTick: (at) => void journal?.append(`nightshift/${tickKey(at)}`, 0, Buffer.from('\n'), at),
      tick,
      ask,
      summaries,
      failures,
      async tickUntilOver(most = 100) {
        for (let ticks = 1; ticks <= most; ticks++) {
          const due = nextTickAfter(clock.now(), tickMinutes);
          await clock.wait(due - clock.now());
          await tick(due);
          // A tick that failed may have left a fire behind that nobody has entered.
          if (openRuns().length === 0 && ends().at(-1)?.end === 'answered') return ticks;
        }
        throw new Error(
          `runs are still open after ${most} ticks: ${JSON.stringify(await ask({ command: 'status' }))}`,
        );
      },
      ends,
    });
  } finally {
    await platform.close();
    await cloud.close();
  }
}

/** By their schedules: many nights have the same one, and to compress the code takes longer than to live through a night. */
const zips = new Map<string, Buffer>();

/** What `nightshift` deploys. */
function zipOf(text: string): Buffer {
  const kept = zips.get(text);
  if (kept) return kept;
  const folder = 'dist/function';
  const code = Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]),
  );
  const parsed = writeScheduleJson(checkSchedule(scheduleYaml, text), builtFrom(code)) ?? '';
  const written = { [scheduleYaml]: Buffer.from(text), [scheduleJson]: Buffer.from(parsed) };
  const zip = zipFiles({ ...code, ...written });
  zips.set(text, zip);
  return zip;
}

function nextTickAfter(now: number, tickMinutes: number): number {
  const tickMs = tickMinutes * 60_000;
  return Math.ceil((now + 1) / tickMs) * tickMs;
}

function scheduleText({
  jobs,
  notify,
  tickMinutes,
  handOver,
}: Pick<Required<DurableOptions>, 'jobs' | 'notify' | 'tickMinutes' | 'handOver'>): string {
  const regions = Object.entries(places).map(
    ([name, { region, project }]) =>
      `  ${name}: { region: ${region}, projectId: "${project}", endpoint: "\${ENDPOINT}" }`,
  );
  return `version: 1
timezone: Asia/Shanghai
tick: ${tickMinutes}m
journal: { url: "obs://journal/nightshift", region: cn-north-4, endpoint: "\${ENDPOINT}" }
${handOver ? `handOver: { region: cn-north-4, endpoint: "\${ENDPOINT}" }\n` : ''}regions:
${regions.join('\n')}
notify:
  ops: { kind: webhook, url: "\${OPS_URL}", secret: "\${OPS_SECRET}", allowLoopback: true }
${notify}jobs:
${jobs}`;
}
