import * as z from 'zod/mini';
import { CodedError } from '../../../maintenance/foundation/coded-error.ts';
import { type Zip, zipOf } from '../pack/pack-function.ts';
import type { FunctionAccount } from './function-account.ts';

const codeSchema = z.object({
  func_code: z.object({ file: z.nullish(z.string()), link: z.nullish(z.string()) }),
});

/** What a version of a function is, as far as its code is to be what it says. */
type Version = { readonly version: string; readonly digest: string };

/** Reads the code of a version of a function, or of `latest`. Throws `CodedError` `version.code`, or that of the call. */
export async function readDeployedCode(
  account: Pick<FunctionAccount, 'showCode'>,
  { version, digest }: Version,
): Promise<Zip> {
  const zip = zipOf(await contentOf(await account.showCode(version), version));
  if (zip.digest === digest) return zip;
  const replaced = version === 'latest' ? ': perhaps it was replaced just now' : '';
  throw new CodedError(
    'version.code',
    `the code of version ${version} is not what its digest says${replaced}`,
  );
}

async function contentOf(answer: unknown, version: string): Promise<Buffer> {
  const { file, link } = codeSchema.safeParse(answer).data?.func_code ?? {};
  if (file) return Buffer.from(file, 'base64');
  if (link?.startsWith('https://')) return download(link, version);
  throw new CodedError('version.code', `FunctionGraph does not give back the code of version ${version}`);
}

/** A signed link to object storage; it is a secret for as long as it is good, so no error shows it. */
async function download(link: string, version: string): Promise<Buffer> {
  try {
    const response = await fetch(link, { signal: AbortSignal.timeout(120_000), redirect: 'error' });
    if (response.ok) return Buffer.from(await response.arrayBuffer());
    throw new Error(`HTTP ${response.status}`);
  } catch (cause) {
    const found = cause instanceof Error ? cause.name : 'it failed';
    throw new CodedError('version.code', `the code of version ${version} could not be fetched (${found})`);
  }
}
