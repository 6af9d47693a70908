import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Variables } from '../serverless/deployment.ts';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const [saltBytes, digestBytes] = [12, 24];

/**
 * What is written down about encrypted variables, `SALT.DIGEST`: all of them together and slow to compute, so that who
 * reads the function's configuration cannot try out values one by one. The one that is written down already is given
 * back when it is of the same values.
 */
export async function secretsDigest(encrypted: Variables, written: string | undefined): Promise<string> {
  if (Object.keys(encrypted).length === 0) return '';
  const [salt = '', digest = ''] = (written ?? '').split('.');
  if (digest !== '') {
    const known = Buffer.from(digest, 'base64url');
    const fresh = await digestOf(encrypted, Buffer.from(salt, 'base64url'));
    if (known.length === fresh.length && timingSafeEqual(known, fresh)) return written ?? '';
  }
  const fresh = randomBytes(saltBytes);
  return `${fresh.toString('base64url')}.${(await digestOf(encrypted, fresh)).toString('base64url')}`;
}

function digestOf(encrypted: Variables, salt: Buffer): Promise<Buffer> {
  const entries = Object.entries(encrypted).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return derive(JSON.stringify(entries), salt, digestBytes);
}
