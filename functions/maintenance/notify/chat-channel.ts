import type { Wording } from '../report/wording/wording.ts';
import { wordingIn } from '../report/wording/wording-in.ts';
import type { SettingsOf } from '../schedule/channels/channel-settings.ts';
import type { Redact } from '../secrets/redact.ts';
import type { ChannelParts, Notice, VisibleChannel } from './channel.ts';
import type { ChatContext, ChatKind, ChatMessage } from './chat-kind.ts';
import { deliver, type Form } from './deliver.ts';
import { noticeCard, oncePerNotice, webhookId } from './notice.ts';
import { post, readWebhookUrl } from './post.ts';

/** The settings that a chat reads. */
export type ChatSettings = Pick<SettingsOf<'feishu'>, 'url' | 'allowLoopback' | 'language'> & {
  readonly secret?: string | undefined;
  readonly mention?: readonly string[] | undefined;
};

/** What channels of one kind and language say in the same words, calling the same people. */
const drawOnce = oncePerNotice(
  (
    notice: Notice,
    kind: ChatKind,
    form: Form,
    wording: Wording,
    called: string,
    redact: Redact,
    id: string,
  ) => {
    const mention = called === '' ? [] : called.split('\n');
    const context: ChatContext = { wording, mention, limit: kind.limit, id };
    const card = noticeCard(notice, wording, redact);
    return form === 'full' ? kind.build(card, context) : kind.text(card, context);
  },
);

/**
 * A channel of a chat: what is particular to it comes from its kind, all else is the same for every chat. Throws
 * `WebhookUrlError` for a URL to which nothing could ever be posted.
 */
export function createChatChannel(kind: ChatKind, parts: ChannelParts<ChatSettings>): VisibleChannel {
  const { name, settings, clock, redact } = parts;
  const { url, secret, allowLoopback, language, mention = [] } = settings;
  readWebhookUrl(url, allowLoopback);
  const wording = wordingIn(language);
  const address = kind.address?.(url) ?? url;

  const sealed = (message: ChatMessage) =>
    kind.seal && secret !== undefined ? kind.seal(message, secret, clock.now()) : message;

  const headers = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Nightshift' };
  const draw = (notice: Notice, id: string) => {
    const called = mention.join('\n');
    return {
      full: drawOnce(notice, kind, 'full', wording, called, redact, id),
      plain: () => drawOnce(notice, kind, 'plain', wording, called, redact, id),
    };
  };

  return {
    name,
    preview: (notice) => ({ headers, body: JSON.stringify(draw(notice, webhookId(notice)).full) }),
    async tell(notice: Notice, deadline: number) {
      const id = webhookId(notice);
      const { full, plain } = draw(notice, id);
      const send = (timeoutMs: number, form: Form) => {
        const message = sealed({ url: address, body: form === 'full' ? full : plain() });
        return post({
          url: message.url,
          headers,
          body: JSON.stringify(message.body),
          timeoutMs,
          allowLoopback,
        });
      };
      return deliver({ send, classify: kind.classify, about: { id } }, parts, deadline);
    },
  };
}
