import type { Agent } from 'node:http';
import { callMs, noTimeFrame, type TimeFrame } from '../../foundation/time-frame.ts';
import { exchange, type HttpReply, type HttpResult, notAsked } from '../../http/exchange.ts';
import { createRedactor, type Redact } from '../../secrets/redact.ts';
import type { Credentials } from '../credentials.ts';
import { createKeyRing } from '../key-ring.ts';
import { checkRemoved, keyPage, nextPosition, type ObsKeyPage, obsSuccess } from './obs-answer.ts';
import { type ObsAsked, type ObsSender, signObsRequest } from './obs-request.ts';
import { escapeXml } from './obs-xml.ts';

/** Everything a client for one bucket needs. */
export type ObsClientSettings = ObsSender & {
  /** Milliseconds for a call, from the look-up of the name to the last byte. */
  readonly timeoutMs: number;
  /** The keys as they are now, asked after a call that was refused for its keys. */
  readonly renew?: (() => Credentials) | undefined;
  /** By when calls must have ended; none has to when left out. */
  readonly frame?: TimeFrame | undefined;
};

/** One bucket of OBS. Every verb sends one request, once, and throws `HuaweiCallError`. */
export interface ObsClient {
  /** Answers the position of the next append. */
  append(key: string, position: number, bytes: Uint8Array): Promise<number>;
  get(key: string): Promise<Uint8Array>;
  /** The bytes of an object from a position on; refused with 416 where it ends before or there. */
  getFrom(key: string, position: number): Promise<Uint8Array>;
  list(asked: {
    readonly prefix: string;
    readonly marker: string | undefined;
    readonly maxKeys: number;
  }): Promise<ObsKeyPage>;
  /** At most 1,000 keys. */
  remove(keys: readonly string[]): Promise<void>;
}

const replyLimitBytes = 64 * 1024 * 1024;

/**
 * Our own client for what a journal needs of OBS. Huawei's is the oracle of it in the tests, and no part of the
 * function: it was most of what a tick with nothing to do cost.
 */
export function createObsClient(settings: ObsClientSettings): ObsClient {
  const { endpoint, credentials, renew, frame = noTimeFrame } = settings;
  const keys = createKeyRing(credentials, renew);
  let agent: Promise<Agent> | undefined;

  async function call<Answer>(
    asked: ObsAsked,
    read: (success: HttpReply, redact: Redact) => Answer,
  ): Promise<Answer> {
    const first = await send(asked);
    const again = renew !== undefined && isForKeys(first.result);
    if (again) keys.renewed();
    const { result, timeoutMs, redact } = again ? await send(asked) : first;
    return read(obsSuccess(result, { host: endpoint.host, timeoutMs, redact }), redact);
  }

  async function send(asked: ObsAsked) {
    agent ??= openAgent(endpoint);
    const sender = { ...settings, credentials: keys.current };
    // Dated by the clock of the machine, which OBS compares with its own.
    const { signature, ...request } = await signObsRequest(sender, asked, Date.now());
    const until = asked.method === 'POST' ? frame.actionsUntil() : frame.readsUntil();
    const timeoutMs = callMs(settings.timeoutMs, until, Date.now());
    const result =
      timeoutMs > 0
        ? await exchange({ ...request, agent: await agent, timeoutMs, replyLimitBytes })
        : notAsked;
    const hideSignature = createRedactor([signature]);
    const redact: Redact = (text) => keys.redact(hideSignature(text));
    return { result, timeoutMs, redact };
  }

  return {
    append: (key, position, bytes) =>
      call(
        {
          method: 'POST',
          key,
          query: [['append'], ['position', String(position)]],
          body: { bytes, type: 'application/json' },
        },
        nextPosition,
      ),
    get: (key) => call({ method: 'GET', key }, ({ body }) => body),
    getFrom: (key, from) =>
      // Who does not know of ranges gives all of it.
      call({ method: 'GET', key, from }, ({ status, body }) => (status === 206 ? body : body.subarray(from))),
    list: ({ prefix, marker, maxKeys }) =>
      call(
        {
          method: 'GET',
          query: [
            ['prefix', prefix],
            ...(marker === undefined ? [] : [['marker', marker] as const]),
            ['max-keys', String(maxKeys)],
          ],
        },
        keyPage,
      ),
    remove: (keys) => {
      const objects = keys.map((key) => `<Object><Key>${escapeXml(key)}</Key></Object>`);
      // Not quiet: the answer to a quiet batch that was removed whole could be anybody's.
      const document = `<Delete><Quiet>false</Quiet>${objects.join('')}</Delete>`;
      const body = { bytes: Buffer.from(document) };
      return call({ method: 'POST', query: [['delete']], body }, (success, redact) =>
        checkRemoved(success, keys, redact),
      );
    },
  };
}

/** Whether OBS would not take the keys, in which case it has done nothing: it says so with 403 and a code as well. */
function isForKeys(result: HttpResult): boolean {
  if (result.kind !== 'reply') return false;
  if (result.status === 401) return true;
  return (
    result.status === 403 && /<Code>(InvalidAccessKeyId|InvalidToken|ExpiredToken)</.test(String(result.body))
  );
}

/**
 * Keeps no connections: one may be closed just as a request goes out on it, and an append would count as maybe carried
 * out. It remembers TLS sessions, so that the second request of a tick is spared most of its handshake.
 */
async function openAgent({ protocol }: URL): Promise<Agent> {
  const { Agent } = await (protocol === 'https:' ? import('node:https') : import('node:http'));
  return new Agent({ keepAlive: false });
}
