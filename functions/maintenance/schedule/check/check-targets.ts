import { type Finding, wrongKey } from '../../document/finding.ts';
import { isMapping, valuesAt } from '../../document/path.ts';
import { type Range, rangeCovers, readAge, readCapacity } from '../range.ts';
import { selectorKeys, selectorsNamed } from '../selector-schema.ts';

/**
 * Selections that say nothing or select nothing. All instances of a region is a thing to write, not to forget:
 * a job that lost its conditions in an edit must not restart everything.
 */
export function checkTargets(tree: unknown): Finding[] {
  return [...valuesAt(tree, ['jobs', '*', 'targets'])].flatMap(({ path, value: targets }): Finding[] => {
    if (!isMapping(targets)) return [];
    const findings: Finding[] = [];
    if (!selects(targets)) {
      const expected = `${selectorsNamed}; for all instances, names: ["*"]`;
      findings.push(wrongKey(path, 'targets.all', 'no condition on the instances', expected));
    }
    const { exclude } = targets;
    if (!isMapping(exclude)) return findings;
    const place = [...path, 'exclude'];
    if (Object.keys(exclude).length === 0) {
      const expected = `${selectorsNamed}, or no exclude`;
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
  return selectorKeys.some((condition) => Object.hasOwn(selectors, condition));
}

/** Whether every condition of the exclusion holds for whatever the targets select. */
function excludesAll(targets: Record<string, unknown>, exclude: Record<string, unknown>): boolean {
  return Object.entries(exclude).every(([condition, excluded]) => {
    const selected = targets[condition];
    if (condition === 'names' && Array.isArray(excluded) && excluded.includes('*')) return true;
    if (Array.isArray(selected) && Array.isArray(excluded)) {
      return selected.length > 0 && selected.every((entry) => excluded.includes(entry));
    }
    const read = rangeReaders[condition];
    if (read) return rangeExcludes(read(selected), read(excluded));
    if (!isMapping(selected) || !isMapping(excluded)) return false;
    return Object.entries(excluded).every(([key, value]) => selected[key] === value);
  });
}

const rangeReaders: Readonly<Record<string, (value: unknown) => Range | undefined>> = {
  capacity: (value) => (typeof value === 'string' ? readCapacity(value) : undefined),
  age: (value) => (typeof value === 'string' ? readAge(value) : undefined),
};

function rangeExcludes(selected: Range | undefined, excluded: Range | undefined): boolean {
  return selected !== undefined && excluded !== undefined && rangeCovers(excluded, selected);
}
