import { HuaweiCallError } from '../../maintenance/huawei/huawei-call-error.ts';
import type { Caller, IamClient, Project } from './iam-client.ts';

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
      failures.push(`${error.message} (${error.code})`);
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
