import { type RunOfNight, timeOf } from './run-of-night.ts';

/** How long after it was announced a call may go out that nobody has told of somebody's wish: no longer than the lease allows. */
const underWayMs = 25_000;

/** Nothing starts outside the window, which is where the fire is, and moves with it. By hand there is none. */
export function outsideWindow({ acts, job, written, schedule }: RunOfNight): readonly string[] {
  const moved = schedule.overrides.some((override) => override.job === job.name && 'move' in override);
  const at = Date.parse(written.run.slice(job.name.length + 1).replace(/^by-hand-.*/, ''));
  if (job.windowMinutes === undefined || moved || !Number.isFinite(at)) return [];
  const end = at + job.windowMinutes * 60_000;
  return acts.flatMap(({ kind, sentAt }) =>
    kind === 'submit' && sentAt >= end
      ? [`${written.run}: sent at ${timeOf(sentAt)}, and the window ended at ${timeOf(end)}`]
      : [],
  );
}

/** Nothing new starts once somebody's wish to cancel is durable; a call that was announced before may go out. */
export function afterCancel({ acts, written }: RunOfNight): readonly string[] {
  const { cancelledAt } = written;
  if (cancelledAt === undefined) return [];
  return acts.flatMap(({ sentAt, kind }) =>
    sentAt > cancelledAt + underWayMs
      ? [`${written.run}: ${kind} at ${timeOf(sentAt)}, cancelled at ${timeOf(cancelledAt)}`]
      : [],
  );
}

/** Nothing is done for a fire that an override skips; a pause and a calendar stop people too. */
export function underOverride({ acts, job, written, schedule }: RunOfNight): readonly string[] {
  const stops = schedule.overrides.filter(
    (override) => override.job === job.name && ('skip' in override || 'pause' in override),
  );
  const byHand = written.run.includes('@by-hand-');
  const stopped =
    stops.some((override) => 'pause' in override || !byHand) || schedule.frozen.includes(job.name);
  return stopped && acts.length > 0 ? [`${written.run}: acted in spite of an override or a calendar`] : [];
}
