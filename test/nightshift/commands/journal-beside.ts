import { resolve } from 'node:path';
import { createFunctionHost } from '../../../functions/minicloud/functiongraph/function-host.ts';
import { startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import type { Ended } from './kept-processes.ts';
import { withFiles } from './run-nightshift.ts';

const projectId = '0123456789abcdef0123456789abcdef';
const accessKey = 'LOOKINGAFTERRUNS0001';
const secretKey = 'canary-secret-key-of-who-looks-after-runs';

/** Where a journal is kept. */
export type JournalKind = 'obs' | 'file';

/** The program beside a journal in which one run has ended and another was left by a process that died. */
export type JournalBeside = {
  /** The run that goes on; nobody has acted on its two instances. */
  readonly open: string;
  /** Runs the built program with the schedule; with keys where they are asked for, other ones when given. */
  nightshift(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>;
};

/** By the machine's own clock, as the program knows no other. */
export async function withJournalBeside(
  kind: JournalKind,
  use: (beside: JournalBeside) => Promise<void>,
): Promise<void> {
  const clock = createCloudClock({ scale: 1 });
  const cloud = await startCloud({
    clock,
    accessKey,
    secretKey,
    projects: { 'cn-north-4': projectId },
    instances: [{ name: 'cache-0' }, { name: 'cache-1' }],
    buckets: ['journal'],
  });
  const files = { 'config/schedule.yaml': scheduleText(kind, cloud.endpoint) };
  await withFiles(files, async (nightshift, folder) => {
    const host = createFunctionHost({
      codeDirectory: resolve('dist/function'),
      handler: 'index.handler',
      environment: { NIGHTSHIFT_SCHEDULE: `${folder}/config/schedule.yaml` },
      credentials: { accessKey, secretKey, securityToken: '' },
      timeLimitMs: 60_000,
      memoryMb: 256,
      functionName: 'nightshift',
      projectId,
      clock,
    });
    try {
      await host.invoke({ job: 'empty' });
      cloud.interceptor = ({ method }) => {
        if (method !== 'PUT') return 'pass';
        void host.stop();
        return 'drop-before';
      };
      const died = await host.invoke({ job: 'nightly' }, { requestId: 'died' });
      if (died.kind !== 'crashed') throw new Error(JSON.stringify(died, null, 2));
      cloud.interceptor = undefined;
      const keys = { HUAWEICLOUD_SDK_AK: accessKey, HUAWEICLOUD_SDK_SK: secretKey };
      await use({
        open: 'nightly@by-hand-died',
        nightshift: (args, environment = kind === 'obs' ? keys : {}) => nightshift(args, environment),
      });
    } finally {
      await host.stop();
      await cloud.close();
    }
  });
}

function scheduleText(kind: JournalKind, endpoint: string): string {
  const journal =
    kind === 'obs'
      ? `{ url: "obs://journal/nightshift", endpoint: "${endpoint}" }`
      : '{ url: "file:journal" }';
  return `version: 1
timezone: Asia/Shanghai
journal: ${journal}
regions:
  beijing: { region: cn-north-4, projectId: "${projectId}", endpoint: "${endpoint}" }
jobs:
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
  empty:
    action: soft_restart
    cron: "30 4 * * *"
    targets: { region: beijing, names: ["nobody-*"] }
`;
}
