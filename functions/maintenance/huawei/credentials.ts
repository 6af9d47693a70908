import { CodedError } from '../foundation/coded-error.ts';

/** An access key, its secret key and, for temporary ones (an agency's), the security token. */
export type Credentials = {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string | undefined;
};

/** Credentials as they come from FunctionGraph's context or the environment. */
export type RawCredentials = {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken?: string | undefined;
};

/** Raised with code `CREDENTIALS` for keys that cannot sign; says which one is wrong, never its value. */
export class CredentialsError extends CodedError {
  constructor(what: string) {
    super('CREDENTIALS', `${what} is empty or has a space, a line break or a character outside ASCII in it`);
  }
}

/**
 * Credentials that neither `util.inspect` nor `JSON.stringify` shows, so that they may hang on objects that are
 * logged. Throws `CredentialsError` for a value that no HTTP header could carry: a key pasted with its line break.
 */
export function concealCredentials(raw: RawCredentials): Credentials {
  // FunctionGraph answers an empty token for permanent keys; signing an empty header would be refused.
  const securityToken = raw.securityToken || undefined;
  requireVisible('the access key', raw.accessKey);
  requireVisible('the secret key', raw.secretKey);
  if (securityToken !== undefined) requireVisible('the security token', securityToken);
  return conceal({ accessKey: raw.accessKey, secretKey: raw.secretKey, securityToken });
}

/** What must never be shown, as a list for a redactor. */
export function secretsOf({ accessKey, secretKey, securityToken }: Credentials): readonly string[] {
  return [accessKey, secretKey, ...(securityToken === undefined ? [] : [securityToken])];
}

function requireVisible(what: string, value: string): void {
  if (!/^[\x21-\x7e]+$/.test(value)) throw new CredentialsError(what);
}

/** Makes the properties of an object invisible to `util.inspect` and `JSON.stringify`. */
export function conceal<T extends object>(secret: T): T {
  for (const key of Object.keys(secret)) Object.defineProperty(secret, key, { enumerable: false });
  return secret;
}
