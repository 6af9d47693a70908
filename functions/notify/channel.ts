import type { Summary } from '../report/summary.ts';

/** What people are told: a run that ended, or that nothing could be carried out at all. */
export type Notice =
  | { readonly type: 'nightshift.run.finished'; readonly id: string; readonly summary: Summary }
  | {
      readonly type: 'nightshift.invocation.failed';
      readonly id: string;
      readonly failure: { readonly code: string; readonly message: string; readonly requestId: string };
    };

/** How telling ended. `unconfirmed`: the message may have arrived. */
export type Delivery = {
  readonly channel: string;
  readonly status: 'delivered' | 'failed' | 'unconfirmed' | 'not-tried';
  readonly attempts: number;
  /** For the log; holds no secret. */
  readonly reason: string;
};

/** Port to the people. */
export interface Channel {
  readonly name: string;
  /** Tells; never throws, never takes longer than to `deadline` (milliseconds since 1970). The same notice id on every try. */
  tell(notice: Notice, deadline: number): Promise<Delivery>;
}
