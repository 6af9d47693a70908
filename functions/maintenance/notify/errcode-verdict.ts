import { type Classify, classifyStatus, notItsAnswer, readJsonReply, type Verdict } from './verdict.ts';

/** What the codes of a robot mean. */
type Errcodes = {
  /** Reads the value of `errcode`; `undefined` when it is no code. */
  readonly read: (errcode: unknown) => number | undefined;
  /** The verdict on a code other than 0; `undefined` for one that is unknown. `errmsg` is untrusted and never quoted. */
  readonly judge: (code: number, errmsg: string) => Verdict | undefined;
};

/**
 * Reads the answers of robots that say with HTTP 200 and `errcode` how it went. A known code counts for more than
 * the status; an unknown one is a failure.
 */
export function classifyErrcode({ read, judge }: Errcodes): Classify {
  return (status, headers, body) => {
    const byStatus = classifyStatus(status, headers);
    const reply = readJsonReply(body);
    const code = read(reply?.['errcode']);
    if (code === undefined) {
      if (byStatus.kind !== 'delivered') return byStatus;
      return notItsAnswer(`HTTP ${status}`, 'a robot');
    }
    if (code === 0)
      return byStatus.kind === 'delivered' ? { kind: 'delivered', reason: 'errcode 0' } : byStatus;
    const known = judge(code, String(reply?.['errmsg'] ?? ''));
    if (known) return known;
    return byStatus.kind === 'delivered' ? { kind: 'permanent', reason: `errcode ${code}` } : byStatus;
  };
}

/** A verdict on a message that the robot had no time for; `retryAfter` in seconds. */
export function busyRobot(code: number, why: string, retryAfter?: number): Verdict {
  return {
    kind: 'transient',
    reason: `errcode ${code}: ${why}`,
    retryAfter: retryAfter === undefined ? undefined : String(retryAfter),
    mayHaveArrived: false,
  };
}
