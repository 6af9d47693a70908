import { type InstanceSeed, instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import type { Witness } from '../witness.ts';
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

/** How old the last answer may be that told of an instance's window, from when the cloud gave it until a call goes out. */
const knownMs = 60_000;

/**
 * Where a job keeps to the maintenance windows of its instances, each is touched in its own only: in one that the cloud
 * held when it gave the last answer that who sends can have had.
 */
export function outsideMaintenance(
  { acts, job, written }: RunOfNight,
  { audit, scenario }: Witness,
): readonly string[] {
  if (!job.inMaintenanceWindow) return [];
  return acts.flatMap(({ kind, sentAt, ids }) =>
    ids.flatMap((id) => {
      if (kind !== 'submit') return [];
      const held = windowsHeld(id, sentAt, audit, scenario.instances);
      if (held.some(({ begin, end }) => isWithin(sentAt, begin, end))) return [];
      const told = held.map(({ begin, end }) => `${begin}-${end}`);
      return [`${written.run}: ${id} sent at ${timeOf(sentAt)}, and its own window is ${told.join(' or ')}`];
    }),
  );
}

type Held = { readonly from: number; readonly begin: unknown; readonly end: unknown };

function windowsHeld(
  id: string,
  at: number,
  audit: Witness['audit'],
  instances: readonly InstanceSeed[],
): readonly Held[] {
  const seed = instances.find(({ name }) => instanceIdOf(name) === id)?.maintenance;
  const first: Held = { from: Number.NEGATIVE_INFINITY, begin: seed?.begin, end: seed?.end };
  const all = [
    first,
    ...audit.flatMap((entry): readonly Held[] =>
      entry.kind === 'maintenance' && entry.instance === id ? [{ ...entry, from: entry.at }] : [],
    ),
  ];
  return all.filter(
    ({ from }, place) => from <= at && (all[place + 1]?.from ?? Number.POSITIVE_INFINITY) > at - knownMs,
  );
}

/** Of what is no time nobody knows when it is. */
function isWithin(at: number, begin: unknown, end: unknown): boolean {
  const now = timeOf(at).slice(0, 8);
  const [from, to] = [begin, end].map((told) =>
    /^\d\d:\d\d(:\d\d)?/.exec(String(told))?.[0].padEnd(8, ':00'),
  );
  if (from === undefined || to === undefined || from === to) return false;
  return from < to ? now >= from && now < to : now >= from || now < to;
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
