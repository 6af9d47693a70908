import { isoInZone } from '../../maintenance/foundation/time/iso-in-zone.ts';
import type { CloudClock } from './cloud-clock.ts';

/** After so many looks at which the clock had not moved it is told, and again after twice as many. */
const looksUntilTold = 10;
const lookEveryMs = 1_000;
const chinaMs = 28_800_000;

/**
 * Tells when a cloud's clock has stood still for 10 real seconds, and for whom it waits: mostly a machine is only busy,
 * but who sees nothing happen must be able to see why. Nothing but what is told depends on this. The answer ends it.
 */
export function tellStandstill(
  clock: Pick<CloudClock, 'standing'>,
  tell: (line: string) => void,
): () => void {
  let last = clock.standing().at;
  let looks = 0;
  let toldAt = looksUntilTold;
  const timer = setInterval(() => {
    const { at, waitsFor } = clock.standing();
    // One that sleeps because nobody needs it waits for nobody.
    const stands = at === last && waitsFor.length > 0;
    last = at;
    looks = stands ? looks + 1 : 0;
    if (looks === 0) toldAt = looksUntilTold;
    if (looks < toldAt) return;
    toldAt *= 2;
    const seconds = (looks * lookEveryMs) / 1_000;
    tell(
      `the cloud's clock stands still at ${isoInZone(at, chinaMs)}, for ${seconds} s by now: it waits for ${waitsFor.join(', and for ')}`,
    );
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
