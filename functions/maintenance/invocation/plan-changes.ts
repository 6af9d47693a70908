import type { ShownPlan } from './answer.ts';

type ShownInstance = ShownPlan['instances'][number];

/** What differs between a plan that was shown and the one that holds now, a line for each instance. */
export function planChanges(shown: ShownPlan, now: ShownPlan): readonly string[] {
  const before = new Map(shown.instances.map((instance) => [instance.id, instance]));
  const after = new Map(now.instances.map((instance) => [instance.id, instance]));
  const changes = [
    ...now.instances.flatMap((instance) => changeOf(before.get(instance.id), instance)),
    ...shown.instances.flatMap((instance) =>
      after.has(instance.id) ? [] : [`${instance.name}: no longer there`],
    ),
  ];
  // The hash covers the job's rules too, which no instance shows.
  return changes.length > 0 ? changes : ["the job's rules were changed"];
}

function changeOf(before: ShownInstance | undefined, after: ShownInstance): readonly string[] {
  if (!before) return [`${after.name}: new, ${after.decision} (${after.reason})`];
  const parts = [
    ...(before.decision === after.decision
      ? []
      : [`${before.decision} -> ${after.decision} (${after.reason})`]),
    ...(before.wave === after.wave ? [] : [`wave ${before.wave ?? 'none'} -> ${after.wave ?? 'none'}`]),
    ...(before.losesData === after.losesData
      ? []
      : [after.losesData ? 'would lose its data now' : 'would keep its data now']),
  ];
  return parts.length === 0 ? [] : [`${after.name}: ${parts.join(', ')}`];
}
