import { createHmac } from 'node:crypto';
import { CodedError } from '../foundation/coded-error.ts';
import type { ReplyHeaders } from '../http/exchange.ts';
import type { SettingsOf } from '../schedule/channels/channel-settings.ts';
import type { ChannelParts, Notice, VisibleChannel } from './channel.ts';
import { deliver } from './deliver.ts';
import { webhookId } from './notice.ts';
import { post, readWebhookUrl } from './post.ts';
import { type Classify, classifyStatus, type Verdict } from './verdict.ts';
import { cloudEventBody, cloudEventType, noticeBody } from './webhook-body.ts';

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
type Signable = { readonly id: string; readonly timestamp: number; readonly body: string };

/** The value of the `webhook-signature` header (Standard Webhooks, `v1`: HMAC-SHA256 over id, timestamp and body). */
export function sign({ id, timestamp, body }: Signable, key: Buffer): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** Reads an answer as CloudEvents' web hooks have it: two statuses mean more there than elsewhere. */
export function classifyCloudEvent(status: number, headers: ReplyHeaders): Verdict {
  switch (status) {
    case 202:
      return { kind: 'delivered', reason: 'HTTP 202: taken in, what becomes of it is not told' };
    case 415:
      return { kind: 'permanent', reason: 'HTTP 415: the receiver takes no CloudEvents as JSON' };
    default:
      return classifyStatus(status, headers);
  }
}
