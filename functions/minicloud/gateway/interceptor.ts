import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request that has reached the cloud and has not been carried out yet. */
export type RequestFacts = {
  readonly method: string;
  /** As sent, query included. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** The request id of the invocation whose process sent it; `undefined` when it came from no function. */
  readonly sender: string | undefined;
};

/**
 * What becomes of a request, before or after the cloud carries it out: its connection is dropped, and for `kill-…`
 * the process that sent it is ended first, as by a dying machine. `silence`: it is not carried out, its connection
 * stays, and nothing comes.
 */
export type Verdict = 'pass' | 'silence' | `${'drop' | 'kill'}-${'before' | 'after'}`;

/** Judges every request to a cloud, of whichever service. */
export type Interceptor = (facts: RequestFacts) => Verdict;

/** A process that sent a request, in the middle of an invocation. */
export type Sender = {
  readonly requestId: string;
  /** Resolves when it is gone. */
  kill(): Promise<void>;
};

/** What else an interception needs of the cloud. */
type InterceptionSettings = {
  readonly judge: Interceptor | undefined;
  /** Finds who sent a request. */
  readonly senderOf: (request: IncomingMessage) => Sender | undefined;
  /** Hears of every verdict that is not `pass`. */
  readonly tell: (facts: RequestFacts, verdict: Verdict) => void;
};

/** Lets a request be carried out, and its answer out, as far as the judge allows. `carryOut` gives what sends the answer. */
export async function intercept(
  { judge, senderOf, tell }: InterceptionSettings,
  exchange: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly body: Buffer },
  carryOut: () => Promise<() => Promise<void>>,
): Promise<void> {
  const { request, response, body } = exchange;
  if (judge === undefined) return (await carryOut())();
  // Asked only when it matters: it means a walk through the tables of the system.
  let found: { readonly sender: Sender | undefined } | undefined;
  const sender = () => {
    found ??= { sender: senderOf(request) };
    return found.sender;
  };
  const { method = '', url = '/', headers } = request;
  const facts: RequestFacts = {
    method,
    target: url,
    headers,
    body,
    get sender() {
      return sender()?.requestId;
    },
  };
  const verdict = judge(facts);
  if (verdict === 'pass') return (await carryOut())();
  tell(facts, verdict);
  if (verdict === 'silence') return;
  if (verdict.endsWith('after')) await carryOut();
  if (verdict.startsWith('kill')) await sender()?.kill();
  response.destroy();
}
