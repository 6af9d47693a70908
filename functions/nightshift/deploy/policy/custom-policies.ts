import type { Schedule } from '../../../maintenance/schedule/schedule.ts';
import { objectsOf } from './journal-place.ts';
import type { ServiceNeeds } from './need.ts';
import type { Policy, Statement } from './policy.ts';
import { scheduleNeeds } from './schedule-needs.ts';
import { projectsOf } from './where-granted.ts';

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
    case 'smn':
      return allowed;
    case 'journal': {
      const { bucket, objects } = objectsOf(schedule.journal?.url ?? '');
      return { ...allowed, Resource: [`OBS:*:*:bucket:${bucket}`, `OBS:*:*:object:${objects}`] };
    }
    case 'hand-over':
      return { ...allowed, Resource: [`FunctionGraph:*:*:function:default/${functionName}`] };
    default:
      return service satisfies never;
  }
}
