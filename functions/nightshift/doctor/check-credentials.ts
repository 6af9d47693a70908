import { type CheckResult, ill, notTried, well } from './check-result.ts';
import type { Identity } from './identity.ts';

/** The keys as the environment has them: none, such as cannot sign, or some. */
export type Keys =
  | { readonly kind: 'none'; readonly message: string }
  | { readonly kind: 'there'; readonly temporary: boolean };

/** Where keys are found. */
const where = 'HUAWEICLOUD_SDK_AK';

/** Who the keys are of. `identity` is `undefined` when nobody was asked, for the reason that `held` gives. */
export function checkCredentials(
  keys: Keys,
  identity: Identity | undefined,
  held: string | undefined,
): readonly CheckResult[] {
  if (keys.kind === 'none')
    return [
      ill('error', 'credentials.missing', keys.message, {
        where,
        todo: 'set them; everything that asks Huawei Cloud waits for them',
      }),
    ];
  const lasting = keys.temporary
    ? 'temporary keys: no API tells when they expire, and expired ones are refused'
    : 'permanent keys';
  if (identity === undefined)
    return [notTried('credentials.unasked', `whose they are: ${held ?? 'nobody was asked'}`, { where })];
  switch (identity.kind) {
    case 'refused':
      return [
        ill('error', 'credentials.refused', `${identity.message} (${identity.code})`, {
          where,
          todo: remedy(identity.message, keys.temporary),
        }),
      ];
    case 'unknown':
      return [
        notTried('credentials.unknown', `whose they are: IAM did not tell: ${identity.message}`, {
          where,
          todo: 'nothing else waits for it; --iam-endpoint says where IAM is, when it is not at its public address',
        }),
      ];
    case 'known':
      return [well('credentials', `${whose(identity)}; ${lasting}`, where)];
    default:
      return identity satisfies never;
  }
}

function whose({ caller, accountName }: Extract<Identity, { kind: 'known' }>): string {
  const account = accountName ?? caller?.accountId;
  const [, , , kind, name] = caller?.principalUrn.split(':') ?? [];
  const who = kind !== undefined && name !== undefined ? `${kind} ${name}` : undefined;
  const whole = [who, account === undefined ? undefined : `account ${account}`].filter(Boolean).join(' of ');
  return whole === '' ? 'accepted' : whole;
}

/** By the words of the gateway, as it has one code for all of them. */
const remedies: readonly (readonly [words: RegExp, todo: string])[] = [
  [/token expires/, 'the temporary keys have expired: get new ones, all three of them'],
  [/decrypt token/, 'the security token is not the one of these keys: set all three from one answer'],
  [/reach(ed)? the limit/, 'too many calls with wrong keys: wait five minutes, and set the right ones'],
  [
    /verify aksk signature fail/,
    'the secret key is not the one of the access key: set both from one file of credentials',
  ],
];

/** What is to be done about keys that were refused with these words. */
export function remedy(message: string, temporary: boolean): string {
  const known = remedies.find(([words]) => words.test(message));
  if (known) return known[1];
  return temporary
    ? 'the access key is not known: get new temporary keys, all three of them'
    : 'the access key is not known: look at it under My Credentials > Access Keys; temporary keys also need HUAWEICLOUD_SDK_SECURITY_TOKEN';
}
