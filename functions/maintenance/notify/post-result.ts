import type { NoReplyReason } from './no-reply.ts';

/** Header fields by their names in lower case. */
export type ReplyHeaders = Readonly<Record<string, string | undefined>>;

/** What the receiver answered. */
export type Reply = {
  readonly kind: 'reply';
  readonly status: number;
  readonly headers: ReplyHeaders;
  /** At most 64 KiB. Untrusted, and it may echo our secrets. */
  readonly body: string;
  /** `false` when the body was longer, or stopped before its end. */
  readonly complete: boolean;
};

/** No answer. `sent`: the message had a connection to go out on, so it may have arrived. */
export type NoReply = { readonly kind: 'no-reply'; readonly reason: NoReplyReason; readonly sent: boolean };

/** How a post ended. */
export type PostResult = Reply | NoReply;
