import { CodedError } from '../foundation/coded-error.ts';
import type { Publish } from '../huawei/smn/smn-client.ts';
import { wordingIn } from '../report/wording/wording.ts';
import type { SettingsOf } from '../schedule/channels/channel-settings.ts';
import { readTopicUrn } from '../schedule/channels/topic-urn.ts';
import type { VisibleChannel } from './channel.ts';
import type { ChannelParts } from './channel-parts.ts';
import { deliver, type Form } from './deliver.ts';
import { noticeCard } from './notice-card.ts';
import { webhookId } from './notice-id.ts';
import { plainSmnMessage, smnMessage } from './smn-message.ts';
import { classifySmn } from './smn-verdict.ts';

/** Settings with which nothing could ever be published. Quotes none of them. */
export class TopicError extends CodedError {
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
