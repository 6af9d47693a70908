import { CodedError } from '../foundation/coded-error.ts';
import type { ReplyHeaders } from '../http/exchange.ts';
import { permissions } from '../huawei/permissions.ts';
import { throttleWindowMs } from '../huawei/read-reply.ts';
import type { Publish, TopicMessage } from '../huawei/smn/smn-client.ts';
import { type Card, toneMarks } from '../report/card.ts';
import { cutToLimit } from '../report/fit-card.ts';
import { wordingIn } from '../report/wording/wording-in.ts';
import { plainPen, writeLine } from '../report/write-card.ts';
import type { SettingsOf } from '../schedule/channels/channel-settings.ts';
import { readTopicUrn } from '../schedule/channels/topic-urn.ts';
import type { ChannelParts, VisibleChannel } from './channel.ts';
import type { ChatContext } from './chat-kind.ts';
import { deliver, type Form } from './deliver.ts';
import { fitTextBody } from './fit-text-body.ts';
import { noticeCard, webhookId } from './notice.ts';
import { classifyStatus, notItsAnswer, readJsonReply, type Verdict } from './verdict.ts';

/** Settings with which nothing could ever be published. Quotes none of them. */
class TopicError extends CodedError {
  constructor(message: string) {
    super('bad-topic', message);
  }
}

/** A channel to a topic of SMN, whose subscribers get mails, SMS or messages of chats. Throws `TopicError`. */
export function createSmnChannel(parts: ChannelParts<SettingsOf<'smn'>>): VisibleChannel {
  const { name, settings, redact, openTopic } = parts;
  const { topicUrn, language } = settings;
  const place = readTopicUrn(topicUrn);
  if (!place)
    throw new TopicError("the topic's URN cannot be read - expected urn:smn:REGION:PROJECT-ID:TOPIC");
  if (!openTopic) throw new TopicError('there are no credentials here to publish with');
  const wording = wordingIn(language);

  return {
    name,
    preview: (notice) => ({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(smnMessage(noticeCard(notice, wording, redact), { wording })),
    }),
    async tell(notice, deadline) {
      let publish: Publish;
      try {
        publish = await openTopic({ ...place, topicUrn, endpoint: settings.endpoint });
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        return { channel: name, status: 'not-tried', attempts: 0, reason: redact(error.message) };
      }
      const id = webhookId(notice);
      const card = noticeCard(notice, wording, redact);
      const send = (timeoutMs: number, form: Form) =>
        publish((form === 'full' ? smnMessage : plainSmnMessage)(card, { wording }), timeoutMs);
      return deliver({ send, classify: classifySmn, about: { id } }, parts, deadline);
    },
  };
}

/** What each part of a message may measure, in bytes of UTF-8. */
export type SmnLimits = {
  readonly subject: number;
  readonly mail: number;
  readonly chat: number;
  readonly sms: number;
};

/**
 * SMN takes 512 bytes of subject and 256 KB in all. What it hands on to robots of chats and as SMS it does not cut:
 * a robot of WeCom takes 2,048 bytes, and of an SMS every 67 characters are paid for.
 */
export const smnLimits: SmnLimits = { subject: 512, mail: 200_000, chat: 2_000, sms: 402 };

/** Mails of a night are read in the morning. */
const time_to_live = String(24 * 3_600);

type Writing = Pick<ChatContext, 'wording'> & { readonly limits?: SmnLimits };

/** A message with a text for mails, one for SMS, and one that every other subscriber has room for. */
export function smnMessage(card: Card, { wording, limits = smnLimits }: Writing): TopicMessage {
  const write = (limit: number) => writeFitted(card, { wording, limit });
  const texts = { default: write(limits.chat), email: write(limits.mail), sms: smsOf(card, limits.sms) };
  return {
    subject: cutToLimit(card.headline, bytes, limits.subject),
    message_structure: JSON.stringify(texts),
    time_to_live,
  };
}

/** The same as one text and without a subject, for when SMN takes offence at either. */
export function plainSmnMessage(card: Card, { wording, limits = smnLimits }: Writing): TopicMessage {
  return { message: writeFitted(card, { wording, limit: limits.chat }), time_to_live };
}

function writeFitted(card: Card, context: Pick<ChatContext, 'wording' | 'limit'>): string {
  return fitTextBody(card, plainPen(''), { wrap: (text) => text, measure: bytes }, context);
}

/** What ran and how it ended. Square and lenticular brackets are kept for the signature of whoever sends an SMS. */
function smsOf(card: Card, limit: number): string {
  const lines = [`${toneMarks[card.tone]} ${card.headline}`, writeLine(card.glance, plainPen(''))];
  const text = lines
    .join('\n')
    .replace(/[[【]/g, '(')
    .replace(/[\]】]/g, ')');
  return cutToLimit(text, bytes, limit);
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

/** What the codes of SMN and of the gateway before it mean; their words are not quoted, see `classifyStatus`. */
const permanent: Readonly<Record<string, string>> = {
  'SMN.0001': `the function's agency lacks the permission ${permissions.publishToTopic}, see config/iam-policy-smn.json, or the topic's policy does not let it in`,
  'SMN.0005': "the topic's URN is none",
  'SMN.0006': 'there is no such topic',
  'SMN.0022': 'the credentials are not accepted',
  'APIGW.0301': 'the credentials are not accepted',
};

/** Subject, message, structure of the message, and length. */
const refusals: readonly string[] = ['SMN.0008', 'SMN.0009', 'SMN.0021', 'SMN.0047'];

/** Reads an answer of SMN: success is a message id, and only says that SMN will try to deliver. */
export function classifySmn(status: number, headers: ReplyHeaders, body: string): Verdict {
  const byStatus = classifyStatus(status, headers);
  const reply = readJsonReply(body);
  if (byStatus.kind === 'delivered') {
    const id = reply?.['message_id'];
    if (typeof id === 'string' && /^[\w-]{1,64}$/.test(id))
      return { kind: 'delivered', reason: `taken in by SMN as ${id}` };
    return notItsAnswer(byStatus.reason, 'SMN');
  }
  if (byStatus.kind === 'transient')
    return status === 429 ? { ...byStatus, retryAfter: waitOf(headers, reply) } : byStatus;
  const code = String(reply?.['code'] ?? reply?.['error_code'] ?? '');
  if (code === 'APIGW.0308') {
    const retryAfter = waitOf(headers, reply);
    return { kind: 'transient', reason: `${code}: too many messages`, retryAfter, mayHaveArrived: false };
  }
  if (refusals.includes(code))
    return { kind: 'refused-card', reason: `${code}: the form of the message was refused` };
  const why = Object.hasOwn(permanent, code) ? permanent[code] : undefined;
  return why === undefined ? byStatus : { kind: 'permanent', reason: `${code}: ${why}` };
}

/** What the gateway asks for in its headers, else the window that it names in its words. */
function waitOf(headers: ReplyHeaders, reply: ReturnType<typeof readJsonReply>): string | undefined {
  const window = throttleWindowMs(String(reply?.['error_msg'] ?? reply?.['message'] ?? ''));
  return headers['retry-after'] ?? (window === undefined ? undefined : String(window / 1_000));
}
