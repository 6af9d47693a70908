import { createHmac } from 'node:crypto';
import { CodedError } from '../foundation/coded-error.ts';

/** A secret that cannot sign. Never quotes it. */
export class SigningSecretError extends CodedError {
  constructor(found: string) {
    super(
      'bad-webhook-secret',
      `the channel's secret ${found} - expected whsec_ and 24 to 64 bytes in base64`,
    );
  }
}

const prefix = 'whsec_';

/** The key within a Standard Webhooks secret (`whsec_` and base64 of 24 to 64 bytes). Throws `SigningSecretError`. */
export function readSigningKey(secret: string): Buffer {
  if (!secret.startsWith(prefix)) throw new SigningSecretError('does not begin with whsec_');
  const encoded = secret.slice(prefix.length);
  const key = Buffer.from(encoded, 'base64');
  // Buffer skips what is not base64; a receiver that does not would have another key.
  if (key.toString('base64') !== encoded) throw new SigningSecretError('is not padded base64');
  if (key.length < 24 || key.length > 64) throw new SigningSecretError(`holds ${key.length} bytes`);
  return key;
}

/** What is signed: the id of the event, the time of this try in seconds since 1970, the body as it is sent. */
export type Signable = { readonly id: string; readonly timestamp: number; readonly body: string };

/** The value of the `webhook-signature` header (Standard Webhooks, `v1`: HMAC-SHA256 over id, timestamp and body). */
export function sign({ id, timestamp, body }: Signable, key: Buffer): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
