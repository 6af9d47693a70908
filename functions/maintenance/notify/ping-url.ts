import { createHash } from 'node:crypto';

/** What a ping says: a run has begun, went well, or needs a person. */
export type PingSignal = 'start' | 'success' | 'fail';

/** The URL of a ping; `run` joins it with the other pings of that run, and stays out where there is none. */
export function pingUrl(check: URL, signal: PingSignal, run?: string): string {
  const url = new URL(check);
  if (signal !== 'success') url.pathname = `${url.pathname.replace(/\/$/, '')}/${signal}`;
  if (run !== undefined) url.searchParams.set('rid', runUuid(run));
  return url.href;
}

/**
 * The UUID under which a check knows a run: the same in every invocation that carries the run on. Of version 8, which
 * leaves it to us what its bits are made of (RFC 9562).
 */
export function runUuid(run: string): string {
  const bytes = createHash('sha256').update(`nightshift run ${run}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
