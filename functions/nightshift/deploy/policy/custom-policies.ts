import { mayHoldReference } from '../../../maintenance/document/environment-reference.ts';
import type { Schedule } from '../../../maintenance/schedule/schedule.ts';
import type { Policy, ServiceNeeds, Statement } from './policy.ts';
import { hasConditions, scheduleNeeds } from './schedule-needs.ts';

/**
 * The custom policies of role and policy-based authorization (IAM v3). Its actions of DCS cannot be limited to
 * instances: what limits them is the projects that the policy is granted for.
 */
export function customPolicies(schedule: Schedule, functionName: string): readonly Policy[] {
  return scheduleNeeds(schedule).map((needed) => ({
    name: `nightshift-${needed.service}`,
    generation: 'v3',
    where: whereOf(needed, schedule),
    document: { Version: '1.1', Statement: [statementOf(needed, schedule, functionName)] },
    reasons: needed.needs,
    notes: needed.service === 'dcs' ? [oneActionForBoth] : [],
  }));
}

/** Of DCS, in either generation. */
export const oneActionForBoth =
  'DCS has one action for restarting and flushing: no policy allows the one and forbids the other. What keeps a job from flushing is destroysData, and by hand the hash of the plan.';

function whereOf({ service }: ServiceNeeds, schedule: Schedule): string {
  switch (service) {
    case 'dcs':
      return projectsOf(schedule);
    case 'ces':
      return projectsOf({ ...schedule, jobs: schedule.jobs.filter(hasConditions) });
    case 'journal':
      return 'all resources, as OBS is a global service';
    case 'hand-over':
      return `the project of the function, in ${schedule.handOver?.region ?? ''}`;
    case 'smn':
      return 'the projects that the topics are in';
    default:
      return service satisfies never;
  }
}

function statementOf({ service, needs }: ServiceNeeds, schedule: Schedule, functionName: string): Statement {
  const allowed = { Effect: 'Allow', Action: needs.map(({ action }) => action) } as const;
  switch (service) {
    case 'dcs':
    case 'ces':
    case 'smn':
      return allowed;
    case 'journal': {
      const places = journalPlaces(schedule);
      const resources = places.flatMap(({ bucket, objects }) => [
        `OBS:*:*:bucket:${bucket}`,
        `OBS:*:*:object:${objects}`,
      ]);
      return { ...allowed, Resource: [...new Set(resources)] };
    }
    case 'hand-over':
      return { ...allowed, Resource: [`FunctionGraph:*:*:function:default/${functionName}`] };
    default:
      return service satisfies never;
  }
}

/** The projects that a schedule's jobs act in: `the projects of beijing (cn-north-4), shanghai (cn-east-3)`. */
function projectsOf({ regions, jobs }: Pick<Schedule, 'regions' | 'jobs'>): string {
  const used = new Set(jobs.flatMap(({ targets }) => [targets.region].flat()));
  const named = Object.entries(regions)
    .filter(([name]) => used.has(name))
    .map(([name, { region }]) => `${name} (${region})`);
  return `the ${named.length === 1 ? 'project' : 'projects'} of ${named.join(', ')}`;
}

/** Where the journal is, and where it was before it was moved. */
export function journalPlaces({ journal }: Pick<Schedule, 'journal'>): readonly JournalPlace[] {
  const urls = [journal?.url ?? '', journal?.movedFrom ?? ''];
  return urls.filter((url, index) => index === 0 || url.startsWith('obs:')).map(objectsOf);
}

/** A bucket, and the objects in it that are a journal's: `bucket/prefix/*`. */
type JournalPlace = { readonly bucket: string; readonly objects: string };

function objectsOf(url: string): JournalPlace {
  const [, bucket = '', prefix = ''] = /^obs:\/\/([^/]*)\/?(.*?)\/*$/.exec(url) ?? [];
  // An asterisk for a bucket would be every bucket of the account; people are to put theirs in.
  const named = mayHoldReference(bucket) ? 'BUCKET' : bucket;
  const below = prefix === '' || mayHoldReference(prefix) ? '' : `${prefix}/`;
  return { bucket: named, objects: `${named}/${below}*` };
}
