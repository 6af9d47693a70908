import type { ReplyHeaders } from '../http/exchange.ts';
import { classifyStatus, type Verdict } from './verdict.ts';

/** Reads an answer as CloudEvents' web hooks have it: two statuses mean more there than elsewhere. */
export function classifyCloudEvent(status: number, headers: ReplyHeaders): Verdict {
  switch (status) {
    case 202:
      return { kind: 'delivered', reason: 'HTTP 202: taken in, what becomes of it is not told' };
    case 415:
      return { kind: 'permanent', reason: 'HTTP 415: the receiver takes no CloudEvents as JSON' };
    default:
      return classifyStatus(status, headers);
  }
}
