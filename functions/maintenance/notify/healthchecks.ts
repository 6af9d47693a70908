import { needsPerson } from '../report/comparison.ts';
import { type Wording, wordingIn } from '../report/wording/wording.ts';
import { plainPen } from '../report/write-card.ts';
import type { SettingsOf } from '../schedule/channels/channel-settings.ts';
import type { Redact } from '../secrets/redact.ts';
import type { Notice, VisibleChannel } from './channel.ts';
import type { ChannelParts } from './channel-parts.ts';
import { deliver } from './deliver.ts';
import { fitTextBody } from './fit-text-body.ts';
import { classifyPing } from './healthchecks-verdict.ts';
import { noticeCard } from './notice-card.ts';
import { type PingSignal, pingUrl } from './ping-url.ts';
import { post, readWebhookUrl } from './post.ts';

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
  const { run, status } = notice.summary;
  return { signal: needsPerson(status) ? 'fail' : 'success', run, body };
}

/** The summary as plain text, which is what a check shows. */
export function pingBody(notice: Notice, wording: Wording, redact: Redact): string {
  const context = { wording, limit: pingBodyLimit };
  const asText = { wrap: (text: string) => text, measure: (text: string) => Buffer.byteLength(text) };
  return fitTextBody(noticeCard(notice, wording, redact), plainPen(''), asText, context);
}
