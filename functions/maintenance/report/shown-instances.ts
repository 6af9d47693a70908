import { type Outcome, outcomes } from '../run/outcome.ts';
import type { SummaryInstance } from './summary.ts';

/** What needs a person comes first. */
const rank: Readonly<Record<Outcome, number>> = {
  failed: 0,
  unknown: 1,
  refused: 2,
  deferred: 3,
  skipped: 4,
  succeeded: 5,
};

/** All outcomes, what needs a person first. */
export const outcomesByNeed: readonly Outcome[] = outcomes.toSorted((a, b) => rank[a] - rank[b]);

/** Orders instances by how much they need a person, then by name and id, the same under every locale. */
export function byNeed(a: SummaryInstance, b: SummaryInstance): number {
  return rank[a.outcome] - rank[b.outcome] || compare(a.name, b.name) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Names instances for people: DCS lets several share a name, and those are told apart by the beginning of their ids. */
export function namesAmong(
  instances: readonly Pick<SummaryInstance, 'id' | 'name'>[],
): (one: Pick<SummaryInstance, 'id' | 'name'>) => string {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { name } of instances) (seen.has(name) ? shared : seen).add(name);
  return ({ id, name }) => (shared.has(name) ? `${id.slice(0, 8)} ${name}` : name);
}
