import { advice, type Finding } from '../../maintenance/document/finding.ts';
import type { Path } from '../../maintenance/document/path.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';
import type { Selectors } from '../../maintenance/schedule/schema.ts';
import { globCovers } from './globs.ts';

/** Entries of a selection that select nothing which another entry of the same list does not select as well. */
export function lintRepeatedSelectors({ jobs }: Schedule): Finding[] {
  return jobs.flatMap(({ name, targets }) => {
    const path = ['jobs', name, 'targets'];
    return [
      ...repeatsIn(targets, path),
      ...(targets.exclude ? repeatsIn(targets.exclude, [...path, 'exclude']) : []),
    ];
  });
}

const equal = (one: string, other: string) => one === other;
/** `5.0` selects 5.0.14 as well. */
const versionCovers = (one: string, other: string) => other === one || other.startsWith(`${one}.`);

function repeatsIn({ ids = [], names = [], engineVersions = [] }: Selectors, path: Path): Finding[] {
  return [
    ...repeats(ids, [...path, 'ids'], equal),
    ...repeats(names, [...path, 'names'], globCovers),
    ...repeats(engineVersions, [...path, 'engineVersions'], versionCovers),
  ];
}

function repeats(
  list: readonly string[],
  path: Path,
  covers: (one: string, other: string) => boolean,
): Finding[] {
  return list.flatMap((entry, index) => {
    // Of two that select the same, the second is the one too many.
    const wider = list.find(
      (other, at) => at !== index && covers(other, entry) && (at < index || !covers(entry, other)),
    );
    if (wider === undefined) return [];
    const found = `${JSON.stringify(entry)} repeats ${JSON.stringify(wider)}`;
    return [advice([...path, index], 'targets.repeated', found, 'each instance to be selected once')];
  });
}
