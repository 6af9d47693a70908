import type { Clock } from '../../maintenance/foundation/clock.ts';
import type { DcsClient } from '../../maintenance/huawei/dcs/dcs-client.ts';
import { fleetOver } from '../../maintenance/huawei/dcs/fleet-over-clients.ts';
import { shownName } from '../../maintenance/plan/instance.ts';
import { dailyWindowOf } from '../../maintenance/plan/maintenance-window.ts';
import { selectInstances } from '../../maintenance/plan/select-instances.ts';
import { CallError } from '../../maintenance/run/call-failure.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import type { Job } from '../../maintenance/schedule/schedule.ts';
import { unmetWindows } from '../lint/unmet-windows.ts';
import { type CheckResult, ill, well } from './check-result.ts';

/** A region, the way to its DCS, and the jobs that are for instances in it. */
type WindowsToCheck = {
  readonly name: string;
  readonly dcs: DcsClient;
  readonly jobs: readonly Job[];
  readonly file: string;
};

/**
 * Whether the jobs that keep to the maintenance windows of their instances ever come in them. Nothing where no job does, or
 * the list cannot be read, which is told with the permission for it.
 */
export async function checkMaintenance(
  { name, dcs, jobs, file }: WindowsToCheck,
  clock: Clock,
): Promise<readonly CheckResult[]> {
  const waiting = jobs.filter(({ inMaintenanceWindow, enabled }) => inMaintenanceWindow && enabled);
  if (waiting.length === 0) return [];
  try {
    const instances = await fleetOver(() => dcs, clock).list(name);
    const findings = waiting.flatMap((job): CheckResult[] => {
      const { selected } = selectInstances({ ...job.targets, region: name }, [{ region: name, instances }]);
      const where = `${file} jobs.${job.name}.inMaintenanceWindow`;
      const owners = selected.map((one) => ({ name: shownName(one), maintenance: one.maintenance }));
      const unread = owners.flatMap(({ name, maintenance }) => {
        const window = dailyWindowOf(maintenance);
        return 'fault' in window ? [`${name}: ${window.fault}`] : [];
      });
      return [
        ...unmetWindows(job, owners, clock.now(), zoneOffset).map((what) =>
          ill('warning', 'maintenance.never', what, { where, todo }),
        ),
        ...unread.map((what) => ill('warning', 'maintenance.unread', what, { where, todo: toSet })),
      ];
    });
    const all = waiting.length === 1 ? 'the job comes' : 'the jobs come';
    return findings.length > 0
      ? findings
      : [well('maintenance', `${all} in the maintenance windows of the instances in ${name}`, file)];
  } catch (error) {
    if (error instanceof CallError) return [];
    throw error;
  }
}

const todo = "another cron, a longer window, or another maintenance window in the instance's settings";
const toSet = 'set its maintenance window in the console, or leave it out of the targets';
