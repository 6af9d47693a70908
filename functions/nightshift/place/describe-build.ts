/**
 * A build for people: `0.1.0, commit 0123456789ab`, and what more than the commit was built; see
 * `maintenance/foundation/version.ts` for how it is written.
 *
 * @param build `undefined` when the sources are run
 */
export function describeBuild(build: string | undefined): string {
  if (build === undefined) return 'from source';
  const [, version, commit, changes] = /^([^+]+)\+([^.]+)(?:(?:\.dirty)?\.([0-9a-f]+))?$/.exec(build) ?? [];
  if (version === undefined) return build;
  if (commit === 'unknown') return `${version}, unknown commit (sources ${changes})`;
  return `${version}, commit ${commit}${changes === undefined ? '' : ` +changes (sources ${changes})`}`;
}
