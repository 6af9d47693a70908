import { request } from 'node:http';
import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import type { Cloud } from '../../../functions/minicloud/gateway/cloud.ts';

/** What came back over the wire. */
export type WireAnswer = {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
};

/** Parts of a request that are not as usual. */
export type RequestParts = {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly accessKey?: string;
  /** The cloud's when left out; `null` for none. */
  readonly securityToken?: string | null;
  /** When it claims to be signed; the cloud's now when left out. */
  readonly signedAt?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Sends a request signed by the official SDK's own signer, which is no code of this project. */
export function sendSigned(cloud: Cloud, method: string, path: string, parts: RequestParts = {}) {
  const { query = {}, body, securityToken = cloud.securityToken ?? null } = parts;
  const date = new Date(parts.signedAt ?? cloud.clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const headers = AKSKSigner.sign(
    {
      endpoint: `${cloud.endpoint}${path}`,
      method,
      queryParams: query,
      headers: {
        'content-type': 'application/json',
        'X-Sdk-Date': date,
        ...(securityToken === null ? {} : { 'X-Security-Token': securityToken }),
        ...parts.headers,
      },
      data: body,
    },
    new BasicCredentials({ ak: parts.accessKey ?? cloud.accessKey, sk: cloud.secretKey }),
  );
  const search = new URLSearchParams(query).toString().replaceAll('+', '%20');
  return send(`${cloud.endpoint}${path}${search && `?${search}`}`, method, headers, JSON.stringify(body));
}

/** Sends a request as it stands; rejects when the connection ends without an answer. */
export function send(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    outgoing.on('error', reject).end(body);
  });
}
