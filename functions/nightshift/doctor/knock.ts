import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { exchange } from '../../maintenance/huawei/http-exchange.ts';
import { HuaweiCallError } from '../../maintenance/huawei/huawei-call-error.ts';

/** Whether a service answers at an address, and what its clock says. */
export type Knock =
  | {
      readonly kind: 'answered';
      readonly tookMs: number;
      /** How much its clock is ahead of ours, in milliseconds; `undefined` when it did not tell its time. */
      readonly aheadMs: number | undefined;
    }
  | { readonly kind: 'silent'; readonly code: string; readonly message: string };

const timeoutMs = 10_000;
/** Only the head of the answer is of use. */
const replyLimitBytes = 1024 * 1024;

/**
 * Asks for the root of a service, without a signature: the answer is a refusal, and its head tells what is to be known.
 */
export async function knock(address: string, now: () => number): Promise<Knock> {
  const url = new URL('/', address);
  const agent = new (url.protocol === 'https:' ? HttpsAgent : HttpAgent)({ keepAlive: false });
  const sentAt = now();
  try {
    const { headers } = await exchange({
      ...{ method: 'GET', url, headers: { 'user-agent': 'nightshift' }, body: undefined },
      ...{ agent, timeoutMs, replyLimitBytes },
    });
    const cameAt = now();
    const told = Date.parse(headers.date ?? '');
    return {
      kind: 'answered',
      tookMs: cameAt - sentAt,
      // A date has no milliseconds: on the average it is half a second behind what it was made from.
      aheadMs: Number.isNaN(told) ? undefined : told + 500 - (sentAt + cameAt) / 2,
    };
  } catch (error) {
    if (!(error instanceof HuaweiCallError)) throw error;
    return { kind: 'silent', code: error.code, message: error.message };
  }
}
