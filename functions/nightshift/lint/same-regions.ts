import { advice, type Finding } from '../../maintenance/document/finding.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';

/** Two names for one region of one project: a job that is for both would find each instance twice. */
export function lintSameRegions({ regions }: Schedule): Finding[] {
  const first = new Map<string, string>();
  return Object.entries(regions).flatMap(([name, { region, projectId, endpoint }]) => {
    const place = JSON.stringify([region, projectId, endpoint]);
    const other = first.get(place);
    if (other === undefined) {
      first.set(place, name);
      return [];
    }
    const found = `the same region and project as ${other}`;
    return [advice(['regions', name], 'regions.same', found, 'one name for it')];
  });
}
