import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import * as z from 'zod/mini';
import { createPlatform, type Platform } from '../../../functions/minicloud/functiongraph/platform.ts';
import { type Cloud, type CloudOptions, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { sendSigned } from '../../minicloud/gateway/signed-request.ts';
import { codeAnswering, codePath, project } from './functiongraph-beside.ts';
import type { Ended } from './kept-processes.ts';
import { inOwnProcess, type Killable, withFiles } from './run-nightshift.ts';

/** What must never be seen outside of where it belongs. */
export const secrets = {
  secretKey: 'canary-Qk3vT9zLw7XbN2mPr5Hd8sYf',
  urlPart: 'canary-u8Gh4JsKd92LqWe',
};

const findingsSchema = z.object({
  findings: z.array(
    z.object({
      check: z.string(),
      severity: z.string(),
      code: z.string(),
      what: z.string(),
      where: z.nullable(z.string()),
      todo: z.nullable(z.string()),
    }),
  ),
});

/** One thing that doctor found. */
export type Found = z.output<typeof findingsSchema>['findings'][number];

/** An account with all that the schedule needs, its function deployed; the folder it was deployed from. */
export type Account = {
  readonly cloud: Cloud;
  readonly platform: Platform;
  /** Variables that the program is run with; may be changed, and count from then on. */
  readonly variables: Record<string, string>;
  run(
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
    killable?: Killable,
  ): Promise<Ended>;
  /** What doctor found, and what it ended with. */
  doctor(
    args?: readonly string[],
  ): Promise<{ readonly code: number | null; readonly found: readonly Found[] }>;
  write(path: string, content: string | Uint8Array): void;
  /** Asks FunctionGraph, below `/v2/PROJECT/fgs/`. */
  ask(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly text: string }>;
};

/** A schedule whose every permission can be missing. */
export function scheduleText({
  journal = 'journal: { url: "obs://journal/nightshift", endpoint: "${ENDPOINT}" }',
} = {}): string {
  return `version: 1
timezone: Asia/Shanghai
${journal}
handOver: { region: cn-north-4, endpoint: "\${ENDPOINT}" }
regions:
  beijing: { region: cn-north-4, projectId: "${project}", endpoint: "\${DCS_ENDPOINT}" }
notify:
  ops: { kind: webhook, url: "\${OPS_URL}", allowLoopback: true }
jobs:
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, tags: { tier: cache } }
    backup: { mode: required }
    notify: [ops]
`;
}

/** A `serverless.yml` that covers the schedule. */
export function serverlessText({
  timeout = 900,
  schedule = 'CRON_TZ=Asia/Shanghai 0 */5 * * * ?',
  retries = 3,
  instances = 10,
} = {}): string {
  return `service: nightshift
provider:
  name: huawei
  region: cn-north-4
  projectId: ${project}
  runtime: Node.js20.15
  memorySize: 256
  timeout: ${timeout}
  environment:
    variables: { ENDPOINT: "\${env:ENDPOINT}", DCS_ENDPOINT: "\${env:DCS_ENDPOINT}" }
functions:
  nightshift:
    handler: index.handler
    xrole: nightshift-dcs
    maxInstanceNum: ${instances}
    enableLtsLog: true
    asyncInvokeConfig: { maxAsyncRetryAttempts: ${retries}, maxAsyncEventAgeInSeconds: 3600 }
    code: { codeUri: ./dist/function }
    encryptedUserData: { OPS_URL: "\${env:OPS_URL}" }
    events:
      - { triggerTypeCode: TIMER, eventData: { name: tick, scheduleType: Cron, schedule: "${schedule}" } }
`;
}

/** Starts an account by the machine's own clock, as the program knows no other, and deploys to it. */
export async function withAccount(
  { deployed = true, ...options }: Partial<CloudOptions> & { readonly deployed?: boolean },
  use: (account: Account) => Promise<void>,
): Promise<void> {
  const cloud = await startCloud({
    clock: createCloudClock({ scale: 1 }),
    secretKey: secrets.secretKey,
    projects: { 'cn-north-4': project },
    instances: [{ name: 'cache-0' }],
    buckets: ['journal'],
    ...options,
  });
  const platform = await createPlatform({ cloud, timers: 'off' });
  const variables: Record<string, string> = {
    HUAWEICLOUD_SDK_AK: cloud.accessKey,
    HUAWEICLOUD_SDK_SK: cloud.secretKey,
    ...(cloud.securityToken === undefined ? {} : { HUAWEICLOUD_SDK_SECURITY_TOKEN: cloud.securityToken }),
    HUAWEICLOUD_SDK_IAM_ENDPOINT: cloud.endpoint,
    ENDPOINT: cloud.endpoint,
    DCS_ENDPOINT: cloud.endpoint,
    OPS_URL: `${cloud.endpoint}/inbox/${secrets.urlPart}`,
  };
  const files = {
    'config/schedule.yaml': scheduleText(),
    'serverless.yml': serverlessText(),
    [codePath]: codeAnswering('the code'),
  };
  try {
    await withFiles(files, async (nightshift, folder) => {
      const write: Account['write'] = (path, content) => writeFileSync(join(folder, path), content);
      // A process remembers how far other clocks are from its own.
      const usual = options.clock && inOwnProcess;
      const run: Account['run'] = (args, own = {}, killable = usual) =>
        nightshift(args, { ...variables, ...own }, killable);
      if (deployed) {
        const { code, stderr } = await run(['deploy', '--yes', '--endpoint', cloud.endpoint]);
        if (code !== 0) throw new Error(stderr);
      }
      await use({
        ...{ cloud, platform, variables, run, write },
        async doctor(args = []) {
          const ended = await run(['doctor', '--json', '--endpoint', cloud.endpoint, ...args]);
          if (ended.stderr !== '') throw new Error(ended.stderr);
          if (ended.stdout.includes('canary')) throw new Error(`a secret is shown: ${ended.stdout}`);
          return { code: ended.code, found: findingsSchema.parse(JSON.parse(ended.stdout)).findings };
        },
        ask: (method, path, body) =>
          sendSigned(cloud, method, `/v2/${project}/fgs/${path}`, body === undefined ? {} : { body }),
      });
    });
  } finally {
    await platform.close();
    await cloud.close();
  }
}

/** One account for the tests of a block, each of which leaves it as it was. */
export function sharedAccount(options: Partial<CloudOptions> = {}): Account {
  let opened: Account | undefined;
  let leave: () => void = () => {};
  let over: Promise<void> | undefined;
  beforeAll(
    () =>
      new Promise<void>((ready, fail) => {
        over = withAccount(options, (account) => {
          opened = account;
          ready();
          return new Promise((left) => {
            leave = left;
          });
        });
        over.catch(fail);
      }),
  );
  afterAll(async () => {
    leave();
    await over;
  });
  const account = (): Account => {
    if (!opened) throw new Error('the account is not there yet');
    return opened;
  };
  return {
    get cloud() {
      return account().cloud;
    },
    get platform() {
      return account().platform;
    },
    get variables() {
      return account().variables;
    },
    run: (...call) => account().run(...call),
    doctor: (args) => account().doctor(args),
    write: (path, content) => account().write(path, content),
    ask: (method, path, body) => account().ask(method, path, body),
  };
}

/** What somebody has to do something about: its check and its code. */
export function ills(found: readonly Found[]): readonly string[] {
  return found
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ check, code }) => `${check} ${code}`);
}
