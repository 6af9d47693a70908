import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { type Credentials, secretsOf } from '../../maintenance/huawei/credentials.ts';
import { causeOfError, HuaweiCallError } from '../../maintenance/huawei/huawei-call-error.ts';
import { publicEndpoint } from '../../maintenance/huawei/public-endpoint.ts';
import { SigningClient } from '../../maintenance/huawei/signing-client.ts';
import { fieldsOf } from '../../maintenance/plan/unread-instances.ts';
import { reasonWith } from '../../maintenance/report/describe-cause.ts';
import { publicIam } from '../doctor/endpoints.ts';
import { IamClient, type Project } from '../doctor/identity.ts';
import { listAccount } from '../place/account-instances.ts';
import { remedyOf, saidToKeys } from '../place/callers-fault.ts';
import type { CommandContext } from '../place/command-context.ts';
import { credentialsFrom, lookupIn } from '../place/environment.ts';
import { type ListedInstance, listedInstances } from '../place/listed-instance.ts';
import { worthLooking } from './choose-targets.ts';
import type { Place } from './schedule-text.ts';

/** Something that could not be looked at, and why. */
export type Unseen = { readonly what: string; readonly why: string; readonly todo: string | null };

/** The keys of the environment, or that there are none that could sign. */
export function keysHere({ environment, terminal }: CommandContext): Credentials | Unseen {
  try {
    const credentials = credentialsFrom(lookupIn(environment));
    terminal.hide(secretsOf(credentials));
    return credentials;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { what: 'the account', why: error.message, todo: null };
  }
}

/** So long IAM is waited for; its answer is a convenience. */
const iamTimeoutMs = 10_000;

/** The projects that the keys may be used in, or why IAM told none. */
export async function projectsOf(
  credentials: Credentials,
  { endpoint = publicIam, region }: { readonly endpoint: string | undefined; readonly region: string },
  { clock }: Pick<CommandContext, 'clock'>,
): Promise<readonly Project[] | Unseen> {
  const client = (url: string) =>
    new SigningClient({
      ...{ endpoint: url, projectId: '', credentials, now: () => clock.now() },
      ...{ readTimeoutMs: iamTimeoutMs, actionTimeoutMs: iamTimeoutMs },
    });
  const sts = endpoint === publicIam ? publicEndpoint('sts', region) : endpoint;
  try {
    return await new IamClient(client(endpoint), client(sts)).projects();
  } catch (error) {
    if (!(error instanceof HuaweiCallError)) throw error;
    const cause = causeOfError(error);
    return {
      what: 'the projects of the keys',
      why: reasonWith('IAM did not tell them', saidToKeys(cause)),
      todo: remedyOf(cause) ?? null,
    };
  }
}

/** The instances of a place, with the data of those that matter for a first job; and what could not be seen. */
export async function instancesOf(
  { region, projectId, endpoint }: Place & { readonly projectId: string },
  credentials: Credentials,
  { clock, terminal }: CommandContext,
): Promise<{
  readonly instances: readonly ListedInstance[] | undefined;
  readonly unseen: readonly Unseen[];
}> {
  const stop = terminal.progress(`asking DCS for the instances of ${region}`);
  const account = await listAccount({
    regions: { [region]: { region, projectId, endpoint } },
    ...{ credentials, clock, progress: () => {} },
    factsOf: (all) => {
      const seen = all.map(({ unread, ...rest }) => ({
        ...rest,
        restart: null,
        unread: fieldsOf({ ...(unread && { unread }) }) || null,
      }));
      const worthwhile = new Set(worthLooking(seen).map(({ id }) => id));
      return all.filter(({ id }) => worthwhile.has(id));
    },
  }).finally(stop);
  const [listed] = account.inventory;
  if (!listed || !('unread' in listed)) {
    const instances = listedInstances(account, undefined, clock.now());
    return { instances, unseen: unseenIn(instances) };
  }
  const why = reasonWith(`the instances of ${region} could not be listed`, saidToKeys(listed.unread));
  return {
    instances: undefined,
    unseen: [{ what: 'the instances', why, todo: remedyOf(listed.unread) ?? null }],
  };
}

/** Of whom nobody knows whether a restart loses the data; each reason once. */
function unseenIn(instances: readonly ListedInstance[]): readonly Unseen[] {
  const reasons = instances.flatMap(({ restart }) => (restart?.losesData === null ? [restart.reason] : []));
  return [...new Set(reasons)].map((why) => {
    const count = reasons.filter((each) => each === why).length;
    const whose = count === 1 ? 'one instance' : `${count} instances`;
    return { what: `whether a restart loses the data of ${whose}`, why, todo: null };
  });
}
