import { resolve } from 'node:path';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { createFunctionHost } from '../../../functions/minicloud/functiongraph/function-host.ts';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import type { Ended } from './kept-processes.ts';
import { withFiles } from './run-nightshift.ts';

const projectId = '0123456789abcdef0123456789abcdef';

/** What must never be seen outside of where it belongs. */
export const secrets = {
  secretKey: 'canary-secret-key-0123456789abcdef',
  securityToken: 'canary-security-token-0123456789abcdef',
  urlPart: 'canary-url-part-0123456789',
  signing: `whsec_${Buffer.from('canary-signing-secret-0123456789').toString('base64')}`,
};

/** A local cloud, and both that plan on it: the program, and the function as it is deployed. */
export type Around = {
  readonly cloud: Cloud;
  /** Runs `nightshift plan` with the schedule and the keys; variables that are given come in addition. */
  plan(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>;
  /** What the deployed function answers. */
  ask(event: unknown): Promise<unknown>;
};

/** Starts a cloud by the machine's own clock, as the program knows no other; `jobs` and what follows are YAML. */
export async function withCloud(
  { jobs, instances }: { readonly jobs: string; readonly instances: readonly InstanceSeed[] },
  use: (around: Around) => Promise<void>,
): Promise<void> {
  const { secretKey, securityToken, urlPart, signing } = secrets;
  const clock = createCloudClock({ scale: 1 });
  const cloud = await startCloud({
    clock,
    secretKey,
    securityToken,
    projects: { 'cn-north-4': projectId },
    instances,
  });
  const variables = {
    PROJECT_ID: projectId,
    ENDPOINT: cloud.endpoint,
    OPS_URL: `${cloud.endpoint}/inbox/${urlPart}/ops`,
    OPS_SECRET: signing,
  };
  const keys = {
    HUAWEICLOUD_SDK_AK: cloud.accessKey,
    HUAWEICLOUD_SDK_SK: secretKey,
    HUAWEICLOUD_SDK_SECURITY_TOKEN: securityToken,
  };
  await withFiles({ 'config/schedule.yaml': scheduleText(jobs) }, async (nightshift, folder) => {
    const host = createFunctionHost({
      codeDirectory: resolve('dist/function'),
      handler: 'index.handler',
      environment: { ...variables, NIGHTSHIFT_SCHEDULE: `${folder}/config/schedule.yaml` },
      credentials: { accessKey: cloud.accessKey, secretKey, securityToken },
      timeLimitMs: 60_000,
      memoryMb: 256,
      functionName: 'nightshift',
      projectId,
      clock,
    });
    try {
      await use({
        cloud,
        plan: (args, own = {}) => nightshift(['plan', ...args], { ...variables, ...keys, ...own }),
        async ask(event) {
          const invocation = await host.invoke(event);
          if (invocation.kind === 'answered') return invocation.answer;
          throw new Error(JSON.stringify(invocation, null, 2));
        },
      });
    } finally {
      await host.stop();
      await cloud.close();
    }
  });
}

function scheduleText(jobs: string): string {
  return `version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: "\${PROJECT_ID}", endpoint: "\${ENDPOINT}" }
notify:
  ops: { kind: webhook, url: "\${OPS_URL}", secret: "\${OPS_SECRET}", allowLoopback: true }
jobs:
${jobs}`;
}
