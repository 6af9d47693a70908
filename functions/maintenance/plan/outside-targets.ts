import type { Targets } from '../schedule/selector-schema.ts';
import { shownName } from './instance.ts';
import { type RegionInventory, selectInstances } from './select-instances.ts';
import { meantByIds } from './why-nothing.ts';

/**
 * Which of the ids that somebody named targets do not select, each with why or with what may have been meant. Of an
 * instance that may be in what could not be read, nothing is said here: the plan refuses it with that.
 */
export function outsideTargets(
  targets: Targets,
  named: readonly string[],
  inventory: readonly RegionInventory[],
  now?: number,
): readonly string[] {
  const listed = inventory.flatMap((region) => ('instances' in region ? region.instances : []));
  const allListed =
    inventory.every((region) => !('unread' in region)) &&
    !listed.some(({ unread }) => unread?.includes('id'));
  const { selected, unread } = selectInstances(targets, inventory, now);
  const inside = new Set([...selected, ...unread].map(({ id }) => id));
  const byId = new Map(listed.map((instance) => [instance.id, instance]));
  const byName = new Map(selected.map((instance) => [instance.name, instance]));
  const nowhere = named.filter((id) => !byId.has(id) && !byName.has(id));
  const meant = meantByIds(nowhere, selected);
  const regions = [targets.region].flat().join(', ');
  return named.flatMap((id) => {
    if (inside.has(id)) return [];
    const found = byId.get(id);
    if (found) return [`${id} (${shownName(found)} is not one of its targets)`];
    const own = byName.get(id);
    if (own) return [`${id} (the name of the instance ${own.id})`];
    if (targets.ids && !targets.ids.includes(id))
      return [`${id} (${meant.get(id) ?? 'not in its targets.ids'})`];
    if (!allListed) return [];
    return [`${id} (${meant.get(id) ?? `no instance in ${regions} has this id`})`];
  });
}
