import { fleetOf, runNight } from '../maintenance/run/night.ts';
import { type Figure, figure } from './figure.ts';

const instances = 500;

/** A look before (does a backup run?), a look after (is it back, with no task?), and little besides. */
const mostCalls = 2.2;
/** And two more for the plan: what the instance is, and how it is configured. */
const mostWithExamination = 4.2;

const acknowledged = { destroysData: 'acknowledged' };
const large = { rollout: { concurrency: 50 } };

/**
 * Calls that reached the cloud, for each restart that it accepted, from the audit log of a run over 500 instances.
 * The baseline is the least that a restart can be asked for with: one call each. Concurrency is what decides, since
 * every wave is watched by calls of its own: once as a job has it by default, once as large as a call can carry.
 * Throws when not every instance was restarted.
 */
export async function measureCalls(): Promise<Figure[]> {
  const kinds = [
    { name: 'calls per restart, 10 at once (default)', job: acknowledged, atMost: undefined },
    { name: 'calls per restart, 50 at once', job: { ...acknowledged, ...large }, atMost: mostCalls },
    { name: 'the same, data loss examined', job: large, atMost: mostWithExamination },
  ];
  return Promise.all(
    kinds.map(async ({ name, job, atMost }) => {
      const { audit, rows } = await runNight({ job, instances: fleetOf(instances) });
      const calls = audit.filter(({ kind }) => kind === 'call').length;
      const accepted = audit.filter(({ kind }) => kind === 'accepted').length;
      const succeeded = [...rows.values()].filter(({ outcome }) => outcome === 'succeeded').length;
      if (accepted !== instances || succeeded !== instances)
        throw new Error(`${accepted} restarts were accepted and ${succeeded} succeeded, of ${instances}`);
      return figure(name, 'calls', { value: calls / accepted, baseline: 1, ...(atMost && { atMost }) });
    }),
  );
}
