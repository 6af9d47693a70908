import type { Clock } from '../foundation/clock.ts';
import type { Publish, Topic } from '../huawei/smn/smn-client.ts';
import type { ChannelSettings } from '../schedule/channels/channel-settings.ts';
import type { Redact } from '../secrets/redact.ts';

/** What a channel is made of, whatever its kind, or with the settings of one kind. */
export type ChannelParts<Settings = ChannelSettings> = {
  readonly name: string;
  /** With `${NAME}` replaced. */
  readonly settings: Settings;
  readonly clock: Clock;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  readonly redact: Redact;
  /** For kinds that publish with the function's own credentials; absent where there are none to be had. */
  readonly openTopic?: OpenTopic;
  /** Gets a line for every try; nothing in it is secret. */
  readonly log?: (message: string, fields: Readonly<Record<string, unknown>>) => void;
};

/** Finds the way to a topic of SMN when there is something to tell. Rejects with `CodedError` where there are no credentials. */
export type OpenTopic = (topic: Topic) => Promise<Publish>;
