import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import {
  createPlatform,
  type Platform,
  type PlatformOptions,
} from '../../../functions/minicloud/functiongraph/platform.ts';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { sendSigned } from '../../minicloud/gateway/signed-request.ts';
import type { Ended } from './kept-processes.ts';
import { type Killable, type Nightshift, withFiles } from './run-nightshift.ts';

/** Whose functions they are. */
export const project = '0123456789abcdef0123456789abcdef';

/** What must never be seen outside of where it belongs. */
export const secrets = {
  secretKey: 'canary-secret-key-of-no-other-use',
  hook: 'https://hooks.example.com/canary-url-part',
};

/** A local FunctionGraph, a folder with a `serverless.yml`, and the program run in it. */
export type Around = {
  readonly cloud: Cloud;
  readonly platform: Platform;
  readonly folder: string;
  /** What the program finds in its environment. */
  readonly keys: Readonly<Record<string, string>>;
  /** Runs the program with the keys, the endpoint and `HOOK`; variables that are given come in addition. */
  run(
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
    killable?: Killable,
  ): Promise<Ended>;
  /** The same for commands that ask nobody. */
  runOffline: Nightshift;
  /** Puts a file into the folder. */
  write(path: string, content: string | Uint8Array): void;
  /** Asks FunctionGraph, below `/v2/PROJECT/fgs/`. */
  ask(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly json: unknown }>;
  /** The triggers of the function, by name and schedule. */
  timers(): Promise<readonly string[]>;
};

/** Of the function `nightshift`. */
export const urn = `urn:fss:cn-north-4:${project}:function:default:nightshift:latest`;

/** Where the code of the function lies, as `serverless` says. */
export const codePath = 'dist/function/index.js';

/** A function that answers its own text. */
export function codeAnswering(text: string): string {
  return `exports.handler = async () => ${JSON.stringify(text)};\n`;
}

/** A function that answers the value of a variable. */
export function codeTelling(variable: string): string {
  return `exports.handler = async (event, context) => context.getUserData(${JSON.stringify(variable)});\n`;
}

/** A zip with this code in it, as others than deploy make it. */
export function zipWith(code: string): Uint8Array {
  return zipSync({ 'index.js': Buffer.from(code) }, { mtime: new Date(1980, 0, 1) });
}

/** A schedule that no timer is needed for. */
export const manualSchedule = `version: 1
regions: { beijing: { region: cn-north-4, projectId: ${project} } }
jobs: { by-hand: { action: restart, targets: { region: beijing, names: ["cache-*"] } } }
`;

/** An event that no schedule minds at any time. */
export const dryRun = '{"job":"by-hand","dryRun":true}';

/** A `serverless.yml` with one function; what is given replaces parts of it, `timers` are names and schedules. */
export function serverless({
  timeout = 900,
  variables = 'LEVEL: info',
  more = '',
  timers = { tick: 'CRON_TZ=Asia/Shanghai 0 */5 * * * ?' },
  userEvent = dryRun,
}: {
  timeout?: number;
  variables?: string;
  more?: string;
  timers?: Readonly<Record<string, string>>;
  /** Of every timer; when left out, one that fits `manualSchedule`. */
  userEvent?: string;
} = {}): string {
  const events = Object.entries(timers).map(
    ([name, schedule]) =>
      `      - { triggerTypeCode: TIMER, eventData: { name: ${name}, scheduleType: Cron, schedule: "${schedule}", userEvent: '${userEvent}' } }\n`,
  );
  return `service: nightshift
provider:
  name: huawei
  region: cn-north-4
  projectId: ${project}
  runtime: Node.js20.15
  memorySize: 256
  timeout: ${timeout}
  environment: { variables: { ${variables} } }
functions:
  nightshift:
    handler: index.handler
    xrole: nightshift-dcs
    code: { codeUri: ./dist/function }
    encryptedUserData: { HOOK: "\${env:HOOK}" }
${more}    events:${events.length === 0 ? ' []' : `\n${events.join('')}`}
`;
}

/** Starts a cloud by the machine's own clock, as the program knows no other. */
export async function withFunctionGraph(
  options: Pick<PlatformOptions, 'knobs' | 'timers'>,
  use: (around: Around) => Promise<void>,
): Promise<void> {
  const cloud = await startCloud({
    clock: createCloudClock({ scale: 1 }),
    secretKey: secrets.secretKey,
    projects: { 'cn-north-4': project },
    instances: [{ name: 'a' }],
  });
  const platform = await createPlatform({ cloud, timers: 'off', ...options });
  const keys = {
    HUAWEICLOUD_SDK_AK: cloud.accessKey,
    HUAWEICLOUD_SDK_SK: secrets.secretKey,
    HOOK: secrets.hook,
  };
  const ask: Around['ask'] = async (method, path, body) => {
    const answer = await sendSigned(
      cloud,
      method,
      `/v2/${project}/fgs/${path}`,
      body === undefined ? {} : { body },
    );
    return { status: answer.status, json: answer.text === '' ? undefined : JSON.parse(answer.text) };
  };
  try {
    const files = { 'serverless.yml': serverless(), 'schedule.yaml': manualSchedule, [codePath]: '' };
    await withFiles(files, async (nightshift, folder) => {
      const write: Around['write'] = (path, content) => writeFileSync(join(folder, path), content);
      await use({
        cloud,
        platform,
        folder,
        keys,
        run: (args, own = {}, killable) =>
          nightshift([...args, '--endpoint', cloud.endpoint], { ...keys, ...own }, killable),
        runOffline: nightshift,
        write,
        ask,
        async timers() {
          const { json } = await ask('GET', `triggers/${urn}`);
          if (!Array.isArray(json)) throw new Error(JSON.stringify(json));
          return json.map(({ event_data: { name, schedule } }) => `${name} ${schedule}`);
        },
      });
    });
  } finally {
    await platform.close();
    await cloud.close();
  }
}

/** The function that npm run build made, by the paths at which it is deployed. */
export function builtFunction(): Readonly<Record<string, string>> {
  const names = ['index.js', 'run.js', 'rest.js'];
  return Object.fromEntries(
    names.map((name) => [`dist/function/${name}`, readFileSync(`dist/function/${name}`, 'utf8')]),
  );
}

/** The files of the zip that is deployed. */
export async function deployedFiles({ ask }: Pick<Around, 'ask'>): Promise<Readonly<Record<string, string>>> {
  const { json } = await ask('GET', `functions/${urn}/code`);
  const { file } = (json as { func_code: { file: string } }).func_code;
  const entries = Object.entries(unzipSync(Buffer.from(file, 'base64')));
  return Object.fromEntries(entries.map(([name, content]) => [name, Buffer.from(content).toString()]));
}
