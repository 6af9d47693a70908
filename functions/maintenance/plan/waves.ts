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
  /** Something is waited for between one wave and the next. */
  readonly pauses: boolean;
  /** By id; waves never mix tiers. */
  readonly tiers: ReadonlyMap<string, number>;
  /** Those that wait for a condition: no canary, where another of their tier can be it. */
  readonly waiting?: ReadonlySet<string>;
};

/**
 * Numbers the instances by their turn: the canary is wave 0, and after it each tier is a wave, of which whoever may
 * start takes the next slot that comes free. Where a job asks for smaller waves, by a ramp or a pause between them, each
 * region has its own 1, 2, 3, … because a slow region must not hold the others: as large as its part of the
 * concurrency, of one tier, and without two of one group.
 */
export function assignWaves(instances: readonly Instance[], rules: WaveRules): ReadonlyMap<string, number> {
  const waves = new Map<string, number>();
  const tierOf = ({ id }: Instance) => rules.tiers.get(id) ?? 0;
  const inOrder = [...groupBy(instances, tierOf)]
    .sort(([tier], [other]) => tier - other)
    .flatMap(([, members]) => members);
  const canaries = rules.canary ? shareAtOnce(rules.canary, instances.length) : 0;
  const isWaiting = ({ id }: Instance) => Number(rules.waiting?.has(id) === true);
  // Of a later tier it would wait for its own, and that for the canary.
  const first = inOrder
    .toSorted((a, b) => tierOf(a) - tierOf(b) || isWaiting(a) - isWaiting(b))
    .slice(0, canaries);
  for (const { id } of first) waves.set(id, 0);
  const rest = inOrder.filter(({ id }) => !waves.has(id));
  if (!rules.ramp && !rules.pauses) {
    let wave = 0;
    for (const members of groupBy(rest, tierOf).values()) {
      wave++;
      for (const { id } of members) waves.set(id, wave);
    }
    return waves;
  }
  for (const members of groupBy(rest, ({ region }) => region).values()) {
    // Rounded up: that the parts together stay within the concurrency is seen to when instances are started.
    const size = Math.ceil((rules.concurrency * members.length) / rest.length);
    let before = 0;
    for (const tier of groupBy(members, tierOf).values())
      before = numberTier(tier, { ...rules, size, before }, waves);
  }
  return waves;
}

/**
 * Whether after the canary each tier is one wave: nobody waits for another of his own tier but for want of a slot, or
 * because that one is of the same group.
 */
export function areTiersWhole(
  instances: Iterable<{ readonly tier: number; readonly wave: number | null }>,
): boolean {
  const waves = new Map<number, number>();
  for (const { tier, wave } of instances) {
    if (wave === null || wave === 0) continue;
    if (wave !== (waves.get(tier) ?? wave)) return false;
    waves.set(tier, wave);
  }
  return true;
}

/** How large the waves of a region are at most, and how many it has so far. */
type Place = { readonly size: number; readonly before: number };

/**
 * Puts each of a tier into the first wave after those `before` that has room and nobody of its groups, and returns the
 * last wave. None is looked at again once it is full, nor by those of the same groups once it holds one of them: what
 * keeps somebody out of a wave never ends.
 */
function numberTier(
  members: readonly Instance[],
  { size, before, spreadBy, ramp }: Pick<WaveRules, 'spreadBy' | 'ramp'> & Place,
  waves: Map<string, number>,
): number {
  const taken: Taken[] = [];
  const sizeOf = (place: number) => (ramp ? Math.min(size, 2 ** (before + place)) : size);
  const nextWith = new Map<string, number>();
  let firstWithRoom = 0;
  for (const instance of members) {
    const groups = groupsOf(instance, spreadBy);
    const key = groups.join('\n');
    let place = Math.max(firstWithRoom, nextWith.get(key) ?? 0);
    while (keepsOut(taken[place], sizeOf(place), groups)) place++;
    const wave = taken[place] ?? { count: 0, groups: new Set<string>() };
    taken[place] = wave;
    wave.count++;
    for (const group of groups) wave.groups.add(group);
    waves.set(instance.id, before + place + 1);
    if (groups.length > 0) nextWith.set(key, place + 1);
    while (keepsOut(taken[firstWithRoom], sizeOf(firstWithRoom), [])) firstWithRoom++;
  }
  return before + taken.length;
}

/** Who is in a wave so far. */
type Taken = { count: number; readonly groups: Set<string> };

function keepsOut(wave: Taken | undefined, size: number, groups: readonly string[]): boolean {
  return wave !== undefined && (wave.count >= size || groups.some((group) => wave.groups.has(group)));
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
  const tiers = new Map<string | undefined, number>(values.map((value, tier) => [value, tier]));
  return new Map(instances.map((one) => [one.id, tiers.get(tierValue(one)) ?? values.length]));
}

/** Of two that differ. */
function compareValues(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  const [isX, isY] = [!Number.isNaN(x), !Number.isNaN(y)];
  if (isX !== isY) return isX ? -1 : 1;
  if (isX) return x - y;
  return a < b ? -1 : 1;
}
