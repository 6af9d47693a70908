import type { Stage } from './stage.ts';

/** Whoever waits for a run learns of its begin beside it; what is not told by then is not worth waiting for. */
const longestMs = 5_000;

/** Tells the channels that wait for a run's end that it has begun. Never rejects, and takes five seconds at most. */
export async function tellBegin(
  run: string,
  notify: readonly string[],
  { channelsOf, tellUntil, clock, log }: Pick<Stage, 'channelsOf' | 'tellUntil' | 'clock' | 'log'>,
): Promise<void> {
  const deadline = Math.min(tellUntil(), clock.now() + longestMs);
  try {
    for (const delivery of await Promise.all(
      (await channelsOf(notify)).flatMap((channel) => channel.begin?.(run, deadline) ?? []),
    )) {
      const level = delivery.status === 'delivered' ? 'info' : 'warn';
      log.write(level, 'channel told of the begin', { run, ...delivery });
    }
  } catch {
    // Not quoted, as in `tellAll`. No run fails because nobody heard of its begin.
    log.write('warn', 'telling of the begin fails', { run });
  }
}
