import { mayHoldReference } from '../../document/environment-reference.ts';
import { type Finding, wrongKey } from '../../document/finding.ts';
import { isMapping, valuesAt } from '../../document/path.ts';
import { isGlob, matchesGlob } from '../../foundation/matches-glob.ts';
import { isVersionOf, type Range, rangeCovers, readAge, readCapacity } from '../range.ts';
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

/** Whether one condition of the exclusion holds for whatever the targets select: each of them excludes by itself. */
function excludesAll(targets: Record<string, unknown>, exclude: Record<string, unknown>): boolean {
  return selectorKeys.some((condition) => {
    const [selected, excluded] = [targets[condition], exclude[condition]];
    if (condition === 'names' && Array.isArray(excluded) && excluded.includes('*')) return true;
    if (Array.isArray(selected) && Array.isArray(excluded)) {
      const covers = covering[condition] ?? isSame;
      return selected.length > 0 && selected.every((entry) => excluded.some((wide) => covers(wide, entry)));
    }
    const read = rangeReaders[condition];
    if (read) return rangeExcludes(read(selected), read(excluded));
    if (!isMapping(selected) || !isMapping(excluded)) return false;
    const pairs = Object.entries(excluded);
    return pairs.length > 0 && pairs.every(([key, value]) => selected[key] === value);
  });
}

/** Whether an entry of an exclusion is for all that another one of the targets selects. */
type Covers = (wide: unknown, narrow: unknown) => boolean;

const isSame: Covers = (wide, narrow) => wide === narrow;

const covering: Readonly<Partial<Record<string, Covers>>> = {
  // Of two patterns it is not asked whether one is for all names of the other.
  names: inTexts((wide, narrow) => wide === narrow || (!isGlob(narrow) && matchesGlob(narrow, wide))),
  engineVersions: inTexts(isVersionOf),
};

/** What the environment fills in is only known to be the same as itself. */
function inTexts(covers: (wide: string, narrow: string) => boolean): Covers {
  return (wide, narrow) => {
    if (typeof wide !== 'string' || typeof narrow !== 'string') return false;
    if (mayHoldReference(wide) || mayHoldReference(narrow)) return wide === narrow;
    return covers(wide, narrow);
  };
}

const rangeReaders: Readonly<Record<string, (value: unknown) => Range | undefined>> = {
  capacity: (value) => (typeof value === 'string' ? readCapacity(value) : undefined),
  age: (value) => (typeof value === 'string' ? readAge(value) : undefined),
};

function rangeExcludes(selected: Range | undefined, excluded: Range | undefined): boolean {
  return selected !== undefined && excluded !== undefined && rangeCovers(excluded, selected);
}
