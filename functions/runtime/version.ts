/** Put in by the build; there is none when the sources are run. */
declare const NIGHTSHIFT_VERSION: string | undefined;

/** Who writes a journal: `nightshift 1.2.3`. */
export const writer = `nightshift ${typeof NIGHTSHIFT_VERSION === 'undefined' ? 'from source' : NIGHTSHIFT_VERSION}`;
