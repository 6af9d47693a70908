import { mayHoldReference } from '../../../maintenance/document/environment-reference.ts';
import { permissions } from '../../../maintenance/huawei/permissions.ts';
import type { Schedule } from '../../../maintenance/schedule/schedule.ts';
import { journalPlaces, oneActionForBoth } from './custom-policies.ts';
import { type InstanceScope, instanceScopes, isWhole } from './instance-scopes.ts';
import type { Policy, ServiceNeeds, Statement } from './policy.ts';
import { makesBackups, readingNeeds, scheduleNeeds } from './schedule-needs.ts';

/**
 * The identity policies of identity policy-based authorization (IAM v5), which can be limited to instances by their
 * ids and tags, where the schedule names them so.
 */
export function identityPolicies(schedule: Schedule, functionName: string): readonly Policy[] {
  return scheduleNeeds(schedule).map((needed) => {
    const needs = needed.needs.map(({ action, why }) => ({ action: identityAction(action), why }));
    return {
      name: `nightshift-${needed.service}`,
      generation: 'v5',
      where: 'the agency; what it may act on is in the policy',
      document: { Version: '5.0', Statement: statementsOf(needed, schedule, functionName) },
      reasons: needs,
      notes: notesOf(needed, schedule),
    };
  });
}

/** OBS writes the actions of this generation with a small letter (API reference obs_04_0112). */
function identityAction(action: string): string {
  return action.startsWith('obs:')
    ? action.replace(/[^:]*$/, (operation) => operation.charAt(0).toLowerCase() + operation.slice(1))
    : action;
}

function statementsOf(
  { service, needs }: ServiceNeeds,
  schedule: Schedule,
  functionName: string,
): readonly Statement[] {
  const actions = needs.map(({ action }) => identityAction(action));
  switch (service) {
    case 'dcs':
      return dcsStatements(schedule);
    case 'journal': {
      const places = journalPlaces(schedule);
      const buckets = new Set(places.map(({ bucket }) => `obs:*:*:bucket:${bucket}`));
      return [
        allow(actions.slice(0, 1), [...buckets]),
        allow(
          actions.slice(1),
          places.map(({ objects }) => `obs:*:*:object:${objects}`),
        ),
      ];
    }
    case 'ces':
    case 'smn':
      return [allow(actions, ['*'])];
    case 'hand-over': {
      const region = schedule.handOver?.region ?? '*';
      const place = mayHoldReference(region) ? '*' : region;
      return [allow(actions, [`functiongraph:${place}:*:function:default/${functionName}`])];
    }
    default:
      return service satisfies never;
  }
}

/** Listing takes no resource; what only looks is left open with it. */
function dcsStatements({ jobs, regions }: Schedule): readonly Statement[] {
  const reading = readingNeeds(jobs).map(({ action }) => action);
  const withBackups = jobs.filter(makesBackups);
  const status = instanceScopes(jobs, regions).map((scope) => ({
    scope,
    action: permissions.changeStatus,
  }));
  const backups = instanceScopes(withBackups, regions).map((scope) => ({
    scope,
    action: permissions.makeBackup,
  }));
  const together = new Map<string, { scope: InstanceScope; actions: string[] }>();
  for (const { scope, action } of [...status, ...backups]) {
    const key = JSON.stringify(scope);
    together.set(key, { scope, actions: [...(together.get(key)?.actions ?? []), action] });
  }
  return [
    allow(reading, ['*']),
    ...[...together.values()].map(({ scope, actions }) => allow(actions, scope.resources, scope.tags)),
  ];
}

function allow(
  actions: readonly string[],
  resources: readonly string[],
  tags: InstanceScope['tags'] = {},
): Statement {
  const held = Object.entries(tags).map(([key, value]) => [`g:ResourceTag/${key}`, [value]] as const);
  return {
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(held.length > 0 && { Condition: { StringEquals: Object.fromEntries(held) } }),
  };
}

function notesOf({ service }: ServiceNeeds, { jobs, regions }: Schedule): readonly string[] {
  switch (service) {
    case 'dcs': {
      const whole = jobs.filter((job) => instanceScopes([job], regions).some(isWhole));
      const open = whole.map(({ name }) => name).join(', ');
      return [
        oneActionForBoth,
        ...(whole.length > 0
          ? [
              `${open}: no ids and no tags that are written out, so every instance of the region is in reach; targets with tags would narrow it.`,
            ]
          : []),
        ...(instanceScopes(jobs, regions).some((scope) => !isWhole(scope))
          ? ['An action by hand on instances that no job targets is refused by IAM.']
          : []),
      ];
    }
    case 'journal':
      return [];
    case 'ces':
      return ['Metrics can be limited neither to instances nor to enterprise projects.'];
    case 'smn':
      return [
        'How SMN writes a topic as a resource of this generation is UNCONFIRMED, so all topics are in reach.',
      ];
    case 'hand-over':
      return ['How FunctionGraph writes a function as a resource of this generation is UNCONFIRMED.'];
    default:
      return service satisfies never;
  }
}
