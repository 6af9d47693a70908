import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import type { Cloud } from '../../functions/minicloud/gateway/cloud.ts';
import { packFunction } from '../../functions/nightshift/deploy/pack/pack-function.ts';
import { unzipFiles } from '../../functions/nightshift/deploy/pack/zip.ts';
import { openSchedule } from '../../functions/nightshift/place/schedule-file.ts';
import { type Cost, costOfBareNode, startMetered } from './cost-of-process.ts';
import { type Figure, pairedFigure } from './figure.ts';
import { startObsOverTls } from './obs-over-tls.ts';

/** CPU over that of a process that does nothing. With a journal, half of what is above one is TLS. */
const mostOverBare = { idle: 1.5, withJournal: 2.4, edited: 4 };

/** What the example schedule refers to, as `getUserData` would give it. */
const environment = {
  BEIJING_PROJECT_ID: '0123456789abcdef0123456789abcdef',
  OPS_WEBHOOK_URL: 'https://hooks.example.com/ops/0123456789abcdef',
  OPS_WEBHOOK_SECRET: 'whsec_b3BzLXNlY3JldC1vZi1uby1vdGhlci11c2U=',
  AUDIT_WEBHOOK_URL: 'https://hooks.example.com/audit/0123456789abcdef',
  AUDIT_WEBHOOK_SECRET: 'whsec_YXVkaXQtc2VjcmV0LW9mLW5vLW90aGVyLXVzZQ==',
};

const tickMs = 300_000;
/**
 * A Tuesday long gone by (a tick ahead of the clock is refused), on which nothing is due from here on for a day: the one job
 * comes at 03:30.
 */
const firstTick = Date.parse('2025-12-09T05:05:00+08:00');

/** A tick with nothing to do: what is deployed, what it has in its environment, and what it may cost. */
type Kind = {
  readonly name: string;
  readonly code: string;
  readonly userData: Readonly<Record<string, string>>;
  readonly atMost?: number;
  /** What it asks OBS for. */
  readonly asks: readonly string[];
  /** Whether both processes load the certificate of the local OBS at their start, which more than doubles a bare one. */
  readonly trusts: boolean;
};

type Pair = { readonly bare: Cost; readonly tick: Cost };

/**
 * What a process costs that loads what is deployed and is told a tick on which nothing is due, over a bare
 * `node -e 0` right before it: as the example schedule is deployed, with a journal in OBS, which is asked over TLS as a
 * deployment asks it, and after an edit in the console. In these, both of a pair load the certificate of that OBS when they
 * start; in the first of all neither does, as nobody without a journal would. So many pairs of each. Throws when a tick does
 * anything but nothing, or asks OBS for more than it needs.
 */
export async function measureIdleTicks(pairs: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-bench-'));
  const obs = await startObsOverTls();
  try {
    const certificate = join(folder, 'certificate.pem');
    await writeFile(certificate, obs.certificate);
    const example = await deployed(join(folder, 'example'), 'config/schedule.yaml');
    const text = openSchedule('config/schedule.yaml', { environment: {} }).text;
    await writeFile(join(folder, 'example/edited.yaml'), `${text}# Edited in the console.\n`);
    await writeFile(join(folder, 'journal.yaml'), scheduleWithJournal(obs.endpoint));
    const withJournal = await deployed(join(folder, 'journal'), join(folder, 'journal.yaml'));
    const [idle, edited] = [environment, { ...environment, NIGHTSHIFT_SCHEDULE: 'edited.yaml' }];
    const kinds: readonly Kind[] = [
      { name: 'an idle tick, no certificate loaded', code: example, userData: idle, asks: [], trusts: false },
      {
        name: 'an idle tick',
        code: example,
        userData: idle,
        atMost: mostOverBare.idle,
        asks: [],
        trusts: true,
      },
      {
        name: 'an idle tick with a journal in OBS',
        code: withJournal,
        userData: {},
        atMost: mostOverBare.withJournal,
        asks: ['ListObjects', 'AppendObject'],
        trusts: true,
      },
      {
        name: 'an idle tick, schedule edited since the deploy',
        code: example,
        userData: edited,
        atMost: mostOverBare.edited,
        asks: [],
        trusts: true,
      },
    ];
    const measured = kinds.map(() => [] as Pair[]);
    for (let pair = 0; pair < pairs; pair++)
      for (const [index, kind] of kinds.entries()) {
        const at = firstTick + pair * tickMs;
        measured[index]?.push(await measurePair(kind, at, obs.cloud, certificate));
      }
    return kinds.flatMap((kind, index) => figuresOf(kind, measured[index] ?? []));
  } finally {
    await obs.close();
    await rm(folder, { recursive: true });
  }
}

async function deployed(folder: string, schedule: string): Promise<string> {
  await mkdir(folder);
  const { content } = packFunction('dist/function', '.', openSchedule(schedule, { environment: {} }));
  const files = unzipFiles(content) ?? {};
  if (!files['schedule.json']) throw new Error('only the built bench has a schedule.json');
  for (const [path, bytes] of Object.entries(files)) await writeFile(join(folder, path), bytes);
  return folder;
}

async function measurePair(
  { code, userData, asks, trusts }: Kind,
  at: number,
  cloud: Cloud,
  certificate: string,
): Promise<Pair> {
  const { accessKey, secretKey, securityToken } = cloud;
  const event = timerEvent({ time: at, triggerName: 'tick' });
  const told = [event, userData, { accessKey, secretKey, securityToken }].map((each) => JSON.stringify(each));
  const env = trusts ? { NODE_EXTRA_CA_CERTS: certificate } : {};
  const bare = await costOfBareNode(env);
  const before = cloud.audit().length;
  const tick = await startMetered([resolve('test/bench/deliver-event.cjs'), code, ...told], env).cost();
  checkRequests(cloud, before, asks);
  return { bare, tick };
}

/** The first note of all, and every hour the one for which earlier ones are cleared away, are looked for once more. */
function checkRequests(cloud: Cloud, before: number, wanted: readonly string[]): void {
  const requests = cloud
    .audit()
    .slice(before)
    .map((entry) => (entry.kind === 'obs' ? `${entry.operation}` : entry.kind));
  const others = requests.filter((each) => each !== 'DeleteObjects' && each !== 'GetObject');
  if (String(others) !== String(wanted)) throw new Error(`an idle tick asked for ${requests.join(', ')}`);
}

/** The limit is on the CPU time: how long a process takes depends on what else the machine does. */
function figuresOf({ name, atMost }: Kind, pairs: readonly Pair[]): Figure[] {
  const pairsOf = (of: keyof Cost) => pairs.map(({ tick, bare }) => [tick[of], bare[of]] as const);
  return [
    pairedFigure(`CPU of ${name}`, 'ms', pairsOf('cpuMs'), atMost),
    pairedFigure(`time of ${name}`, 'ms', pairsOf('wallMs')),
  ];
}

function scheduleWithJournal(endpoint: string): string {
  return `version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef }
journal: { url: "obs://journal/nightshift", endpoint: "${endpoint}" }
jobs:
  nightly-soft-restart:
    action: soft_restart
    cron: "30 3 * * *"
    window: 2h
    targets: { region: beijing, names: ["*"] }
`;
}
