import { createHash, createHmac } from 'node:crypto';
import type { Cloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { send } from '../gateway/signed-request.ts';

/** A request to OBS, signed by a few lines of its own that follow the API reference and know no code of the cloud. */
export type ObsAsked = {
  readonly method: string;
  /** Within the bucket, as it goes over the wire: `/runs/a.jsonl`. */
  readonly path: string;
  /** The part of the query that is signed, decoded: `append&position=0`. */
  readonly signed?: string;
  /** The rest of the query. */
  readonly query?: string;
  readonly body?: string;
  /** What arrives in the place of the body. */
  readonly arrives?: string;
  readonly bucket?: string;
  readonly spelling?: 'obs' | 'amz';
  readonly style?: 'path' | 'host';
  readonly headers?: Readonly<Record<string, string>>;
  readonly accessKey?: string;
  /** The cloud's when left out; `null` for none. */
  readonly securityToken?: string | null;
  readonly signedAt?: number;
};

/** Signs a request and sends it. */
export function askObs(cloud: Cloud, asked: ObsAsked) {
  const { method, path, signed = '', query = '', body, bucket = 'journal' } = asked;
  const { spelling = 'obs', style = 'path', securityToken = cloud.securityToken ?? null } = asked;
  const date = new Date(asked.signedAt ?? cloud.clock.now()).toUTCString();
  const md5 = body === undefined ? '' : createHash('md5').update(body).digest('base64');
  const token = securityToken === null ? {} : { [`x-${spelling}-security-token`]: securityToken };
  const ours = Object.entries(token).map(([name, value]) => `${name}:${value}\n`);
  const resource = `/${bucket}${path}${signed && `?${signed}`}`;
  const text = `${method}\n${md5}\n\n${date}\n${ours.join('')}${resource}`;
  const signature = createHmac('sha1', cloud.secretKey).update(text).digest('base64');
  const scheme = spelling === 'obs' ? 'OBS' : 'AWS';
  const search = [signed, query].filter((part) => part !== '').join('&');
  const headers = {
    date,
    ...token,
    ...(md5 && { 'content-md5': md5 }),
    ...(style === 'host' && { host: `${bucket}.obs.cn-north-4.myhuaweicloud.com` }),
    authorization: `${scheme} ${asked.accessKey ?? cloud.accessKey}:${signature}`,
    ...asked.headers,
  };
  const where = style === 'host' ? path : `/${bucket}${path}`;
  return send(`${cloud.endpoint}${where}${search && `?${search}`}`, method, headers, asked.arrives ?? body);
}

/** An append of text. */
export function appendOf(key: string, position: number, body: string): ObsAsked {
  return { method: 'POST', path: `/${key}`, signed: `append&position=${position}`, body };
}
