import { echoes } from './canaries.ts';
import type { Instead, Passing } from './echoing-proxy.ts';

/** Everything that was sent which is secret, in each writing in turn. */
function writings(
  { target, headers }: Passing,
  also: readonly string[],
): readonly (readonly [string, string])[] {
  const { authorization = '', 'x-security-token': token = '', 'webhook-signature': signature = '' } = headers;
  const [path = '', query = ''] = target.split('?');
  const reversed = query.split('&').reverse().join('&');
  const all = [target, `${path}?${reversed}`, authorization, token, signature, ...also].filter(Boolean);
  return Object.entries(echoes).map(([how, write]) => [how, all.map(write).join(' ')] as const);
}

/** Answers of a chat that says all it was told, in its body, header fields and status text. */
export function chatEcho(): (passing: Passing) => Instead {
  const statuses = [200, 400, 500, 404, 429, 302, 410, 202, 204];
  let asked = 0;
  return (passing) => {
    const status = statuses[asked++ % statuses.length] ?? 200;
    const all = writings(passing, []).map(([, text]) => text);
    const [first = ''] = all;
    const named = (value: string) => ({
      code: value,
      errcode: value,
      msg: value,
      errmsg: value,
      message: value,
    });
    return {
      status,
      statusText: encodeURIComponent(first).slice(0, 200),
      headers: { 'x-request-id': encodeURIComponent(first), location: encodeURI(passing.target) },
      body:
        status === 204
          ? ''
          : JSON.stringify({ ...named(all.join(' ')), error: named(first), message_id: first }),
    };
  };
}

/** Refusals of Huawei's that hold what was sent, in another writing each time; `split` over the code and the text. */
export function cloudEcho(
  wanted: (passing: Passing) => boolean,
  { status = 400, split = false, also = [] as readonly string[] } = {},
): (passing: Passing) => Instead | undefined {
  let asked = 0;
  return (passing) => {
    if (!wanted(passing)) return undefined;
    const all = writings(passing, also);
    const [, text = ''] = all[asked++ % all.length] ?? [];
    const half = Math.floor(text.length / 2);
    const secret = also[asked % also.length] ?? '';
    const code = split ? secret.slice(0, secret.length / 2) : secret;
    const message = split ? `${secret.slice(secret.length / 2)} ${text.slice(half)}` : text;
    return {
      status,
      statusText: secret,
      headers: {
        'x-request-id': encodeURIComponent(text).slice(0, 2_000),
        'content-type': 'application/json',
      },
      body: JSON.stringify({ error_code: code, error_msg: message, code, message, request_id: text }),
    };
  };
}
