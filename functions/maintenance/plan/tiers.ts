import type { Instance } from './instance.ts';

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
  const values = [...new Set(instances.map(tierValue))].sort(compareValues);
  return new Map(instances.map((instance) => [instance.id, values.indexOf(tierValue(instance))]));
}

function compareValues(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const [x, y] = [Number(a), Number(b)];
  const [isX, isY] = [!Number.isNaN(x), !Number.isNaN(y)];
  if (isX && isY) return x - y;
  if (isX !== isY) return isX ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
