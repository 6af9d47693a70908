import { withCode } from '../../maintenance/foundation/call-cause.ts';
import { callersFault } from '../place/callers-fault.ts';
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
        todo: 'set them; every check that calls Huawei Cloud needs them',
      }),
    ];
  const lasting = keys.temporary
    ? 'temporary keys: no API tells when they expire; expired keys are refused'
    : 'permanent keys';
  if (identity === undefined)
    return [notTried('credentials.unasked', `whose they are: ${held ?? 'nobody was asked'}`, { where })];
  switch (identity.kind) {
    case 'refused':
      return [
        ill('error', 'credentials.refused', withCode(identity.message, identity.code), {
          where,
          todo: callersFault({ ...identity, status: 401 })?.todo ?? 'look at the keys',
        }),
      ];
    case 'unknown':
      return [
        notTried('credentials.unknown', `whose they are is not known: IAM did not say: ${identity.message}`, {
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
