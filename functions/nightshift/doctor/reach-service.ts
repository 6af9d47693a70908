import { exchange } from '../../maintenance/http/exchange.ts';
import { silenceError } from '../../maintenance/huawei/huawei-call-error.ts';

/** Whether a service answers at an address, and what its clock says. */
export type ServiceReach =
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
export async function reachService(address: string, now: () => number): Promise<ServiceReach> {
  const url = new URL('/', address);
  const sentAt = now();
  const headers = { 'user-agent': 'nightshift' };
  const result = await exchange({ method: 'GET', url, headers, timeoutMs, replyLimitBytes });
  if (result.kind === 'silence') {
    const { code, message } = silenceError(result, { host: url.host, timeoutMs });
    return { kind: 'silent', code, message };
  }
  const cameAt = now();
  const told = Date.parse(result.headers['date'] ?? '');
  return {
    kind: 'answered',
    tookMs: cameAt - sentAt,
    // A date has no milliseconds: on the average it is half a second behind what it was made from.
    aheadMs: Number.isNaN(told) ? undefined : told + 500 - (sentAt + cameAt) / 2,
  };
}
