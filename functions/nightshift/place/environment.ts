import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { concealCredentials } from '../../maintenance/huawei/credentials.ts';

/** The value of a variable; `undefined` when it is absent or empty. */
export type Lookup = (name: string) => string | undefined;

/** Looks variables up in an environment. An empty one is as good as none: that is how a shell or a CI job unsets it. */
export function lookupIn(environment: Readonly<Record<string, string | undefined>>): Lookup {
  return (name) => environment[name] || undefined;
}

const variables = {
  accessKey: 'HUAWEICLOUD_SDK_AK',
  secretKey: 'HUAWEICLOUD_SDK_SK',
  securityToken: 'HUAWEICLOUD_SDK_SECURITY_TOKEN',
} as const;

/** Where all services are that no file or option places elsewhere: a local cloud, whose exports have it. */
export const endpointVariable = 'NIGHTSHIFT_ENDPOINT';

/** Where IAM and STS are, by the variable of the official clients or else where a local cloud is; `undefined` for the public places. */
export function iamEndpoint(lookup: Lookup, elsewhere: string | undefined): string | undefined {
  return lookup('HUAWEICLOUD_SDK_IAM_ENDPOINT') ?? (isLoopback(elsewhere) ? elsewhere : undefined);
}

/** For the help of commands that ask Huawei Cloud. */
export const credentialVariables = `Credentials: ${Object.values(variables).join(', ')} (the last for temporary ones).`;

/** The credentials of the environment. Throws `CodedError` `credentials.missing`. */
export function credentialsFrom(lookup: Lookup) {
  const accessKey = lookup(variables.accessKey);
  const secretKey = lookup(variables.secretKey);
  if (accessKey !== undefined && secretKey !== undefined)
    return concealCredentials({ accessKey, secretKey, securityToken: lookup(variables.securityToken) });
  const missing = accessKey === undefined ? variables.accessKey : variables.secretKey;
  throw new CodedError(
    'credentials.missing',
    `${missing} is missing or empty - expected an access key in ${variables.accessKey} and ${variables.secretKey}` +
      ` (and ${variables.securityToken} for temporary ones), with the permissions of config/iam-policy.json`,
  );
}

/** Whether an address is on this machine, where a local cloud has all services. */
export function isLoopback(endpoint: string | undefined): boolean {
  if (endpoint === undefined || !URL.canParse(endpoint)) return false;
  return ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(endpoint).hostname);
}
