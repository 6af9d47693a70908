import { createHash } from 'node:crypto';
import type { ReplyHeaders } from '../http/exchange.ts';
import { callsPeople } from '../report/comparison.ts';
import type { Wording } from '../report/wording/wording.ts';
import { wordingIn } from '../report/wording/wording-in.ts';
import { plainPen } from '../report/write-card.ts';
import type { SettingsOf } from '../schedule/channels/channel-settings.ts';
import type { Redact } from '../secrets/redact.ts';
import type { ChannelParts, Notice, VisibleChannel } from './channel.ts';
import { deliver } from './deliver.ts';
import { fitTextBody } from './fit-text-body.ts';
import { noticeCard } from './notice.ts';
import { post, readWebhookUrl } from './post.ts';
import { classifyStatus, type Verdict } from './verdict.ts';

/** As much of a body as a check keeps by default (PING_BODY_LIMIT); it would cut the rest, characters and all. */
export const pingBodyLimit = 10_000;

/** A ping: what it says, of which run, and why. */
type Ping = { readonly signal: PingSignal; readonly run: string | undefined; readonly body: string };

/**
 * A dead man's switch in the way of Healthchecks: it raises the alarm by itself when a run does not begin, does not
 * end, or needs a person. Throws `WebhookUrlError` for a URL to which nothing could ever be posted.
 */
export function createHealthchecksChannel(parts: ChannelParts<SettingsOf<'healthchecks'>>): VisibleChannel {
  const { name, settings, redact } = parts;
  const { allowLoopback } = settings;
  const check = readWebhookUrl(settings.url, allowLoopback).url;
  const wording = wordingIn(settings.language);

  const headers = { 'content-type': 'text/plain; charset=utf-8', 'user-agent': 'Nightshift' };

  function ping({ signal, run, body }: Ping, deadline: number) {
    const url = pingUrl(check, signal, run);
    const send = (timeoutMs: number) => post({ url, headers, body, timeoutMs, allowLoopback });
    return deliver({ send, classify: classifyPing, about: { signal, run } }, parts, deadline);
  }

  return {
    name,
    preview: (notice) => ({ headers, body: pingBody(notice, wording, redact) }),
    begin: (run, deadline) => ping({ signal: 'start', run, body: '' }, deadline),
    tell: (notice, deadline) => ping(endOf(notice, wording, redact), deadline),
  };
}

/** That a run was skipped, or found nothing to do, is well: somebody was there to find that out. */
function endOf(notice: Notice, wording: Wording, redact: Redact): Ping {
  const body = pingBody(notice, wording, redact);
  if (notice.type === 'nightshift.invocation.failed') return { signal: 'fail', run: undefined, body };
  if (notice.type === 'nightshift.fires.missed') return { signal: 'success', run: undefined, body };
  const { run, status } = notice.summary;
  return { signal: callsPeople(status, notice.background ?? {}) ? 'fail' : 'success', run, body };
}

/** The summary as plain text, which is what a check shows. */
export function pingBody(notice: Notice, wording: Wording, redact: Redact): string {
  const context = { wording, limit: pingBodyLimit };
  const asText = { wrap: (text: string) => text, measure: (text: string) => Buffer.byteLength(text) };
  return fitTextBody(noticeCard(notice, wording, redact), plainPen(''), asText, context);
}

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

/** What a ping says: a run has begun, went well, or needs a person. */
type PingSignal = 'start' | 'success' | 'fail';

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
