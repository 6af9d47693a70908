import type { SettingsOf } from '../schedule/channels/channel-settings.ts';
import type { Notice, VisibleChannel } from './channel.ts';
import type { ChannelParts } from './channel-parts.ts';
import { cloudEventBody, cloudEventType } from './cloud-event-body.ts';
import { classifyCloudEvent } from './cloud-event-verdict.ts';
import { deliver } from './deliver.ts';
import { noticeBody } from './notice-body.ts';
import { webhookId } from './notice-id.ts';
import { post, readWebhookUrl } from './post.ts';
import { readSigningKey, sign } from './sign.ts';
import { type Classify, classifyStatus } from './verdict.ts';

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
  const { name, settings, clock, redact } = parts;
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
      return deliver({ send, classify: envelope.classify, about: { id } }, parts, deadline);
    },
  };
}
