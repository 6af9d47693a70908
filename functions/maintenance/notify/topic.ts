import type { TopicPlace } from '../schedule/channels/topic-urn.ts';
import type { PostResult } from './post-result.ts';

/** What is published to a topic of SMN, with the names of its API. */
export type TopicMessage = {
  /** At most 512 bytes, without a line break; it becomes the subject of a mail. */
  readonly subject?: string;
  readonly message?: string;
  /** JSON: texts by the protocol of the subscription, and `default` for the rest. Goes before `message`. */
  readonly message_structure?: string;
  /** Seconds for which SMN tries to deliver, as text. */
  readonly time_to_live: string;
};

/** Publishes a message, once; never rejects. `timeoutMs` for all of it. */
export type Publish = (message: TopicMessage, timeoutMs: number) => Promise<PostResult>;

/** A topic; `endpoint` where it is not the region's own. */
export type Topic = TopicPlace & { readonly topicUrn: string; readonly endpoint: string | undefined };

/** Finds the way to a topic when there is something to tell. Rejects with `CodedError` where there are no credentials. */
export type OpenTopic = (topic: Topic) => Promise<Publish>;
