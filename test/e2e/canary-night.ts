import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  createFunctionHost,
  type FunctionHost,
} from '../../functions/minicloud/functiongraph/function-host.ts';
import type { Invocation } from '../../functions/minicloud/functiongraph/function-host-invocation.ts';
import { type Cloud, startCloud } from '../../functions/minicloud/gateway/cloud.ts';
import type { Inbox } from '../../functions/minicloud/inbox/inbox.ts';
import { createSmn, type Smn } from '../../functions/minicloud/smn/smn-service.ts';
import { createCloudClock } from '../../functions/minicloud/wire/cloud-clock.ts';
import { canary, type Sighting, seekCanaries } from './canaries.ts';
import {
  canaryInbox,
  channelNames,
  channelSecrets,
  channelsText,
  channelVariables,
} from './canary-channels.ts';
import { halfPastThree } from './deployed-night.ts';
import { chatEcho } from './echoing-answers.ts';
import { type Instead, type Passing, startEchoingProxy } from './echoing-proxy.ts';

const projectId = canary('project').slice(0, 32);
const keys = {
  accessKey: canary('access key').slice(0, 20).toUpperCase(),
  secretKey: canary('secret key').slice(0, 40),
  securityToken: canary('security token') + canary('second half of the security token'),
};

/** All that is secret, by name. */
export const planted: Readonly<Record<string, string>> = {
  ...keys,
  projectId,
  ...channelSecrets,
  variable: canary('a variable that the schedule does not name'),
};

/** The built function with every kind of channel, good ones and lying ones, and a cloud that can answer lies. */
export type CanaryNight = {
  readonly cloud: Cloud;
  readonly host: FunctionHost;
  readonly inbox: Inbox;
  readonly smn: Smn;
  /** Answers in the cloud's place from now on. */
  lie(instead: (passing: Passing) => Instead | undefined): void;
  invoke(event: unknown, limitMs?: number): Promise<Invocation>;
  /** Puts another text in the place of the schedule. */
  write(schedule: string): Promise<void>;
  readonly schedule: string;
  /** What the function is given, and a person with the same keys. */
  readonly environment: Readonly<Record<string, string>>;
  /** How often something was answered in the cloud's place. */
  lies(): number;
  /** All that was asked of the cloud and of the channels, with its header fields. */
  asked(): string;
  /** The names of the secrets in a text. */
  found(text: string): readonly string[];
  /** What can be found of any secret in all that the function let out. */
  sightings(): readonly Sighting[];
};

const seekPlanted = seekCanaries(planted);
const instances = Array.from({ length: 14 }, (_, index) => ({ name: `cart-${index}` }));

/** Deploys dist/function to a clock that runs so fast (1: the machine's own time), hands it to `use`, and takes everything down. */
export async function withCanaryNight(
  scale: number,
  use: (night: CanaryNight) => Promise<void>,
): Promise<void> {
  const clock = createCloudClock({ scale, startAt: scale === 1 ? Date.now() : halfPastThree });
  const projects = { 'cn-north-4': projectId };
  const cloud = await startCloud({ clock, ...keys, projects, instances, buckets: ['journal'] });
  const smn = createSmn(cloud);
  smn.createTopic('cn-north-4', 'nightly');
  const inbox = canaryInbox(clock);
  cloud.mount('/inbox', (request, body) => inbox.handle(request, body));
  let instead: (passing: Passing) => Instead | undefined = () => undefined;
  const signatures: Record<string, string> = {};
  const requests: Passing[] = [];
  let lies = 0;
  const proxy = await startEchoingProxy(cloud.endpoint, (passing) => {
    const [signature] = /[\w+/]{27,64}=?$/.exec(passing.headers['authorization'] ?? '') ?? [];
    if (signature) signatures[`signature ${Object.keys(signatures).length + 1}`] = signature;
    requests.push(passing);
    const answer = instead(passing);
    if (answer) lies += 1;
    return answer;
  });
  const echo = chatEcho();
  const lyingReceiver = await startEchoingProxy(cloud.endpoint, (passing) => {
    requests.push(passing);
    return echo(passing);
  });
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-'));
  const file = join(folder, 'schedule.yaml');
  const schedule = scheduleText(proxy.endpoint, cloud.endpoint);
  await writeFile(file, schedule);
  const environment = {
    PROJECT_ID: projectId,
    NOT_NAMED: planted['variable'] ?? '',
    ...channelVariables(`${cloud.endpoint}/inbox`, lyingReceiver.endpoint),
  };
  const host = createFunctionHost({
    codeDirectory: resolve('dist/function'),
    handler: 'index.handler',
    environment: { NIGHTSHIFT_SCHEDULE: file, ...environment },
    userDataInEnvironment: true,
    credentials: keys,
    timeLimitMs: 7_200_000,
    memoryMb: 256,
    functionName: 'nightshift',
    projectId,
    clock,
  });
  const invocations: Invocation[] = [];
  try {
    await use({
      cloud,
      host,
      inbox,
      smn,
      schedule,
      environment: {
        ...environment,
        HUAWEICLOUD_SDK_AK: keys.accessKey,
        HUAWEICLOUD_SDK_SK: keys.secretKey,
        HUAWEICLOUD_SDK_SECURITY_TOKEN: keys.securityToken,
      },
      lie: (how) => {
        instead = how;
      },
      async invoke(event, limitMs) {
        const invocation = await host.invoke(event, limitMs === undefined ? {} : { limitMs });
        invocations.push(invocation);
        return invocation;
      },
      write: (text) => writeFile(file, text),
      lies: () => lies,
      asked: () => JSON.stringify({ requests, messages: inbox.messages }),
      found: (text) => [...new Set(seekPlanted(text).map(({ secret }) => secret))],
      sightings: () =>
        seekCanaries({ ...planted, ...signatures })(
          JSON.stringify({
            invocations,
            messages: inbox.messages.map(({ body }) => body),
            published: smn.messages.map(({ topicUrn: _, ...message }) => message),
            journal: journalText(cloud),
          }),
        ),
    });
  } finally {
    await host.stop();
    await Promise.all([proxy.close(), lyingReceiver.close()]);
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function scheduleText(echoing: string, honest: string): string {
  const names = [...channelNames, 'good-topic', 'lying-topic'].join(', ');
  const urn = `"urn:smn:cn-north-4:${projectId}:nightly"`;
  return `version: 1
timezone: Asia/Shanghai
journal: { url: "obs://journal/nightshift", region: cn-north-4, endpoint: "${echoing}" }
regions:
  beijing: { region: cn-north-4, projectId: "\${PROJECT_ID}", endpoint: "${echoing}" }
notify:
${channelsText}  good-topic: { kind: smn, topicUrn: ${urn}, endpoint: "${honest}" }
  lying-topic: { kind: smn, topicUrn: ${urn}, endpoint: "${echoing}" }
jobs:
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cart-*"] }
    rollout: { concurrency: 1, maxFailures: 100% }
    retry: { attempts: 1 }
    settle: { timeout: 5m }
    notify: [${names}]
  few:
    action: soft_restart
    targets: { region: beijing, names: ["cart-0", "cart-1"] }
    notify: [${names}]
`;
}

function journalText(cloud: Cloud): string {
  const bucket = cloud.obs.bucket('journal');
  const { objects } = bucket?.list({ prefix: '', marker: '', maxKeys: 1_000 }) ?? { objects: [] };
  return objects.map(([key, { bytes }]) => `${key}\n${bytes.toString('utf8')}`).join('\n');
}
