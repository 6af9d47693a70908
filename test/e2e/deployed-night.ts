import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Summary } from '../../functions/maintenance/report/summary.ts';
import type { CesOptions } from '../../functions/minicloud/ces/ces-service.ts';
import type { Fault } from '../../functions/minicloud/dcs/dcs-fault.ts';
import type { DcsKnobs } from '../../functions/minicloud/dcs/dcs-knobs.ts';
import type { InstanceSeed } from '../../functions/minicloud/dcs/instance-seed.ts';
import {
  createFunctionHost,
  type FunctionHost,
} from '../../functions/minicloud/functiongraph/function-host.ts';
import type { Invocation } from '../../functions/minicloud/functiongraph/function-host-invocation.ts';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import { type Cloud, startCloud } from '../../functions/minicloud/gateway/cloud.ts';
import type { InboxChat } from '../../functions/minicloud/inbox/chats/chat.ts';
import { createInbox, type Inbox } from '../../functions/minicloud/inbox/inbox.ts';
import type { ObsFault } from '../../functions/minicloud/obs/obs-fault.ts';
import { createCloudClock } from '../../functions/minicloud/wire/cloud-clock.ts';

/** Monday 2026-11-23 03:30 in Shanghai. */
export const halfPastThree = Date.parse('2026-11-23T03:30:00+08:00');

/** The project of the instances. */
export const projectId = '0123456789abcdef0123456789abcdef';

/** What must never be seen outside of where it belongs. */
export const secrets = {
  secretKey: 'canary-secret-key-0123456789abcdef',
  securityToken: 'canary-security-token-0123456789abcdef',
  urlPart: 'canary-url-part-0123456789',
  signing: `whsec_${Buffer.from('canary-signing-secret-0123456789').toString('base64')}`,
};

/** What a deployed function is given; the jobs are YAML, indented by two. */
export type DeployedOptions = {
  readonly jobs: string;
  readonly instances: readonly InstanceSeed[];
  /** Channels beside `ops` and `plain`, as YAML indented by two; `ENDPOINT` is where the cloud is. */
  readonly notify?: string;
  /** Whatever else the schedule has, as YAML. */
  readonly more?: string;
  /** Chats by their path below `/inbox`. */
  readonly chats?: Readonly<Record<string, InboxChat>>;
  readonly faults?: readonly Fault[];
  /** There is a bucket named `journal`. */
  readonly obsFaults?: readonly ObsFault[];
  readonly knobs?: Partial<DcsKnobs>;
  readonly ces?: CesOptions;
  /** How much faster than the wall's the clock runs. */
  readonly scale?: number;
  /** When the cloud's clock begins; half past three when left out. */
  readonly startAt?: number;
  readonly timeLimitSeconds?: number;
  readonly agency?: boolean;
  readonly errorTypeFrom?: 'name' | 'class';
  readonly environment?: Readonly<Record<string, string>>;
  /** The zone of the function's own process; that of the machine when left out. */
  readonly zone?: string;
};

/** The built function on a local cloud, with a signed webhook `ops` and an unsigned one `plain`. */
export type Deployed = {
  readonly cloud: Cloud;
  readonly inbox: Inbox;
  readonly host: FunctionHost;
  /** Delivers the timer that carries nothing. */
  tick(at?: number): Promise<Invocation>;
  invoke(event: unknown, requestId?: string): Promise<Invocation>;
  /** Lets the cloud's clock come to an instant. */
  reach(at: number): Promise<void>;
  /** Writes the schedule anew, as another deployment would. */
  rewrite(change: (schedule: string) => string): Promise<void>;
};

/** Deploys dist/function and hands it to `use`, then takes everything down. */
export async function withDeployed(options: DeployedOptions, use: (deployed: Deployed) => Promise<void>) {
  const codeDirectory = resolve('dist/function');
  if (!existsSync(join(codeDirectory, 'index.js')))
    throw new Error('there is no dist/function/index.js: npm run build makes it');
  const clock = createCloudClock({ scale: options.scale ?? 200, startAt: options.startAt ?? halfPastThree });
  const { secretKey, securityToken } = secrets;
  const cloud = await startCloud({
    clock,
    secretKey,
    securityToken,
    projects: { 'cn-north-4': projectId },
    instances: options.instances,
    buckets: ['journal'],
    ...(options.faults && { faults: options.faults }),
    ...(options.obsFaults && { obsFaults: options.obsFaults }),
    ...(options.knobs && { knobs: options.knobs }),
    ...(options.ces && { ces: options.ces }),
  });
  const opsPath = `/${secrets.urlPart}/ops`;
  const inbox = createInbox({
    clock,
    prefix: '/inbox',
    secrets: { [opsPath]: secrets.signing },
    ...(options.chats && { chats: options.chats }),
  });
  cloud.mount('/inbox', (request, body) => inbox.handle(request, body));
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-'));
  const schedule = join(folder, 'schedule.yaml');
  await writeFile(schedule, scheduleText(options));
  const host = createFunctionHost({
    codeDirectory,
    handler: 'index.handler',
    environment: {
      NIGHTSHIFT_SCHEDULE: schedule,
      PROJECT_ID: projectId,
      ENDPOINT: cloud.endpoint,
      OPS_URL: `${cloud.endpoint}/inbox${opsPath}`,
      OPS_SECRET: secrets.signing,
      PLAIN_URL: `${cloud.endpoint}/inbox/plain`,
      ...options.environment,
      ...(options.zone !== undefined && { TZ: options.zone }),
    },
    userDataInEnvironment: options.zone !== undefined,
    credentials:
      options.agency === false ? undefined : { accessKey: cloud.accessKey, secretKey, securityToken },
    timeLimitMs: (options.timeLimitSeconds ?? 7_200) * 1_000,
    memoryMb: 256,
    ...(options.errorTypeFrom && { errorTypeFrom: options.errorTypeFrom }),
    functionName: 'nightshift',
    projectId,
    clock,
  });
  const invoke = (event: unknown, requestId?: string) =>
    host.invoke(event, requestId === undefined ? {} : { requestId });
  try {
    await use({
      cloud,
      inbox,
      host,
      invoke,
      reach: async (at) => clock.wait(Math.max(0, at - clock.now())),
      rewrite: async (change) => writeFile(schedule, change(await readFile(schedule, 'utf8'))),
      tick: (at = halfPastThree) => invoke(timerEvent({ time: at, triggerName: 'tick' })),
    });
  } finally {
    await host.stop();
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function scheduleText({
  jobs,
  notify = '',
  more = '',
}: Pick<DeployedOptions, 'jobs' | 'notify' | 'more'>): string {
  return `version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: "\${PROJECT_ID}", endpoint: "\${ENDPOINT}" }
notify:
  ops: { kind: webhook, url: "\${OPS_URL}", secret: "\${OPS_SECRET}", allowLoopback: true }
  plain: { kind: webhook, url: "\${PLAIN_URL}", allowLoopback: true }
${notify}${more}jobs:
${jobs}`;
}

/** The summaries of an invocation that answered with some; throws with its logs when it did not. */
export function summariesOf(invocation: Invocation): readonly Summary[] {
  if (invocation.kind === 'answered') {
    const { summaries } = invocation.answer as { summaries?: readonly Summary[] };
    if (summaries) return summaries;
  }
  throw new Error(`no summaries: ${JSON.stringify(invocation, null, 2)}`);
}
