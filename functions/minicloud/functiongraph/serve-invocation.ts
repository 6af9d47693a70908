import type { IncomingHttpHeaders } from 'node:http';
import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import { gatewayReply, jsonReply, type Reply } from '../wire/reply.ts';
import type { Alarms } from './alarms.ts';
import type { CloudFunction } from './cloud-function.ts';
import { FgsRefusal, fgsErrorReply } from './fgs-error.ts';
import type { PlatformKnobs } from './platform-knobs.ts';
import type { Attempt, EndedInvocation } from './run-invocation.ts';

const largestAsyncEvent = 256 * 1024;
const largestSyncEvent = 6 * 1024 * 1024;
/** The gateway gives up on a synchronous answer after 90 s; the function may go on for 900 s. */
const gatewayPatienceMs = 90_000;
const longestSyncMs = 900_000;

/** A request that invokes a function. */
type InvokeRequest = {
  readonly fn: CloudFunction;
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** What an invocation needs of the platform. */
export type InvokeSurroundings = {
  readonly clock: { now(): number };
  readonly knobs: Pick<PlatformKnobs, 'answerLimit'>;
  readonly alarms: Alarms;
  readonly run: (attempt: Attempt) => Promise<EndedInvocation> | undefined;
  readonly accept: (event: Attempt & { readonly cause: 'async' }) => void;
};

/** Takes an event in, to be delivered when there is room: 202 before anything has run. */
export function serveAsync({ accept }: InvokeSurroundings, { fn, requestId, body }: InvokeRequest): Reply {
  const event = readEvent(body, largestAsyncEvent);
  if (isDisabled(fn)) throw new FgsRefusal('FSS.0429');
  accept({ fn, event, requestId, cause: 'async' });
  return jsonReply(requestId, 202, { request_id: requestId });
}

/** Runs an event and answers what the function did. */
export async function serveSync(
  { clock, alarms, run, knobs }: InvokeSurroundings,
  { fn, requestId, headers, body }: InvokeRequest,
): Promise<Reply> {
  const event = readEvent(body, largestSyncEvent);
  const running = run({ fn, event, requestId, cause: 'sync', limitMs: longestSyncMs });
  if (!running) return fgsErrorReply(requestId, 'FSS.0429');
  let callOff = () => {};
  const impatience = new Promise<undefined>((resolve) => {
    callOff = alarms.at(clock.now() + gatewayPatienceMs, () => resolve(undefined));
  });
  const ended = await Promise.race([running, impatience]);
  callOff();
  if (!ended) return gatewayReply(requestId, 504, 'APIGW.0201', 'Service FunctionGraph timed out (90000 ms)');
  return answerReply(ended, { requestId, headers, limit: knobs.answerLimit });
}

/** `v0` (text) or `v1` (JSON), as the caller wants it. An error of the function is a 200, told by a header. */
function answerReply(
  ended: EndedInvocation,
  {
    requestId,
    headers,
    limit,
  }: Pick<InvokeRequest, 'requestId' | 'headers'> & { readonly limit: PlatformKnobs['answerLimit'] },
): Reply {
  const text = ended.kind === 'answered' ? resultText(ended.answer) : JSON.stringify(failureOf(ended));
  const length = Buffer.byteLength(text);
  const isRefused = length > limit.bytes && limit.beyond === 'refused';
  const answered = ended.kind === 'answered' && !isRefused;
  const version = headers['x-cff-request-version'] === 'v1' ? 'v1' : 'v0';
  const log = headers['x-cff-log-type'] === 'tail' ? ended.logs.join('\n').slice(-2000) : '';
  const errorMessage = `response body size ${length} exceeds the limit of ${limit.bytes}`;
  const result = isRefused
    ? JSON.stringify({ errorMessage, errorType: 'Error' })
    : Buffer.from(text).subarray(0, limit.bytes).toString();
  const told = {
    'X-Request-Id': requestId,
    'X-Cff-Request-Id': requestId,
    'X-Cff-Response-Version': version,
    'X-CFF-Billing-Duration': String(Math.ceil(ended.cloudMs)),
    'X-Func-Err-Code': answered ? '0' : '500',
    'X-Is-Func-Err': String(!answered),
    ...(log === '' ? {} : { 'X-Cff-Function-Log': Buffer.from(log).toString('base64') }),
  };
  if (version === 'v0') {
    return {
      kind: 'text',
      delayMs: 0,
      status: 200,
      headers: { ...told, 'Content-Type': 'text/plain' },
      text: result,
    };
  }
  const body = { request_id: requestId, result, log, status: answered ? 200 : 500 };
  return {
    kind: 'json',
    delayMs: 0,
    status: 200,
    headers: { ...told, 'Content-Type': 'application/json' },
    body,
  };
}

function resultText(answer: unknown): string {
  return typeof answer === 'string' ? answer : (JSON.stringify(answer) ?? '');
}

/** What the platform says when a function is killed is not published. */
function failureOf(ended: Exclude<EndedInvocation, { kind: 'answered' }>) {
  switch (ended.kind) {
    case 'failed': {
      const { errorMessage, errorType, stackTrace } = ended;
      return { errorMessage, errorType, stackTrace };
    }
    case 'killed':
      return { errorMessage: 'function invocation timed out', errorType: 'InvokeTimeout' };
    case 'crashed':
      return { errorMessage: ended.errorMessage, errorType: 'SystemError' };
    default:
      return ended satisfies never;
  }
}

function readEvent(body: Buffer, largest: number): unknown {
  if (body.length > largest) throw new FgsRefusal('FSS.0413');
  const event = parseJson(body.toString());
  if (typeof event !== 'object' || event === null) throw new FgsRefusal('FSS.0406');
  return event;
}

/** A function that may have no instance is disabled. */
function isDisabled({ config }: CloudFunction): boolean {
  return config.strategy_config.concurrency === 0;
}
