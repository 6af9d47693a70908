import { createHash, createHmac } from 'node:crypto';

/** A request as it arrived, header names in lower case. */
export type Arrived = {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly authorization?: string; readonly [name: string]: string | undefined };
  readonly body: string;
};

/** The names in `SignedHeaders` of an Authorization header. */
export function signedHeaders(authorization: string): readonly string[] {
  return /SignedHeaders=([^,]*),/.exec(authorization)?.[1]?.split(';') ?? [];
}

/** The Authorization header that Huawei's published `SDK-HMAC-SHA256` steps give for what arrived. */
export function authorizationFor(arrived: Arrived, accessKey: string, secretKey: string): string {
  const url = new URL(arrived.path, 'http://any');
  const names = signedHeaders(arrived.headers.authorization ?? '');
  const canonical = [
    arrived.method,
    `${url.pathname
      .split('/')
      .map((part) => encode(decodeURIComponent(part)))
      .join('/')}/`,
    [...url.searchParams]
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join('&'),
    ...names.map((name) => `${name}:${(arrived.headers[name] ?? '').trim()}`),
    '',
    names.join(';'),
    createHash('sha256').update(arrived.body).digest('hex'),
  ].join('\n');
  const hash = createHash('sha256').update(canonical).digest('hex');
  const toSign = `SDK-HMAC-SHA256\n${arrived.headers['x-sdk-date']}\n${hash}`;
  const signature = createHmac('sha256', secretKey).update(toSign).digest('hex');
  return `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
}

function encode(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9._~-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
