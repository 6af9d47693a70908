import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { unzipSync } from 'fflate';
import * as z from 'zod/mini';
import { FgsRefusal } from './fgs-error.ts';

/** A function's code, unpacked. */
export type FunctionCode = {
  /** What the platform calls `RUNTIME_CODE_ROOT`. */
  readonly directory: string;
  /** SHA-512 of the zip, in hexadecimal. */
  readonly digest: string;
  readonly zip: Buffer;
};

const bodySchema = z.object({
  code_type: z.string(),
  func_code: z.optional(z.object({ file: z.optional(z.string()) })),
});

const largestZip = 50 * 1024 * 1024;

/** What was unpacked last: the same code is mostly deployed again, and to unpack it takes longer than to write it. */
let last: { readonly digest: string; readonly files: Readonly<Record<string, Uint8Array>> } | undefined;

/** Unpacks the zip of a body into a new folder. Throws `FgsRefusal` for what is none, or too large a one. */
export async function unpackCode(body: unknown, directory: string): Promise<FunctionCode> {
  const parsed = bodySchema.safeParse(body);
  // The others (inline, jar, obs, images) are documented; this cloud has no use for them.
  if (!parsed.success || parsed.data.code_type !== 'zip') throw new FgsRefusal('FSS.1006');
  const { file } = parsed.data.func_code ?? {};
  if (file === undefined || file === '') throw new FgsRefusal('FSS.1012');
  const zip = Buffer.from(file, 'base64');
  if (zip.length > largestZip) throw new FgsRefusal('FSS.1071');
  const digest = createHash('sha512').update(zip).digest('hex');
  if (digest !== last?.digest) last = { digest, files: unzip(zip) };
  for (const [name, content] of Object.entries(last.files)) {
    const path = join(directory, name);
    if (!path.startsWith(directory + sep)) throw new FgsRefusal('FSS.1011');
    if (name.endsWith('/')) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return { directory, digest, zip };
}

function unzip(zip: Buffer): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(zip);
  } catch {
    throw new FgsRefusal('FSS.1011');
  }
}
