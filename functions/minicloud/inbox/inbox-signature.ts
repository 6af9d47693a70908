import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How far a message's timestamp may be from the receiver's clock: Standard Webhooks' five minutes. */
const toleranceSeconds = 5 * 60;

/** A receiver's side of a shared secret. */
export type Receiver = {
  /** `whsec_` and the key in base64. */
  readonly secret: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** On top of the five minutes: what a message may spend on its way on a clock that runs faster than real time. */
  readonly extraToleranceMs?: number;
};

/**
 * Says what is wrong with a message's Standard Webhooks signature; `undefined` when nothing is. Written from the
 * specification and not from our sender, which it checks.
 */
export function webhookFlaw(
  headers: IncomingHttpHeaders,
  body: Buffer,
  { secret, now, extraToleranceMs = 0 }: Receiver,
): string | undefined {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (typeof id !== 'string' || id === '') return 'no webhook-id';
  if (typeof timestamp !== 'string' || !/^\d+$/.test(timestamp)) return 'no webhook-timestamp in seconds';
  if (typeof signatures !== 'string') return 'no webhook-signature';

  const seconds = Math.floor(now / 1000) - Number(timestamp);
  const tolerance = toleranceSeconds + extraToleranceMs / 1000;
  if (seconds > tolerance) return 'webhook-timestamp too old';
  if (-seconds > tolerance) return 'webhook-timestamp in the future';

  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  // Several signatures are how a secret is changed without a gap: one that is right is enough.
  const right = signatures.split(' ').some((signature) => signs(signature, expected));
  return right ? undefined : 'webhook-signature does not match';
}

function signs(signature: string, expected: Buffer): boolean {
  const [version, encoded = ''] = signature.split(',');
  const given = Buffer.from(encoded, 'base64');
  return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
}
