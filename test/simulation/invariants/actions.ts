import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import {
  acceptedDuringBackup,
  repeatedActions,
  repeatedFlushes,
} from '../../minicloud/gateway/audit-invariants.ts';
import { beginsAt } from '../night-frame.ts';
import type { Witness } from '../witness.ts';
import { acceptedIn, type RunOfNight, timeOf } from './run-of-night.ts';

/**
 * Where DCS refuses a flush for certain (400, 403) and carries it out, only keys can show it: of an instance that an
 * earlier flush of the night left without any, nobody can know.
 */
export function flushedUnseen({ written }: RunOfNight, { scenario, audit }: Witness): ReadonlySet<string> {
  const isLying = scenario.faults.some(({ effect }) => effect.kind === 'half-done' && effect.status < 409);
  const before = acceptedIn(audit).filter(({ at, action }) => action === 'flush' && at < written.openedAt);
  return new Set(isLying ? before.map(({ instance }) => instance) : []);
}

/** At most one accepted action per fire and instance, unless the one before was seen to fail; never two flushes. */
export function repeats(run: RunOfNight, witness: Witness): readonly string[] {
  const { audit, written } = run;
  const empty = flushedUnseen(run, witness);
  const shown = audit.filter((entry) => !('instance' in entry && empty.has(entry.instance)));
  const again = new Set([...repeatedActions(shown), ...repeatedFlushes(shown)]);
  return [...again].map((what) => `${written.run}: ${what}`);
}

/** No flush, and no restart that loses data, that nobody acknowledged. */
export function unacknowledged(
  { audit, job, written }: RunOfNight,
  { scenario }: Witness,
): readonly string[] {
  if (job.acknowledged) return [];
  const losing = scenario.instances.filter(
    ({ cacheMode, appendOnly }) => job.action === 'flush' || cacheMode === 'single' || !appendOnly,
  );
  const ids = new Set(losing.map(({ name }) => instanceIdOf(name)));
  return acceptedIn(audit).flatMap(({ instance, at }) =>
    ids.has(instance) ? [`${written.run}: ${instance} lost its data unacknowledged at ${timeOf(at)}`] : [],
  );
}

const dayMs = 86_400_000;

/** Where a backup is required, one that succeeded comes first; and no action ends a backup that runs. */
export function unsecured(
  { job, written, audit: own }: RunOfNight,
  { audit, scenario }: Witness,
): readonly string[] {
  const secured = new Set<string>();
  for (const { name, backups = [] } of scenario.instances)
    if (
      backups.some(
        ({ ageSeconds, restorable }) =>
          restorable && beginsAt - ageSeconds * 1_000 > written.openedAt - dayMs,
      )
    )
      secured.add(instanceIdOf(name));
  const violations: string[] = [];
  const ours = new Set(acceptedIn(own));
  for (const entry of audit) {
    if (entry.kind === 'backup' && entry.result === 'succeed') secured.add(entry.instance);
    if (entry.kind !== 'accepted' || !ours.has(entry) || job.backup !== 'required') continue;
    if (!secured.has(entry.instance))
      violations.push(
        `${written.run}: ${entry.instance} was accepted at ${timeOf(entry.at)} without a backup`,
      );
  }
  return violations;
}

/** An action goes out at most thirty seconds after a single look; looking and being taken need a moment each. */
const lookAndCallMs = 33_000;

/** Actions that killed a backup which had begun long enough before to be seen. */
export function killedBackups({ audit, written }: RunOfNight): readonly string[] {
  return acceptedDuringBackup(audit, lookAndCallMs).map((what) => `${written.run}: during a backup: ${what}`);
}
