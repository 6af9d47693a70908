import type { Background } from '../report/comparison.ts';
import type { Failure } from '../report/failure-card.ts';
import type { Summary } from '../report/summary.ts';

/** What people are told: a run that ended, or that nothing could be carried out at all. */
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
