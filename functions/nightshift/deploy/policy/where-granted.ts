import type { Schedule } from '../../../maintenance/schedule/schedule.ts';

/** The projects that a schedule's jobs act in: `the projects of beijing (cn-north-4), shanghai (cn-east-3)`. */
export function projectsOf({ regions, jobs }: Pick<Schedule, 'regions' | 'jobs'>): string {
  const used = new Set(jobs.flatMap(({ targets }) => [targets.region].flat()));
  const named = Object.entries(regions)
    .filter(([name]) => used.has(name))
    .map(([name, { region }]) => `${name} (${region})`);
  return `the ${named.length === 1 ? 'project' : 'projects'} of ${named.join(', ')}`;
}
