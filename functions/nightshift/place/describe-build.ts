import { build } from '../../maintenance/foundation/version.ts';

/**
 * A build for people: `0.1.0, commit 0123456789ab`, and what more than the commit was built; see
 * `maintenance/foundation/version.ts` for how it is written.
 *
 * @param built `undefined` when the sources are run
 */
export function describeBuild(built: string | undefined): string {
  if (built === undefined) return 'from source';
  const [, version, commit, changes] = /^([^+]+)\+([^.]+)(?:(?:\.dirty)?\.([0-9a-f]+))?$/.exec(built) ?? [];
  if (version === undefined) return built;
  if (commit === 'unknown') return `${version}, unknown commit (sources ${changes})`;
  return `${version}, commit ${commit}${changes === undefined ? '' : ` +changes (sources ${changes})`}`;
}

/**
 * That a function is of another version than this program, before or after it is deployed; `undefined` where it is not,
 * or nobody knows.
 *
 * @param deployed what is there
 * @param wanted what is to be there
 */
export function otherVersion(
  deployed: string | undefined,
  wanted: string | undefined,
  here = build,
): string | undefined {
  const isOther = (one: string | undefined) => one !== undefined && here !== undefined && one !== here;
  const own = `this command line is ${describeBuild(here)}`;
  if (wanted !== undefined && isOther(wanted))
    return `${own}; the function to be deployed is ${describeBuild(wanted)}`;
  if (!isOther(deployed)) return undefined;
  return `${own}; the function that is deployed is ${describeBuild(deployed)}`;
}
