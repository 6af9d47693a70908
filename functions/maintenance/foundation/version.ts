/** Put in by the build; there is none when the sources are run. */
declare const NIGHTSHIFT_VERSION: string | undefined;
declare const NIGHTSHIFT_COMMIT: string | undefined;

/** Who writes a journal: `nightshift 1.2.3`. */
export const writer = `nightshift ${typeof NIGHTSHIFT_VERSION === 'undefined' ? 'from source' : NIGHTSHIFT_VERSION}`;

/**
 * What is running, as semantic versioning writes it: `1.2.3+0123456789ab`; `.dirty` behind it where more than the
 * commit was built and `+unknown` where there was no git, each with eight digits of the sources' digest. It names the
 * build's source maps. `undefined` when the sources are run.
 */
export const build: string | undefined =
  typeof NIGHTSHIFT_VERSION === 'undefined' || typeof NIGHTSHIFT_COMMIT === 'undefined'
    ? undefined
    : `${NIGHTSHIFT_VERSION}+${NIGHTSHIFT_COMMIT}`;
