/**
 * All of them; under time zones other than UTC, for what no zone changes, a third of them, another in each. The suite
 * runs in three zones, and breaking a thing at each of its points is what takes longest.
 */
export function shareOfZone<Item>(items: readonly Item[]): readonly Item[] {
  const zone = process.env['TZ'] ?? 'UTC';
  if (zone === 'UTC') return items;
  const offset = zone === 'Asia/Shanghai' ? 0 : 1;
  return items.filter((_, index) => index % 3 === offset);
}
