import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import { exchange, type HttpResult } from '../../maintenance/http/exchange.ts';
import { silenceError } from '../../maintenance/huawei/huawei-call-error.ts';
import { type ObsAsked, type ObsSender, signObsRequest } from '../../maintenance/huawei/obs/obs-request.ts';
import { readXml, type XmlElement } from '../../maintenance/huawei/obs/obs-xml.ts';
import type { SigningClient } from '../../maintenance/huawei/signing-client.ts';

/** A call as it was made; what stands in braces in the path is in `params`. */
export type Call = {
  readonly method: string;
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly sent?: object;
};

/** How it ended. */
export type Reply = {
  /** 0 where no answer came. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** A document of JSON, or one of XML in its shape, else the text. */
  readonly body: unknown;
  readonly silence: string | undefined;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  readonly answeredAt: number;
};

/** A call with its end, nothing replaced in it. */
export type Exchanged = {
  readonly service: string;
  readonly call: Call;
  readonly reply: Reply;
  times: number;
};

/** Makes a call, whatever comes of it. Rejects with `Stopped` when an end is wanted. */
export type Ask = (call: Call) => Promise<Reply>;

/** No further call is made: somebody wants an end. */
export class Stopped extends Error {}

/** Where calls are kept, and what says that an end is wanted. */
export type Recording = {
  readonly exchanges: Exchanged[];
  readonly now: () => number;
  readonly stopped: () => boolean;
};

/** For a call that only looks, and for one that acts. */
export const timeouts = { readTimeoutMs: 20_000, actionTimeoutMs: 40_000 };
const mostAgain = 2;
const replyLimitBytes = 64 * 1024 * 1024;

/** Asks DCS or FunctionGraph with the keys of a client, each call once. */
export function askSigned(service: string, client: SigningClient, record: Recording): Ask {
  return async (call) => {
    const { method, path, params = {}, query = {}, sent } = call;
    return kept(record, service, call, () =>
      client.exchange({
        ...{ method, url: path, contentType: 'application/json', headers: {} },
        ...{ queryParams: { ...query }, pathParams: { ...params } },
        ...(sent && { data: sent }),
      }),
    );
  };
}

/** Asks OBS about a bucket. */
export function askObs(
  sender: ObsSender,
  record: Recording,
): (asked: ObsAsked & { readonly path?: string }) => Promise<Reply> {
  return async (asked) => {
    const { method, key, query = [], body, from } = asked;
    const call: Call = {
      method,
      path: key === undefined ? '/{bucket}' : '/{bucket}/{key}',
      params: { bucket: sender.bucket, ...(key !== undefined && { key }) },
      query: {
        ...Object.fromEntries(query.map(([name, value = '']) => [name, value])),
        ...(from !== undefined && { range: `bytes=${from}-` }),
      },
      ...(body && { sent: { bytes: body.bytes.length } }),
    };
    return kept(record, 'OBS', call, async () => {
      const { signature: _, ...request } = await signObsRequest(sender, asked, Date.now());
      return exchange({ ...request, timeoutMs: timeouts.readTimeoutMs, replyLimitBytes });
    });
  };
}

async function kept(
  { exchanges, now, stopped }: Recording,
  service: string,
  call: Call,
  send: () => Promise<HttpResult>,
): Promise<Reply> {
  if (stopped()) throw new Stopped();
  const askedAt = now();
  let result = await send();
  // A kept connection may be closed just as a request goes out on it. What acts is never sent again.
  for (let again = 0; again < mostAgain && call.method === 'GET' && result.kind === 'silence'; again++)
    result = await send();
  const reply = replyOf(result, { askedAt, answeredAt: now() });
  const last = exchanges.at(-1);
  // Of looks that show nothing new, one tells as much as all.
  if (last && sameText([last.service, last.call], [service, call]) && sameAnswer(last.reply, reply))
    last.times++;
  else exchanges.push({ service, call, reply, times: 1 });
  return reply;
}

function replyOf(result: HttpResult, times: Pick<Reply, 'askedAt' | 'answeredAt'>): Reply {
  const none = { status: 0, headers: {}, body: null, ...times };
  if (result.kind === 'silence') {
    const { code } = silenceError(result, { host: '', timeoutMs: timeouts.readTimeoutMs });
    return { ...none, silence: code };
  }
  const { status, headers, body, ending } = result;
  if (ending !== 'whole') return { ...none, silence: `the answer did not come whole (${ending})` };
  return { status, headers, body: documentIn(body.toString('utf8')), silence: undefined, ...times };
}

function documentIn(text: string): unknown {
  if (text.trim() === '') return null;
  const xml = text.startsWith('<') ? readXml(text) : undefined;
  return parseJson(text) ?? (xml ? { [xml.name]: asJson(xml) } : text);
}

/** An element by the names of those within it; of several of one name, all of them in a list. */
function asJson({ text, children }: XmlElement): unknown {
  if (children.length === 0) return text;
  const names = [...new Set(children.map(({ name }) => name))];
  return Object.fromEntries(
    names.map((name) => {
      const [first, ...others] = children.filter((child) => child.name === name).map(asJson);
      return [name, others.length === 0 ? first : [first, ...others]];
    }),
  );
}

function sameAnswer(one: Reply, other: Reply): boolean {
  return sameText([one.status, one.body, one.silence], [other.status, other.body, other.silence]);
}

function sameText(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
