import { createRedactor, type Redact } from '../secrets/redact.ts';
import { type Credentials, secretsOf } from './credentials.ts';

/** The keys of a client, which may change while it lives: an agency's are good for a day at most. */
export interface KeyRing {
  /** Those to sign with. */
  readonly current: Credentials;
  /** Takes the keys as they are now. */
  renewed(): Credentials;
  /** Hides all keys that there were: an answer may repeat the old ones when the new ones are there. */
  readonly redact: Redact;
}

/** A ring with some keys on it; `renew` gives those of now, and none change without it. */
export function createKeyRing(first: Credentials, renew: () => Credentials = () => first): KeyRing {
  let current = first;
  const secrets = new Set(secretsOf(first));
  let redact = createRedactor([...secrets]);
  return {
    get current() {
      return current;
    },
    renewed() {
      current = renew();
      for (const secret of secretsOf(current)) secrets.add(secret);
      redact = createRedactor([...secrets]);
      return current;
    },
    redact: (text) => redact(text),
  };
}
