import { createHash } from 'node:crypto';
import type { Notice } from './channel.ts';

/** Keeps the header short however long a job's name is. */
const longestReadable = 80;

/**
 * The `webhook-id` of a notice: the same for every try and every delivery of it, so that a receiver can drop the
 * second. Readable, with a hash because the readable part is lossy; no dot, which Standard Webhooks signs as a
 * separator.
 */
export function webhookId({ type, id }: Notice): string {
  const readable = id.replace(/[^A-Za-z0-9]+/g, '-').slice(0, longestReadable);
  const hash = createHash('sha256').update(`${type} ${id}`).digest('hex').slice(0, 16);
  return `msg_${readable}_${hash}`;
}
