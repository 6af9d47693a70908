import { type Figure, figure } from './figure.ts';
import { cpuSince } from './growth.ts';
import { type Cost, growth } from './least-cpu.ts';
import { carryOut } from './many-jobs.ts';

/**
 * How the computing of the built function grows with the number of jobs that are due at one minute, each about one instance
 * of one region, beside how that of its local cloud does. Throws when not every instance was restarted once.
 */
export async function measureGrowthOfJobs([few, many]: readonly [few: number, many: number]): Promise<
  Figure[]
> {
  const [small, large] = [await costOf(few), await costOf(many)];
  return [
    figure(`CPU of ${many} jobs at one minute`, 's', large),
    { ...growth(small, large), name: 'the same, as a power of their number' },
  ];
}

async function costOf(jobs: number): Promise<Cost> {
  const before = process.cpuUsage();
  const { cpuSeconds } = await carryOut({ jobs, regions: 1 });
  return { size: jobs, value: cpuSeconds, baseline: cpuSince(before) / 1_000 };
}
