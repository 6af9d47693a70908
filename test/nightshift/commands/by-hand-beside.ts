import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { createPlatform, type Platform } from '../../../functions/minicloud/functiongraph/platform.ts';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { tellStandstill } from '../../../functions/minicloud/wire/tell-standstill.ts';
import { runCommandLine } from '../../../functions/nightshift/commands/run-command-line.ts';
import { type Interruption, openInterruption } from '../../../functions/nightshift/place/interruption.ts';
import { openTerminal, type Streams } from '../../../functions/nightshift/place/terminal.ts';
import { sendSigned } from '../../minicloud/gateway/signed-request.ts';
import { builtFunction, project, urn } from './functiongraph-beside.ts';
import type { Ended } from './kept-processes.ts';
import { withFiles } from './run-nightshift.ts';

/** The built function deployed to a cloud whose time flies, and the command line by the same clock. */
export type ByHand = {
  readonly cloud: Cloud;
  readonly platform: Platform;
  /** Runs a command; `heard` gets what it says as it says it, and can interrupt it. */
  run(args: readonly string[], heard?: (said: string, interruption: Interruption) => void): Promise<Ended>;
  /** The same by the built program, which lives by the clock on the wall. */
  built(args: readonly string[]): Promise<Ended>;
  write(path: string, content: string): void;
  /** Asks FunctionGraph about the function. */
  ask(method: string, path: string, body?: unknown): Promise<void>;
};

/** What is deployed and runs: jobs in YAML, instances, and whether there is a journal. */
type Deployed = {
  readonly jobs: string;
  readonly instances: readonly InstanceSeed[];
  readonly journal?: boolean;
  readonly timers?: 'running';
  /** The code, where it is another than the built function. */
  readonly code?: string;
};

/** A `serverless.yml` for the schedule, with a timer that no test waits for. */
export function serverlessText(name = 'nightshift'): string {
  return `service: nightshift
provider: { name: huawei, region: cn-north-4, projectId: ${project}, runtime: Node.js20.15, memorySize: 256, timeout: 900 }
functions:
  ${name}:
    handler: index.handler
    xrole: nightshift-dcs
    enableLtsLog: true
    code: { codeUri: ./dist/function }
    events:
      - { triggerTypeCode: TIMER, eventData: { name: tick, scheduleType: Cron, schedule: "CRON_TZ=Asia/Shanghai 0 */5 * * * ?" } }
`;
}

/** The schedule that is deployed. */
export function scheduleText(
  { jobs, journal = true }: Pick<Deployed, 'jobs' | 'journal'>,
  endpoint: string,
): string {
  return `version: 1
timezone: Asia/Shanghai
${journal ? `journal: { url: "obs://journal/nightshift", endpoint: "${endpoint}" }\n` : ''}regions:
  beijing: { region: cn-north-4, projectId: "${project}", endpoint: "${endpoint}" }
jobs:
${jobs}`;
}

/** Deploys, and lets somebody run things by hand. */
export async function withByHand(deployed: Deployed, use: (byHand: ByHand) => Promise<void>): Promise<void> {
  const clock = createCloudClock({ scale: 200, startAt: Date.parse('2026-12-02T03:02:00+08:00') });
  // Read by whoever looks why a command was not answered.
  const lookAway = tellStandstill(clock, console.error);
  const cloud = await startCloud({
    clock,
    projects: { 'cn-north-4': project },
    instances: deployed.instances,
    buckets: ['journal'],
    // What the official client signs is signed by the clock on the wall.
    beside: () => Date.now(),
  });
  const platform = await createPlatform({ cloud, timers: deployed.timers ?? 'off' });
  const files = {
    'serverless.yml': serverlessText(),
    'schedule.yaml': scheduleText(deployed, cloud.endpoint),
    ...(deployed.code === undefined ? builtFunction() : { 'dist/function/index.js': deployed.code }),
  };
  const byClock: Clock = { now: () => clock.now(), wait: (ms) => clock.wait(ms) };
  try {
    await withFiles(files, async (nightshift, folder) => {
      const keys = { HUAWEICLOUD_SDK_AK: cloud.accessKey, HUAWEICLOUD_SDK_SK: cloud.secretKey };
      const run: ByHand['run'] = async (args, heard = () => {}) => {
        const said = { stdout: '', stderr: '' };
        const interruption = openInterruption(() => {});
        const stream = (name: keyof typeof said) =>
          new Writable({
            write(chunk, _encoding, done) {
              said[name] += String(chunk);
              heard(String(chunk), interruption);
              done();
            },
          });
        const streams = {
          stdin: new PassThrough(),
          stdout: stream('stdout'),
          stderr: stream('stderr'),
          env: {},
        };
        const hasServerless = ['run', 'retry', 'deploy', 'logs'].includes(args[0] ?? '');
        const places = [
          ...['--schedule', join(folder, 'schedule.yaml')],
          ...(hasServerless
            ? ['--serverless', join(folder, 'serverless.yml'), '--endpoint', cloud.endpoint]
            : []),
        ];
        const code = await runCommandLine([...args, ...places], {
          terminal: openTerminal(streams as unknown as Streams, interruption),
          interruption,
          clock: args[0] === 'deploy' ? { ...byClock, wait: async () => {} } : byClock,
          environment: keys,
        });
        return { code, ...said };
      };
      const { code, stderr } = await run(['deploy', '--yes']);
      if (code !== 0) throw new Error(stderr);
      await use({
        ...{ cloud, platform, run },
        built: (args) => nightshift([...args, '--endpoint', cloud.endpoint], keys),
        write: (path, content) => writeFileSync(join(folder, path), content),
        async ask(method, path, body) {
          const target = `/v2/${project}/fgs/functions/${urn}${path}`;
          const { status, text } = await sendSigned(
            cloud,
            method,
            target,
            body === undefined ? {} : { body },
          );
          if (status >= 300) throw new Error(text);
        },
      });
    });
  } finally {
    lookAway();
    await platform.close();
    await cloud.close();
  }
}

/** The instances that DCS was let act on, in their order. */
export function acceptedIn({ cloud }: Pick<ByHand, 'cloud'>): readonly string[] {
  return cloud.audit().flatMap((entry) => (entry.kind === 'accepted' ? [entry.instance] : []));
}
