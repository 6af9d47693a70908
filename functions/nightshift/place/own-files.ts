import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * What came with the command line, found from where its program really lies: in this repository, in a package, behind
 * links. The folder of the program is called `local`, in a build as in the package.
 */
const beside = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The built function. */
export const ownFunction = beside('function');

/** The source maps of builds: of the one that a package holds, or of all that were made in this repository. */
export const ownMaps = existsSync(beside('maps')) ? beside('maps') : beside('../../maps');
