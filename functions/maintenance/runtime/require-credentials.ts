import { CodedError } from '../foundation/coded-error.ts';
import type { Credentials, Invocation } from '../invocation/invocation.ts';

/** The agency's credentials, for this invocation only; throws `CodedError` `credentials.missing` without an agency. */
export function requireCredentials(invocation: Invocation): Credentials {
  const credentials = invocation.credentials();
  if (credentials) return credentials;
  throw new CodedError(
    'credentials.missing',
    'the function has no credentials - it needs an agency: create an IAM agency that delegates to FunctionGraph, ' +
      'give it the policy in config/iam-policy.json, and choose it under Configuration > Permissions ' +
      '(a new agency takes about 10 minutes to work)',
  );
}
