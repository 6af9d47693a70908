import type { SettingsOf } from '../schedule/channels/channel-settings.ts';
import type { Notice, VisibleChannel } from './channel.ts';
import type { ChannelParts } from './channel-parts.ts';
import { cloudEventBody, cloudEventType } from './cloud-event-body.ts';
import { classifyCloudEvent } from './cloud-event-verdict.ts';
import { deliver } from './deliver.ts';
import { notWanted } from './is-wanted.ts';
import { noticeBody } from './notice-body.ts';
import { webhookId } from './notice-id.ts';
import { readSigningKey, sign } from './sign.ts';
import { post } from './transport.ts';
import { type Classify, classifyStatus, type Verdict } from './verdict.ts';
import { readWebhookUrl } from './webhook-url.ts';

/** What the notice is wrapped in, how that is announced, and how its receivers answer. */
type Envelope = {
  readonly type: string;
  readonly body: (notice: Notice, id: string, now: number) => string;
  readonly classify: Classify;
};

/**
 * A channel that posts the notice as JSON, on request as a CloudEvent, signed per Standard Webhooks when it has a
 * secret. Throws `WebhookUrlError` and `SigningSecretError` for settings with which nothing could ever be delivered.
 */
export function createWebhookChannel(parts: ChannelParts<SettingsOf<'webhook'>>): VisibleChannel {
  const { name, settings, clock, random, redact, log } = parts;
  const { url, allowLoopback } = settings;
  readWebhookUrl(url, allowLoopback);
  const key = settings.secret === undefined ? undefined : readSigningKey(settings.secret);

  const envelope: Envelope =
    settings.envelope === 'cloudevents'
      ? {
          type: cloudEventType,
          body: (notice, id, now) => cloudEventBody(notice, { id, now }, redact),
          classify: classifyCloudEvent,
        }
      : {
          type: 'application/json',
          body: (notice, _id, now) => noticeBody(notice, now, redact),
          classify: classifyStatus,
        };

  const signatureOf = (id: string, timestamp: number, body: string) =>
    key ? { 'webhook-signature': sign({ id, timestamp, body }, key) } : {};

  const headersOf = (id: string) => ({
    'content-type': envelope.type,
    'user-agent': 'Nightshift',
    'webhook-id': id,
  });

  return {
    name,
    preview(notice) {
      const id = webhookId(notice);
      return { headers: headersOf(id), body: envelope.body(notice, id, clock.now()) };
    },
    async tell(notice: Notice, deadline: number) {
      const unwanted = notWanted(notice, settings.when);
      if (unwanted) return { channel: name, ...unwanted };
      const id = webhookId(notice);
      const body = envelope.body(notice, id, clock.now());
      const send = (timeoutMs: number) => {
        // Of this try: receivers refuse a signature that is older than five minutes.
        const timestamp = Math.floor(clock.now() / 1_000);
        const headers = {
          ...headersOf(id),
          'webhook-timestamp': String(timestamp),
          ...signatureOf(id, timestamp, body),
        };
        return post({ url, headers, body, timeoutMs, allowLoopback });
      };
      const onTry = (verdict: Verdict, attempt: number) =>
        log?.('channel tried', { channel: name, attempt, verdict: verdict.kind, reason: verdict.reason, id });
      return {
        channel: name,
        ...(await deliver({ send, classify: envelope.classify, onTry }, { clock, deadline, random })),
      };
    },
  };
}
