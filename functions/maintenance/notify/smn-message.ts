import type { TopicMessage } from '../huawei/smn/smn-client.ts';
import { type Card, toneMarks } from '../report/card.ts';
import { cutToLimit } from '../report/fit-card.ts';
import { plainPen, writeLine } from '../report/write-card.ts';
import type { ChatContext } from './chat-kind.ts';
import { fitTextBody } from './fit-text-body.ts';

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
