import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type * as https from 'node:https';
import type { LookupFunction, TcpNetConnectOpts } from 'node:net';
import { noteClock } from './clocks.ts';
import { type Phase, type SilenceReason, silenceReason } from './silence.ts';

/** One HTTP request as it goes out, and how long and how much we are ready to take. */
export type HttpRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** From the look-up of the name to the last byte of the answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Of the answer's body; what is longer is cut there, and said to be. */
  readonly replyLimitBytes: number;
  /** Keeps connections or TLS sessions; without one the request has a connection of its own. */
  readonly agent?: Agent;
  /** Stands in for the look-up of names, and may refuse what they lead to. */
  readonly lookup?: LookupFunction | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** Header fields by their names in lower case; of one that came several times, none. */
export type ReplyHeaders = Readonly<Record<string, string | undefined>>;

/** An answer: there was a status line, however the body ended. */
export type HttpReply = {
  readonly kind: 'reply';
  readonly status: number;
  readonly headers: ReplyHeaders;
  /** Untrusted, and it may echo our secrets. */
  readonly body: Buffer;
  /** `cut`: the connection broke before the end. `late`: the time was over, or it was given up. */
  readonly ending: 'whole' | 'too-large' | 'cut' | 'late';
};

/** No answer. */
export type HttpSilence = {
  readonly kind: 'silence';
  readonly reason: SilenceReason;
  /** The request had a connection to go out on, so the other side may have it and act on it. */
  readonly mayHaveArrived: boolean;
  /** Node's error, where there was one. Its message and properties can hold the URL. */
  readonly cause: unknown;
};

/** The end of an exchange that there was no time for. */
export const notAsked: HttpSilence = {
  kind: 'silence',
  reason: 'timeout',
  mayHaveArrived: false,
  cause: undefined,
};

/** How an exchange ended. */
export type HttpResult = HttpReply | HttpSilence;

/**
 * For each address of a name but the last. Node 20 gives a quarter of a second, less than a connection from China
 * to another continent can take, and then fails on an IPv6 address that cannot be reached.
 */
export const addressTimeoutMs = 2_500;

/** Requests hand these on to their socket; the types do not say so. */
type SocketRequestOptions = https.RequestOptions & Pick<TcpNetConnectOpts, 'autoSelectFamilyAttemptTimeout'>;

/**
 * Sends one request, once, and reads its answer. Never throws, follows no redirect, always verifies TLS. Everything
 * that speaks HTTP goes through here, so that what may have arrived is judged in one place.
 */
export async function exchange(request: HttpRequest): Promise<HttpResult> {
  // Loaded when the first request goes out: most invocations send none, and `node:https` is a tenth of their time.
  const protocol = await (request.url.protocol === 'https:' ? import('node:https') : import('node:http'));
  return new Promise((resolve) => {
    let phase: Phase = 'connecting';
    let readSoFar: (() => Omit<HttpReply, 'ending'>) | undefined;
    const end = (reason: SilenceReason, ending: HttpReply['ending'], cause?: unknown) => {
      timer.stop();
      request.signal?.removeEventListener('abort', abort);
      // Once there is a status line, that is the answer.
      if (readSoFar) resolve({ ...readSoFar(), ending });
      else resolve({ kind: 'silence', reason, mayHaveArrived: phase === 'sending', cause });
      outgoing?.destroy();
    };
    const abort = () => end('aborted', 'late');
    const timer = limitTime(request.timeoutMs, {
      forgives: () => phase !== 'sending',
      over: () => end('timeout', 'late'),
    });
    let outgoing: ClientRequest | undefined;
    try {
      outgoing = open(protocol.request, request);
    } catch (error) {
      // A URL, a header or a port that no request can carry.
      return end('unsendable', 'cut', error);
    }
    // Before anything can destroy it: what is destroyed early fails later, with nobody else to hear it.
    outgoing.on('error', (error) => end(silenceReason(error, phase), 'cut', error));
    if (request.signal?.aborted) return abort();
    request.signal?.addEventListener('abort', abort);
    outgoing.on('socket', (socket) => {
      if (outgoing.reusedSocket) {
        phase = 'sending';
        return;
      }
      // Node holds the request back until then, so an error before it means that nothing was sent.
      const secures = 'encrypted' in socket;
      socket.once('connect', () => (phase = secures ? 'securing' : 'sending'));
      socket.once('secureConnect', () => (phase = 'sending'));
    });
    outgoing.on('response', (incoming) => {
      noteClock(request.url.host, incoming.headers.date);
      readSoFar = readReply(incoming, request.replyLimitBytes, (ending) => end('reset', ending));
    });
    outgoing.end(request.body);
  });
}

function open(
  send: typeof https.request,
  { url, method, headers, agent, lookup }: HttpRequest,
): ClientRequest {
  const options: SocketRequestOptions = {
    method,
    agent: agent ?? false,
    // Said outright: an environment with NODE_TLS_REJECT_UNAUTHORIZED=0 would have it otherwise.
    rejectUnauthorized: true,
    ...(lookup && { lookup }),
    autoSelectFamilyAttemptTimeout: addressTimeoutMs,
    // Any other encoding could unpack to more than is read.
    headers: { ...headers, 'accept-encoding': 'identity' },
  };
  return send(url, options);
}

function readReply(
  incoming: IncomingMessage,
  limitBytes: number,
  onEnd: (ending: 'whole' | 'too-large' | 'cut') => void,
): () => Omit<HttpReply, 'ending'> {
  // In one piece from the beginning where its length is told: a record of 20 MB is never in memory twice.
  const told = Number(incoming.headers['content-length']);
  let body = Buffer.allocUnsafe(told <= limitBytes ? told : 0);
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    if (size > limitBytes) return;
    if (size + chunk.length > body.length) {
      const longer = Buffer.allocUnsafe(Math.max(size + chunk.length, 2 * body.length));
      body.copy(longer, 0, 0, size);
      body = longer;
    }
    size += chunk.copy(body, size);
    if (size > limitBytes) onEnd('too-large');
  });
  // Comes after the end and after a break as well, which then needs no listener for 'error'.
  incoming.on('close', () => onEnd(incoming.complete ? 'whole' : 'cut'));
  return () => ({
    kind: 'reply',
    status: incoming.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
    body: body.subarray(0, Math.min(size, limitBytes)),
  });
}

/** How finely time is measured in which this process did something else than wait. Milliseconds. */
const sliceMs = 1_000;

/** What a time limit is about. */
type Limited = {
  /** Whether time does not count in which this process was busy: it could not even have seen its connection come about. */
  readonly forgives: () => boolean;
  readonly over: () => void;
};

/**
 * Lets something happen after some time, unless it is stopped before. Where many are told at once of thousands of
 * instances, the work for some holds up the sockets of others: that is forgiven, though never more than the limit again.
 */
function limitTime(ms: number, { forgives, over }: Limited): { readonly stop: () => void } {
  let left = ms;
  let forgiven = 0;
  let timer: NodeJS.Timeout;
  // A process that was held up, or frozen between invocations, finds its timers due before it has looked at what
  // came meanwhile: what is there by then still counts.
  let last: NodeJS.Immediate | undefined;
  const next = () => {
    const began = Date.now();
    const slice = Math.min(left, sliceMs);
    timer = setTimeout(() => {
      const heldUp = Math.max(0, Date.now() - began - slice);
      const free = forgives() ? Math.min(heldUp, ms - forgiven) : 0;
      forgiven += free;
      left -= slice + heldUp - free;
      if (left > 0) next();
      else last = setImmediate(over);
    }, slice);
  };
  next();
  return {
    stop() {
      clearTimeout(timer);
      if (last) clearImmediate(last);
    },
  };
}
