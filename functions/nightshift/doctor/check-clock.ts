import { type CheckResult, ill, notTried, well } from './check-result.ts';
import type { ServiceReach } from './reach-service.ts';

/** Huawei Cloud refuses a signature that is made more than 15 minutes off. */
export const mostSkewMs = 15 * 60_000;
const worthWarningMs = 60_000;

/** How far this machine's clock is behind that of the cloud, as the quickest answer tells; `undefined` when none does. */
export function skewOf(
  reached: ReadonlyMap<string, ServiceReach>,
): { aheadMs: number; host: string } | undefined {
  const told = [...reached]
    .flatMap(([address, reach]) =>
      reach.kind === 'answered' && reach.aheadMs !== undefined
        ? [{ host: new URL(address).host, tookMs: reach.tookMs, aheadMs: reach.aheadMs }]
        : [],
    )
    .toSorted((one, other) => one.tookMs - other.tookMs);
  return told[0];
}

/** Whether signatures of this machine are made in time. */
export function checkClock(reached: ReadonlyMap<string, ServiceReach>): readonly CheckResult[] {
  const skew = skewOf(reached);
  if (!skew) return [notTried('clock.unknown', 'no server answered, so this clock cannot be checked')];
  const { aheadMs, host } = skew;
  const off = `this clock is ${span(Math.abs(aheadMs))} ${aheadMs > 0 ? 'behind' : 'ahead of'} that of ${host}`;
  const todo = 'set the clock of this machine, for example by NTP; the function has its own clock';
  if (Math.abs(aheadMs) >= mostSkewMs)
    return [
      ill('error', 'clock.skewed', `${off}, and signatures more than 15 minutes off are refused`, { todo }),
    ];
  if (Math.abs(aheadMs) >= worthWarningMs)
    return [ill('warning', 'clock.drifts', `${off}; from 15 minutes on signatures are refused`, { todo })];
  return [well('clock', `within ${Math.max(1, Math.ceil(Math.abs(aheadMs) / 1_000))} s of ${host}`)];
}

function span(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
