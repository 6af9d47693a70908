import type { Fault } from '../../functions/minicloud/dcs/dcs-fault.ts';
import type { Interceptor } from '../../functions/minicloud/gateway/interceptor.ts';
import type { ObsFault } from '../../functions/minicloud/obs/obs-fault.ts';
import { type DeployedOptions, halfPastThree, withDeployed } from './deployed-night.ts';

/** Two of them, which restart in five seconds. */
export const instances = ['cache-1', 'cache-2'].map((name) => ({ name, restartSeconds: 5 }));
const settle = '{ timeout: 20s, poll: 1s, acceptance: 4s }';
/** The job of them all, which tells the channel `plain`; more rules or jobs behind it. */
export const job = (rules = '') => `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
    settle: ${settle}
    retry: { attempts: 3, backoff: 1s }
    notify: [plain]
${rules}`;
/** What follows the jobs where there is a journal. */
export const journal = '\njournal: { url: "obs://journal", region: cn-north-4, endpoint: "${ENDPOINT}" }\n';

/** Names of classes and functions that are nobody's business, and those that a minifier makes. */
export const internal = /TimeoutError|AbortError|TypeError|\bundefined\b|\[object|\bat [a-zA-Z]{1,2} \(/;

/** What is the matter in an invocation. */
export type Story = {
  readonly what: string;
  readonly silent?: (request: Parameters<Interceptor>[0]) => boolean;
  readonly faults?: readonly Fault[];
  readonly obsFaults?: readonly ObsFault[];
  readonly jobs?: string;
  readonly environment?: DeployedOptions['environment'];
  /** How many messages people get; one when left out. */
  readonly told?: number;
  /** What they read in the first. */
  readonly reads: readonly (string | RegExp)[];
};

/** One tick of a function of 60 s, what it came to, and what people were told of it. */
export async function tickOf(
  { silent, faults, obsFaults, jobs = job(), environment }: Story,
  durable: boolean,
) {
  let seen = { kind: '', seconds: 0, told: [] as string[], log: '', answer: '' };
  await withDeployed(
    {
      jobs: durable ? jobs + journal : jobs,
      instances,
      timeLimitSeconds: 60,
      scale: 1_000,
      ...(faults && { faults }),
      ...(obsFaults && { obsFaults }),
      ...(environment && { environment }),
    },
    async ({ cloud, inbox, tick }) => {
      if (silent) cloud.interceptor = (request) => (silent(request) ? 'silence' : 'pass');
      const ended = await tick(halfPastThree);
      seen = {
        kind: ended.kind,
        seconds: Math.round(ended.cloudMs / 1_000),
        told: inbox.messages.filter(({ answered }) => answered === 'accepted').map(({ body }) => body),
        log: ended.logs.join('\n'),
        answer: JSON.stringify(ended.kind === 'answered' ? ended.answer : ended),
      };
    },
  );
  return seen;
}

/** As often as it is asked. */
export const forEver = Number.POSITIVE_INFINITY;
/** Every list of instances fails so. */
export const lists = (effect: Fault['effect']): readonly Fault[] => [
  { operation: 'ListInstances', times: forEver, effect },
];
/** Whether a request is one to OBS. */
export const isObs = ({ headers }: Parameters<Interceptor>[0]) =>
  /^(AWS|OBS) /.test(headers.authorization ?? '');
/** Whether a request lists instances. */
export const isList = ({ method, target }: Parameters<Interceptor>[0]) =>
  method === 'GET' && /\/instances\?/.test(target);

/** Where the local cloud is. */
export const host = /127\.0\.0\.1:\d+/;
