import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpointVariable } from '../../nightshift/place/environment.ts';
import { consoleOf } from '../functiongraph/console.ts';
import { type DemoCloud, demoBucket, demoRegion } from './demo-cloud.ts';
import { keptFromDefragment } from './demo-fleet.ts';

/** A project that is ready for a local cloud, and what whoever works with it types. */
export type LocalProject = { readonly folder: string; readonly lines: readonly string[] };

/**
 * Lays a schedule and a `serverless.yml` that fit a local cloud into a folder of their own, and gives the exports and
 * commands that go with them: endpoints stand in the files, keys and secrets in the environment.
 */
export async function layLocalProject(demo: DemoCloud): Promise<LocalProject> {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-cloud-'));
  const [schedule, serverless] = [join(folder, 'config', 'schedule.yaml'), join(folder, 'serverless.yml')];
  await mkdir(join(folder, 'config'));
  await writeFile(schedule, scheduleText(demo));
  await writeFile(serverless, serverlessText(demo));
  const { cloud, environment, projectId } = demo;
  const exported = {
    HUAWEICLOUD_SDK_AK: cloud.accessKey,
    HUAWEICLOUD_SDK_SK: cloud.secretKey,
    HUAWEICLOUD_SDK_SECURITY_TOKEN: cloud.securityToken ?? '',
    HUAWEICLOUD_SDK_REGION: demoRegion,
    HUAWEICLOUD_SDK_PROJECT_ID: projectId,
    HUAWEICLOUD_SDK_IAM_ENDPOINT: cloud.endpoint,
    [endpointVariable]: cloud.endpoint,
    ...Object.fromEntries(channelVariables.map((name) => [name, environment[name] ?? ''])),
  };
  const files = `--schedule ${schedule} --serverless ${serverless}`;
  return {
    folder,
    lines: [
      ...Object.entries(exported).map(([name, value]) => `export ${name}=${value}`),
      `nightshift plan nightly-soft-restart --schedule ${schedule}`,
      `nightshift plan defragment --schedule ${schedule}`,
      `nightshift deploy --yes ${files}`,
      `nightshift doctor ${files}`,
      `nightshift event nightly-soft-restart --schedule ${schedule} | curl --data-binary @- ${consoleOf(cloud)}`,
      `nightshift status --schedule ${schedule}`,
    ],
  };
}

const channelVariables = [
  'OPS_WEBHOOK_URL',
  'OPS_WEBHOOK_SECRET',
  'AUDIT_WEBHOOK_URL',
  'AUDIT_WEBHOOK_SECRET',
] as const;

function scheduleText({ cloud: { endpoint }, projectId }: DemoCloud): string {
  return `# For the local cloud at ${endpoint}; what leads there is marked.
version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: "${projectId}", endpoint: "${endpoint}" } # the endpoint
journal: { url: "obs://${demoBucket}/nightshift", endpoint: "${endpoint}" } # the endpoint
handOver: { region: cn-north-4, endpoint: "${endpoint}" } # the endpoint
notify:
  ops: { kind: webhook, url: "\${OPS_WEBHOOK_URL}", secret: "\${OPS_WEBHOOK_SECRET}", allowLoopback: true } # allowLoopback
  audit: { kind: webhook, url: "\${AUDIT_WEBHOOK_URL}", secret: "\${AUDIT_WEBHOOK_SECRET}", allowLoopback: true } # allowLoopback
jobs:
  nightly-soft-restart:
    action: soft_restart
    cron: "30 3 * * *"
    window: 2h
    targets: { region: beijing, tags: { env: staging }, exclude: { names: ["*-pinned"] } }
    rollout: { canary: 1, concurrency: 25%, spreadBy: "tag:app", maxFailures: 10% }
    notify: [ops, audit]
  defragment:
    action: soft_restart
    cron: "0 2-5 * * *"
    window: 1h
    targets: { region: beijing, names: ["*"], exclude: { names: ${JSON.stringify(keptFromDefragment).replaceAll(',', ', ')} } }
    onlyIf: { memory_frag_ratio: "> 1.5 for 30m", used_memory: "> 200MB" }
    atMostEvery: 20h
    notify: [ops]
  weekly-cache-reset:
    enabled: false # it would delete all data of what it selects
    action: flush
    cron: "0 4 * * 1"
    targets: { region: beijing, names: ["session-cache-*"] }
    destroysData: acknowledged
    backup: none
    notify: [ops]
`;
}

/** Without `codeUri`: the function that came with the program. */
function serverlessText({ cloud: { endpoint } }: DemoCloud): string {
  const secrets = channelVariables.map((name) => `      ${name}: \${env:${name}}\n`).join('');
  return `# For the local cloud at ${endpoint}.
service: nightshift
provider:
  name: huawei
  region: cn-north-4
  projectId: \${env:HUAWEICLOUD_SDK_PROJECT_ID}
  endpoint: ${endpoint}
  runtime: Node.js20.15
  memorySize: 256
  timeout: 900
functions:
  nightshift:
    handler: index.handler
    xrole: nightshift-dcs
    maxInstanceNum: 10
    enableLtsLog: true
    asyncInvokeConfig: { maxAsyncRetryAttempts: 3, maxAsyncEventAgeInSeconds: 14400 }
    encryptedUserData:
${secrets}    events:
      - triggerTypeCode: TIMER
        eventData: { name: tick, scheduleType: Cron, schedule: CRON_TZ=Asia/Shanghai 0 */5 * * * ?, userEvent: "" }
`;
}
