import { summarySchema } from '../../functions/maintenance/report/summary.ts';
import { type InstanceSeed, instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import {
  acceptedDuringBackup,
  acceptedSince,
  acceptedWithoutBackup,
  aheadOfCanary,
  falseClaims,
  groupCollisions,
  mostInFlight,
  repeatedActions,
  repeatedBackups,
  repeatedFlushes,
  startedAfterFailures,
} from '../minicloud/gateway/audit-invariants.ts';
import { type Durable, secret } from './durable-night.ts';

/** What the job of a night promises, and of whom. */
export type Promises = {
  /** Whom the job selects. */
  readonly selected: readonly InstanceSeed[];
  readonly concurrency: number;
  /** The tag of `spreadBy`. */
  readonly spreadBy?: string;
  /** The names of the canary. */
  readonly canary?: readonly string[];
  readonly maxFailures?: number;
  readonly backup?: 'required';
  /** When the window ends, milliseconds since 1970. */
  readonly windowEnd?: number;
};

/** How long a failure may stay unnoticed by a function that is busy: a look, the calls before it, and an append. */
const noticedMs = 60_000;

/**
 * What must always hold of a night of one run and does not, read from the cloud's own log and the inbox: the list
 * of the design. Fires that are due once and told once are a run of their own; a night of several is cut by job.
 */
export function brokenPromises(night: Durable, promises: Promises): readonly string[] {
  const { selected, concurrency, spreadBy, canary, maxFailures, backup, windowEnd } = promises;
  const log = night.audit();
  const idOf = ({ name, id }: InstanceSeed) => id ?? instanceIdOf(name);
  const groups = new Map(selected.map((seed) => [idOf(seed), Object.entries(seed.tags ?? {})]));
  const groupsOf = (id: string) =>
    (groups.get(id) ?? []).flatMap(([tag, value]) => (tag === spreadBy ? [value] : []));
  const summaries = night.summaries();
  const claims = summaries.flatMap(({ instances }) => instances);
  // Whom a region has that could not be listed nobody can know; that is told as a problem.
  const blind = summaries.some(({ problems }) => problems.some(({ region }) => region !== null));
  const inFlight = mostInFlight(log);
  return [
    ...falseClaims(log, claims, blind ? claims.map(({ id }) => id) : selected.map(idOf)),
    ...repeatedActions(log),
    ...repeatedFlushes(log),
    ...repeatedBackups(log),
    ...acceptedDuringBackup(log),
    ...(inFlight > concurrency ? [`${inFlight} in flight, ${concurrency} allowed`] : []),
    ...groupCollisions(log, groupsOf),
    ...(canary ? aheadOfCanary(log, canary.map(instanceIdOf)) : []),
    ...(maxFailures === undefined ? [] : startedAfterFailures(log, { allowed: maxFailures, noticedMs })),
    ...(backup === 'required' ? acceptedWithoutBackup(log) : []),
    ...(windowEnd === undefined ? [] : acceptedSince(log, windowEnd)),
    ...tellings(night),
    ...secretsTold(night),
  ];
}

/** A run is told once to a channel, and again only with the same id and the same words. */
function tellings(night: Durable): readonly string[] {
  const idsOf = new Map<string, Set<string>>();
  const wordsOf = new Map<string, Set<string>>();
  for (const { headers, json } of night.messages()) {
    const id = String(headers['webhook-id']);
    const { type, data } = json as { type: string; data: unknown };
    if (type !== 'nightshift.run.finished') continue;
    const summary = summarySchema.parse(data);
    idsOf.set(summary.run, (idsOf.get(summary.run) ?? new Set()).add(id));
    wordsOf.set(id, (wordsOf.get(id) ?? new Set()).add(JSON.stringify(summary)));
  }
  return [
    ...(idsOf.size === 0 ? ['nobody was told'] : []),
    ...[...idsOf].flatMap(([run, ids]) => (ids.size > 1 ? [`${run} was told as ${ids.size} messages`] : [])),
    ...[...wordsOf].flatMap(([id, words]) =>
      words.size > 1 ? [`${id} was told in ${words.size} ways: ${[...words].join(' and ')}`] : [],
    ),
  ];
}

function secretsTold({ cloud, printed, messages }: Durable): readonly string[] {
  const kept = cloud.obs.bucket('journal')?.list({ prefix: '', marker: '', maxKeys: 10_000 }).objects ?? [];
  const places = {
    log: printed(),
    message: messages().map(({ body }) => body),
    journal: kept.map(([key, { bytes }]) => `${key} ${bytes}`),
  };
  return Object.entries(places).flatMap(([place, texts]) =>
    [secret, cloud.secretKey].flatMap((each) =>
      texts.some((text) => text.includes(each)) ? [`a secret is in a ${place}`] : [],
    ),
  );
}
