import { tickKey } from '../../functions/maintenance/journal/register-keys.ts';
import { type Summary, summarySchema } from '../../functions/maintenance/report/summary.ts';
import type { Fault } from '../../functions/minicloud/dcs/dcs-fault.ts';
import type { InstanceSeed } from '../../functions/minicloud/dcs/instance-seed.ts';
import type { AuditEntry, AuditEntryOf } from '../../functions/minicloud/foundation/audit-entry.ts';
import { createPlatform, type Platform } from '../../functions/minicloud/functiongraph/platform.ts';
import type { PlatformKnobs } from '../../functions/minicloud/functiongraph/platform-knobs.ts';
import { type Cloud, startCloud } from '../../functions/minicloud/gateway/cloud.ts';
import { createInbox, type Inbox, type ReceivedMessage } from '../../functions/minicloud/inbox/inbox.ts';
import type { ObsFault } from '../../functions/minicloud/obs/obs-fault.ts';
import { createCloudClock } from '../../functions/minicloud/wire/cloud-clock.ts';
import { sendSigned } from '../minicloud/gateway/signed-request.ts';
import { halfPastThree } from './deployed-night.ts';
import { places, zipOf } from './durable-code.ts';

const dayMs = 24 * 3_600_000;

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
  /**
   * Begins another night at the next half past three: instances, faults and bucket are as at first, and what is told
   * below is of this night. The function, and its process where it has outlived the night before, are the same.
   */
  nextNight(): Promise<void>;
  /** All that happened up to now. */
  audit(): readonly AuditEntry[];
  /** All messages that came. */
  messages(): readonly ReceivedMessage[];
  /** All lines that the function printed. */
  printed(): readonly string[];
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
  const zip = zipOf({
    jobs,
    notify: (options.notify ?? '').replaceAll('ENDPOINT', '${CLOUD}'),
    tickMinutes,
    handOver: options.handOver ?? true,
  });
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
  let begunAt = halfPastThree;
  const audit = () => cloud.audit().filter(({ at }) => at >= begunAt);
  const messages = () => inbox.messages.filter(({ receivedAt }) => receivedAt >= begunAt);
  const distinct = () => inbox.distinct().filter(({ receivedAt }) => receivedAt >= begunAt);
  const summaries = () => {
    const told = new Map<string, Summary>();
    for (const { headers, body } of distinct()) {
      const { type, data } = JSON.parse(body) as { type: string; data: unknown };
      if (type === 'nightshift.run.finished')
        told.set(String(headers['webhook-id']), summarySchema.parse(data));
    }
    return [...told.values()];
  };
  const failures = () =>
    distinct().flatMap(({ json }) => {
      const { type, data } = json as { type: string; data: unknown };
      return type === 'nightshift.invocation.failed' ? [JSON.stringify(data)] : [];
    });
  const journal = cloud.obs.bucket('journal');
  const ends = () =>
    audit().flatMap((entry) => (entry.kind === 'invocation' && entry.phase === 'ends' ? [entry] : []));
  const objectsBelow = (prefix: string) =>
    journal?.list({ prefix, marker: '', maxKeys: 1_000 }).objects ?? [];
  const tick = async (at = clock.now()) => {
    platform.fire('tick', at);
    await platform.settled();
  };
  try {
    await use({
      cloud,
      platform,
      inbox,
      async nextNight() {
        const nights = Math.floor((clock.now() - halfPastThree) / dayMs) + 1;
        await clock.wait(halfPastThree + nights * dayMs - clock.now());
        begunAt = clock.now();
        for (const [key] of objectsBelow('')) journal?.remove(key);
        cloud.dcs.beginAnew(instances, faults ?? []);
      },
      audit,
      messages,
      printed: () => platform.invocations().flatMap((one) => (one.begunAt >= begunAt ? one.logs : [])),
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
          if (objectsBelow('nightshift/open/run/').length === 0 && ends().at(-1)?.end === 'answered')
            return ticks;
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

function nextTickAfter(now: number, tickMinutes: number): number {
  const tickMs = tickMinutes * 60_000;
  return Math.ceil((now + 1) / tickMs) * tickMs;
}
