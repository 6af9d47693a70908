import { expect } from 'vitest';
import { type InstanceSeed, instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { acceptedOutsideWindow } from '../../minicloud/gateway/audit-invariants.ts';
import { type Night, type NightOptions, runNight } from './night.ts';

/** An instance that may be touched from one time of day to another, in UTC; nights begin at 19:30. */
export function owned(
  name: string,
  begin: unknown,
  end: unknown,
  seed: Partial<InstanceSeed> = {},
): InstanceSeed {
  return { name, maintenance: { begin, end }, ...seed };
}

/** A night of a job that keeps to the windows of its instances, and has one of six hours itself. */
export async function night(
  instances: readonly InstanceSeed[],
  { job, ...options }: Partial<NightOptions> = {},
): Promise<Night> {
  const played = await runNight({
    instances,
    windowSeconds: 6 * 3_600,
    ...options,
    job: { inMaintenanceWindow: true, ...job },
  });
  expect(acceptedOutsideWindow(played.audit, instances)).toEqual([]);
  return played;
}

/** When the cloud took the action for each of them: `19:30:05`, in UTC. */
export function startsIn({ audit }: Pick<Night, 'audit'>, instances: readonly InstanceSeed[]) {
  return instances.map(({ name }) => {
    const accepted = audit.filter(
      (entry) => entry.kind === 'accepted' && entry.instance === instanceIdOf(name),
    );
    return accepted.map(({ at }) => new Date(at).toISOString().slice(11, 16)).join(', ') || 'never';
  });
}

/** How one of them ended: `skipped window: not started: …`. */
export function endOf({ rows }: Night, name: string): string {
  const { outcome, code, reason } = rows.get(name) ?? {};
  return `${outcome} ${code}: ${reason}`;
}
