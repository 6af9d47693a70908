import type { SummaryInstance } from './summary.ts';

/** DCS lets instances share a name; these are the names that do not tell one from another. */
export function namesOfSeveral(instances: readonly SummaryInstance[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const several = new Set<string>();
  for (const { name } of instances) (seen.has(name) ? several : seen).add(name);
  return several;
}

/** The name of an instance, after the beginning of its id where the name is that of several. */
export function telling(
  { id, name }: Pick<SummaryInstance, 'id' | 'name'>,
  shared: ReadonlySet<string>,
): string {
  return shared.has(name) ? `${id.slice(0, 8)} ${name}` : name;
}
