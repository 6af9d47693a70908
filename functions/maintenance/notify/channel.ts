import type { Clock } from '../foundation/clock.ts';
import type { Publish, Topic } from '../huawei/smn/smn-client.ts';
import type { Background } from '../report/comparison.ts';
import type { Failure } from '../report/failure.ts';
import type { Missed } from '../report/missed.ts';
import type { Summary } from '../report/summary.ts';
import type { ChannelSettings } from '../schedule/channels/channel-settings.ts';
import type { Redact } from '../secrets/redact.ts';

/**
 * What people are told: a run that ended, that nothing could be carried out at all, or which fires of several jobs were
 * missed while no tick came.
 */
export type Notice =
  | {
      readonly type: 'nightshift.run.finished';
      readonly id: string;
      readonly summary: Summary;
      /** What the journal knows beside the summary; only people are told. */
      readonly background?: Background;
    }
  | {
      readonly type: 'nightshift.invocation.failed';
      readonly id: string;
      readonly failure: Failure;
    }
  | {
      readonly type: 'nightshift.fires.missed';
      readonly id: string;
      readonly missed: Missed;
    };

/** How telling ended. `unconfirmed`: the message may have arrived. `not-wanted`: the channel is not for such a run. */
export type Delivery = {
  readonly channel: string;
  readonly status: 'delivered' | 'failed' | 'unconfirmed' | 'not-tried' | 'not-wanted';
  readonly attempts: number;
  /** It was told in plain text, as the chat refused the card. */
  readonly degraded?: true;
  /** For the log; holds no secret. */
  readonly reason: string;
};

/** A message as it would be sent: headers by their lower-case names, the body as text. */
export type Preview = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** Port to the people. */
export interface Channel {
  readonly name: string;
  /**
   * Says that a run has begun, for a channel that waits for the end from then on; never throws, and keeps to the
   * deadline. Said by the invocation that opens the run and by none that goes on with it.
   */
  begin?(run: string, deadline: number): Promise<Delivery>;
  /** Tells; never throws, never takes longer than to `deadline` (milliseconds since 1970). The same notice id on every try. */
  tell(notice: Notice, deadline: number): Promise<Delivery>;
}

/** A channel that can be looked at before it is used. */
export interface VisibleChannel extends Channel {
  /** What telling would send, whoever it is for; unsigned, and without the address, which is secret. Throws what makes it unusable. */
  preview(notice: Notice): Preview;
}

/**
 * Tells every channel at once, none waiting for another, and answers in their order. Never throws: a channel
 * that breaks its promise not to is `unconfirmed`, as nobody knows how far it came. `deadline` in milliseconds
 * since 1970.
 */
export function tellAll(
  channels: readonly Channel[],
  notice: Notice,
  deadline: number,
): Promise<readonly Delivery[]> {
  return Promise.all(channels.map((channel) => tellOne(channel, notice, deadline)));
}

async function tellOne(channel: Channel, notice: Notice, deadline: number): Promise<Delivery> {
  try {
    return await channel.tell(notice, deadline);
  } catch {
    // The error is not quoted: what an unforeseen one holds was not looked at for secrets.
    return {
      channel: channel.name,
      status: 'unconfirmed',
      attempts: 0,
      reason: 'telling failed unexpectedly',
    };
  }
}

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
