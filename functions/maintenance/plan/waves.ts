import { groupBy } from '../foundation/group-by.ts';
import { type Share, shareAtOnce } from '../schedule/share.ts';
import type { Instance } from './instance.ts';

/** How a job rolls out, as far as waves are concerned. */
export type WaveRules = {
  readonly canary: Share | undefined;
  /** Instances at once, over all regions. */
  readonly concurrency: number;
  readonly spreadBy: string | undefined;
  /** Waves of 1, 2, 4, … up to the concurrency. */
  readonly ramp: boolean;
  /** By id; waves never mix tiers. */
  readonly tiers: ReadonlyMap<string, number>;
};

/**
 * Numbers the instances: the canary is wave 0, then each region has its own waves 1, 2, 3, … because a slow
 * region must not hold the others. A region's waves are as large as its part of the concurrency, and hold no
 * two instances of one group.
 */
export function assignWaves(instances: readonly Instance[], rules: WaveRules): ReadonlyMap<string, number> {
  const waves = new Map<string, number>();
  const tierOf = ({ id }: Instance) => rules.tiers.get(id) ?? 0;
  const inOrder = [...instances].sort((a, b) => tierOf(a) - tierOf(b));
  const canaries = rules.canary ? shareAtOnce(rules.canary, instances.length) : 0;
  for (const { id } of inOrder.slice(0, canaries)) waves.set(id, 0);
  const rest = inOrder.slice(canaries);
  for (const members of groupBy(rest, ({ region }) => region).values()) {
    // Rounded up: that the parts together stay within the concurrency is seen to when instances are started.
    const size = Math.ceil((rules.concurrency * members.length) / rest.length);
    numberLane(members, size, rules, waves);
  }
  return waves;
}

function numberLane(
  members: readonly Instance[],
  size: number,
  { spreadBy, ramp, tiers }: WaveRules,
  waves: Map<string, number>,
): void {
  let left = members;
  for (let wave = 1; left.length > 0; wave++) {
    const taken = new Set<string>();
    const later: Instance[] = [];
    const tier = tiers.get(left[0]?.id ?? '');
    let room = ramp ? Math.min(size, 2 ** (wave - 1)) : size;
    for (const instance of left) {
      const groups = groupsOf(instance, spreadBy);
      const fits = tiers.get(instance.id) === tier && !groups.some((group) => taken.has(group));
      if (room > 0 && fits) {
        waves.set(instance.id, wave);
        for (const group of groups) taken.add(group);
        room--;
      } else later.push(instance);
    }
    left = later;
  }
}

/**
 * What an instance must not share with another in flight: the value of a tag, the name without its last
 * part (`session-cache-07` -> `session-cache`), or each of its availability zones. None when it has no such tag.
 */
export function groupsOf({ name, tags, zones }: Instance, spreadBy: string | undefined): readonly string[] {
  if (spreadBy === undefined) return [];
  if (spreadBy === 'az') return zones;
  if (spreadBy === 'name-prefix') return [name.replace(/[-_][^-_]*$/, '')];
  const value = tags[spreadBy.slice('tag:'.length)];
  return value === undefined ? [] : [value];
}

/**
 * The tier of each instance by the value of a tag (`order: "tag:tier"`): numbers in their order, then words in
 * theirs, then instances without the tag. Without an order all are of one tier.
 */
export function tiersOf(
  instances: readonly Instance[],
  order: string | undefined,
): ReadonlyMap<string, number> {
  const key = order?.slice('tag:'.length);
  const tierValue = ({ tags }: Instance) => (key === undefined ? undefined : tags[key]);
  const values = [...new Set(instances.map(tierValue))]
    .filter((value) => value !== undefined)
    .sort(compareValues);
  const tierOf = (value: string | undefined) => (value === undefined ? values.length : values.indexOf(value));
  return new Map(instances.map((instance) => [instance.id, tierOf(tierValue(instance))]));
}

/** Of two that differ. */
function compareValues(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  const [isX, isY] = [!Number.isNaN(x), !Number.isNaN(y)];
  if (isX !== isY) return isX ? -1 : 1;
  if (isX) return x - y;
  return a < b ? -1 : 1;
}
