import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CodedError } from '../../../maintenance/foundation/coded-error.ts';
import type { Code } from '../goal.ts';

/** A zip to deploy. */
export type Zip = Code & { readonly base64: string };

/** FunctionGraph takes no more through its API, and in base64 a third more of it. */
const mostBytes = 50 * 1024 * 1024;

/** Reads the zip that `codeUri` names, or the only one in the folder that it names. Throws `CodedError` `code.missing`. */
export function readCode(codeUri: string, folder: string): Zip {
  const path = resolve(folder, codeUri);
  if (!existsSync(path)) throw missing(codeUri, 'is not there');
  if (!statSync(path).isDirectory()) return readZip(path, codeUri);
  const zips = readdirSync(path).filter((name) => name.endsWith('.zip'));
  if (zips[0] === undefined || zips.length > 1) throw missing(codeUri, `has ${zips.length} zips in it`);
  return readZip(join(path, zips[0]), codeUri);
}

function readZip(path: string, codeUri: string): Zip {
  const zip = readFileSync(path);
  // What every zip begins with.
  if (zip.subarray(0, 4).toString('latin1') !== 'PK\u0003\u0004') throw missing(codeUri, 'is no zip');
  if (zip.length > mostBytes) throw missing(codeUri, 'has more than the 50 MB that FunctionGraph takes');
  return zipOf(zip);
}

/** A zip that was read from somewhere. */
export function zipOf(zip: Buffer): Zip {
  const digest = createHash('sha512').update(zip).digest('hex');
  return { digest, bytes: zip.length, base64: zip.toString('base64') };
}

function missing(codeUri: string, found: string): CodedError {
  return new CodedError(
    'code.missing',
    `codeUri ${codeUri} ${found} - expected the zip that npm run build makes, or the folder with it and no other`,
  );
}
