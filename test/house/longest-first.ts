import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes ten seconds or more a file, the longest first; all others take few. */
const long = [
  'test/e2e/crash-',
  'test/simulation/nights',
  'test/e2e/',
  'test/nightshift/deploy/pack/reproducible-zip',
  'test/nightshift/commands/',
  'test/minicloud/programs',
  'test/nightshift/probe/knobs-seen',
  'test/nightshift/deploy/timers-agree',
  'test/maintenance/schedule/',
  'test/simulation/',
  'test/build/',
  'test/fuzz/',
  'test/bench/',
  'test/minicloud/functiongraph/',
  'test/nightshift/place/terminal',
];

/**
 * Goes zone by zone, as a process stays in one, and in each begins with the files that take long: in the end no
 * processor waits for another. Always the same order, whatever ran here before.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = long.findIndex((path) => moduleId.includes(path));
      return place < 0 ? long.length : place;
    };
    return files.toSorted(
      (a, b) =>
        compare(a.project.name, b.project.name) || rank(a) - rank(b) || compare(a.moduleId, b.moduleId),
    );
  }
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
