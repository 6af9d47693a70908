import type { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse.js';
import * as z from 'zod/mini';
import { withCode } from '../../maintenance/foundation/call-cause.ts';
import { HuaweiCallError } from '../../maintenance/huawei/huawei-call-error.ts';

/** Who signs, as STS tells it: `iam::ACCOUNT:user:NAME`, or `sts::ACCOUNT:assumed-agency:AGENCY/SESSION`. */
type Caller = { readonly accountId: string; readonly principalUrn: string };

/** A project of an account. The one that a region has from the start is called as the region. */
export type Project = { readonly id: string; readonly name: string; readonly enabled: boolean };

const callerSchema = z.object({ account_id: z.string(), principal_urn: z.string() });
const domainsSchema = z.object({ domains: z.array(z.object({ name: z.string() })) });
const projectsSchema = z.object({
  projects: z.array(z.object({ id: z.string(), name: z.string(), enabled: z._default(z.boolean(), true) })),
});

/** What IAM and STS tell everybody about himself: none of these calls needs a permission. */
export class IamClient {
  readonly #iam: Pick<HcClient, 'sendRequest'>;
  readonly #sts: Pick<HcClient, 'sendRequest'>;

  constructor(iam: Pick<HcClient, 'sendRequest'>, sts: Pick<HcClient, 'sendRequest'>) {
    this.#iam = iam;
    this.#sts = sts;
  }

  /** GetCallerIdentity of STS v5. */
  async callerIdentity(): Promise<Caller> {
    const { account_id, principal_urn } = await ask(this.#sts, '/v5/caller-identity', callerSchema);
    return { accountId: account_id, principalUrn: principal_urn };
  }

  /** KeystoneListAuthDomains of IAM v3: there is one. */
  async accountName(): Promise<string | undefined> {
    const { domains } = await ask(this.#iam, '/v3/auth/domains', domainsSchema);
    return domains[0]?.name;
  }

  /** KeystoneListAuthProjects of IAM v3. */
  async projects(): Promise<readonly Project[]> {
    return (await ask(this.#iam, '/v3/auth/projects', projectsSchema)).projects;
  }
}

async function ask<Schema extends z.core.$ZodType>(
  client: Pick<HcClient, 'sendRequest'>,
  url: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const answer = await client.sendRequest<SdkResponse>({
    ...{ method: 'GET', url, contentType: 'application/json' },
    ...{ queryParams: {}, pathParams: {}, headers: {} },
  });
  const parsed = z.safeParse(schema, answer);
  if (parsed.success) return parsed.data;
  throw new HuaweiCallError('MALFORMED', `the answer to ${url} is not the documented one`, {
    end: 'malformed',
    httpStatus: 200,
  });
}

/** Whose keys they are, as far as IAM tells. */
export type Identity =
  | {
      readonly kind: 'known';
      readonly caller: Caller | undefined;
      readonly accountName: string | undefined;
      /** The projects that the keys may be used in; `undefined` when that was not told. */
      readonly projects: readonly Project[] | undefined;
    }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };

/**
 * Asks who the keys are of. One call after the other, and none after a refusal: six calls with a wrong key, and IAM
 * locks it for five minutes. Neither call needs a permission.
 */
export async function identify(iam: IamClient): Promise<Identity> {
  const failures: string[] = [];
  async function ask<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof HuaweiCallError) || error.httpStatus === 401) throw error;
      failures.push(withCode(error.message, error.code));
      return undefined;
    }
  }
  try {
    const caller = await ask(() => iam.callerIdentity());
    const accountName = await ask(() => iam.accountName());
    const projects = await ask(() => iam.projects());
    if (caller || accountName !== undefined || projects)
      return { kind: 'known', caller, accountName, projects };
    return { kind: 'unknown', message: failures[0] ?? 'IAM told nothing' };
  } catch (error) {
    if (!(error instanceof HuaweiCallError)) throw error;
    return { kind: 'refused', code: error.code, message: error.message };
  }
}
