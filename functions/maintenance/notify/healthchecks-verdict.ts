import type { ReplyHeaders } from '../http/exchange.ts';
import { classifyStatus, type Verdict } from './verdict.ts';

/** Five pings a minute are taken of a check; when the minute is over is not told. */
const rateWindowSeconds = '60';

/** The URL's fault, by status. */
const permanent: Readonly<Record<number, string>> = {
  400: 'the URL is not that of a check',
  404: 'there is no such check',
  409: 'more than one check has this slug',
};

/**
 * Reads an answer to a ping. For URLs with a UUID hc-ping.com says 200 whatever happens, for the sake of old clients:
 * only the word tells whether the ping was taken.
 */
export function classifyPing(status: number, headers: ReplyHeaders, body: string): Verdict {
  const byStatus = classifyStatus(status, headers);
  if (byStatus.kind === 'delivered') return verdictOfWord(status, body.trim());
  const why = permanent[status];
  return why === undefined ? byStatus : { kind: 'permanent', reason: `HTTP ${status}: ${why}` };
}

function verdictOfWord(status: number, said: string): Verdict {
  switch (said) {
    case 'OK':
      return { kind: 'delivered', reason: 'OK' };
    case 'Created':
      return { kind: 'delivered', reason: 'Created: the check is new' };
    case 'OK (not found)':
      return { kind: 'permanent', reason: `HTTP ${status}: there is no such check` };
    case 'OK (rate limited)':
      return {
        kind: 'transient',
        reason: `HTTP ${status}: more than 5 pings in a minute`,
        retryAfter: rateWindowSeconds,
        mayHaveArrived: false,
      };
    default:
      return { kind: 'permanent', reason: `HTTP ${status}, but not the word OK`, mayHaveArrived: true };
  }
}
