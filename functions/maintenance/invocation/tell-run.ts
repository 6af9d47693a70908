import { type Delivery, tellAll } from '../notify/channel.ts';
import { redactSummary } from '../notify/redact-notice.ts';
import type { Background } from '../report/comparison.ts';
import type { Summary } from '../report/summary.ts';
import type { UnfinishedRun } from './answer.ts';
import type { Invocation } from './invocation.ts';
import { tellUntilOf } from './time-budget.ts';

/** A summary, and how telling people of it ended; a run that had ended before is not told again. */
export type Told = { readonly summary: Summary; readonly deliveries: readonly Delivery[] };

/** What became of a task or a run that was taken up. */
export type CarriedOut =
  | ({ readonly kind: 'told' } & Told)
  | ({ readonly kind: 'unfinished' } & UnfinishedRun);

/** Whether a channel can be said to have heard of it, or did not want to. */
export function wasHeard({ status }: { readonly status: string }): boolean {
  return status === 'delivered' || status === 'not-wanted';
}

/** Whoever waits for a run learns of its begin beside it; what is not told by then is not worth waiting for. */
const longestBeginMs = 5_000;

/** Tells the channels that wait for a run's end that it has begun. Never rejects, and takes five seconds at most. */
export async function tellBegin(
  run: string,
  notify: readonly string[],
  invocation: Pick<Invocation, 'channels' | 'remainingMs' | 'clock' | 'log'>,
): Promise<void> {
  const { channels, clock, log } = invocation;
  const deadline = Math.min(tellUntilOf(invocation), clock.now() + longestBeginMs);
  try {
    for (const delivery of await Promise.all(
      (await channels(notify)).flatMap((channel) => channel.begin?.(run, deadline) ?? []),
    )) {
      const level = delivery.status === 'delivered' ? 'info' : 'warn';
      log.write(level, 'channel told of the begin', { run, ...delivery });
    }
  } catch {
    // Not quoted, as in `tellAll`. No run fails because nobody heard of its begin.
    log.write('warn', 'telling of the begin fails', { run });
  }
}

/** Of a fire that was put off people hear twice: whoever keeps ids apart must not take its run for the same message. */
function noticeId({ run, problems }: Summary): string {
  return problems.some(({ code }) => code === 'early') ? `${run}#early` : run;
}

/**
 * A run is told to the channels that its job had when it began. For one that is gone from the schedule stand those that the
 * job has now, and for a job that is gone too and has none left, all there are: somebody must hear of it.
 */
function reachable(notify: readonly string[], job: string, { jobs, notify: known }: Invocation['schedule']) {
  const gone = notify.filter((name) => !Object.hasOwn(known, name));
  const there = notify.filter((name) => Object.hasOwn(known, name));
  if (gone.length === 0) return { names: there, gone };
  const now = jobs.find(({ name }) => name === job);
  const names = [...new Set([...there, ...(now?.notify ?? [])])];
  return { names: names.length === 0 && !now ? Object.keys(known) : names, gone };
}

function goneDelivery(channel: string): Delivery {
  return {
    channel,
    status: 'failed',
    attempts: 0,
    reason: 'no channel of this name is in the schedule any more',
  };
}

/**
 * Tells people how a run ended, until an instant. The log gets the whole summary before anybody is told: whatever
 * happens to the channels, it is written down.
 */
export async function tellRun(
  frank: Summary,
  notify: readonly string[],
  until: number,
  { log, channels, schedule }: Pick<Invocation, 'log' | 'channels' | 'schedule'>,
  background: Promise<Background> = Promise.resolve({}),
): Promise<Told> {
  const { names, gone } = reachable(notify, frank.job, schedule);
  const summary = redactSummary(frank, log.redact);
  const level = summary.status === 'succeeded' || summary.status === 'skipped' ? 'info' : 'warn';
  log.write(level, 'summary', { summary });
  const told = await channels(names);
  const notice = {
    type: 'nightshift.run.finished',
    id: noticeId(summary),
    summary,
    background: await background,
  } as const;
  const deliveries = [...(await tellAll(told, notice, until)), ...gone.map(goneDelivery)];
  for (const delivery of deliveries)
    log.write(wasHeard(delivery) ? 'info' : 'error', 'channel told', { run: summary.run, ...delivery });
  return { summary, deliveries };
}
