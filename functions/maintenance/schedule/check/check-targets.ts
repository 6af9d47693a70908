import { type Finding, wrongKey } from '../../document/finding.ts';
import { isMapping, valuesAt } from '../../document/path.ts';

const conditions = ['ids', 'names', 'tags', 'engineVersions'] as const;

/**
 * Selections that say nothing or select nothing. All instances of a region is a thing to write, not to forget:
 * a job that lost its conditions in an edit must not restart everything.
 */
export function checkTargets(tree: unknown): Finding[] {
  return [...valuesAt(tree, ['jobs', '*', 'targets'])].flatMap(({ path, value: targets }): Finding[] => {
    if (!isMapping(targets)) return [];
    const findings: Finding[] = [];
    if (!selects(targets)) {
      const expected = 'ids, names, tags or engineVersions; for all instances, names: ["*"]';
      findings.push(wrongKey(path, 'targets.all', 'no condition on the instances', expected));
    }
    const { exclude } = targets;
    if (!isMapping(exclude)) return findings;
    const place = [...path, 'exclude'];
    if (Object.keys(exclude).length === 0) {
      const expected = 'ids, names, tags or engineVersions, or no exclude';
      findings.push(wrongKey(place, 'targets.exclude', 'an empty mapping', expected));
    } else if (excludesAll(targets, exclude)) {
      const expected = 'conditions that leave some instances';
      findings.push(
        wrongKey(place, 'targets.none', 'excludes every instance that the targets select', expected),
      );
    }
    return findings;
  });
}

function selects(selectors: Record<string, unknown>): boolean {
  return conditions.some((condition) => Object.hasOwn(selectors, condition));
}

/** Whether every condition of the exclusion holds for whatever the targets select. */
function excludesAll(targets: Record<string, unknown>, exclude: Record<string, unknown>): boolean {
  return Object.entries(exclude).every(([condition, excluded]) => {
    const selected = targets[condition];
    if (condition === 'names' && Array.isArray(excluded) && excluded.includes('*')) return true;
    if (Array.isArray(selected) && Array.isArray(excluded)) {
      return selected.length > 0 && selected.every((entry) => excluded.includes(entry));
    }
    if (!isMapping(selected) || !isMapping(excluded)) return false;
    return Object.entries(excluded).every(([key, value]) => selected[key] === value);
  });
}
