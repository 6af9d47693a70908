import { isoWriter } from '../foundation/time/iso-in-zone.ts';
import { tellAll } from '../notify/channel.ts';
import type { Invocation } from './invocation.ts';
import { byRun, type Task } from './task.ts';
import { wasHeard } from './tell-run.ts';
import { tellUntilOf } from './time-budget.ts';

/**
 * Tells each channel of the missed fires of its jobs, in one message. Its id is that of the last tick that came, so that
 * who is told again, as the invocation died before that was noted, can know it.
 */
export async function tellMissed(
  missed: readonly Task[],
  { since, until }: { readonly since: number; readonly until: number },
  invocation: Pick<Invocation, 'channels' | 'schedule' | 'zoneOffset' | 'clock' | 'remainingMs' | 'log'>,
): Promise<void> {
  const { channels, schedule, zoneOffset, log } = invocation;
  const iso = isoWriter(schedule.timezone, zoneOffset);
  const names = [...new Set(missed.flatMap(({ job }) => job.notify))];
  log.write('warn', 'fires were missed', { fires: missed.length, jobs: jobsOf(missed) });
  const deadline = tellUntilOf(invocation);
  await Promise.all(
    (await channels(names)).map(async (channel) => {
      const its = missed.filter(({ job }) => job.notify.includes(channel.name));
      const notice = {
        type: 'nightshift.fires.missed',
        id: `missed-since-${iso(since)}`,
        missed: { startedAt: iso(since), finishedAt: iso(until), fires: its.length, jobs: jobsOf(its) },
      } as const;
      for (const delivery of await tellAll([channel], notice, deadline))
        log.write(wasHeard(delivery) ? 'info' : 'error', 'channel told', { id: notice.id, ...delivery });
    }),
  );
}

function jobsOf(missed: readonly Task[]) {
  const jobs = new Map<string, { job: string; fires: number; first: string; last: string }>();
  for (const { job, run } of [...missed].sort(byRun)) {
    const known = jobs.get(job.name);
    jobs.set(job.name, {
      job: job.name,
      fires: (known?.fires ?? 0) + 1,
      first: known?.first ?? run,
      last: run,
    });
  }
  return [...jobs.values()];
}
