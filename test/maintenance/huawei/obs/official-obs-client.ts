import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import type {
  ObsClient,
  ObsClientSettings,
} from '../../../../functions/maintenance/huawei/obs/obs-client.ts';

const Official = createRequire(import.meta.url)('esdk-obs-nodejs');

/**
 * Huawei's own client, asked for what ours is asked for: the oracle of requests and of answers. It answers HTTP errors
 * as values, and reads nothing strictly: what it answers is returned as it is.
 */
export async function officialObsClient({ endpoint, bucket, credentials }: ObsClientSettings) {
  const { accessKey, secretKey, securityToken } = credentials;
  const client = new Official({
    access_key_id: accessKey,
    secret_access_key: secretKey,
    ...(securityToken === undefined ? {} : { security_token: securityToken }),
    server: endpoint.origin,
    is_signature_negotiation: false,
    max_retry_count: 0,
    user_agent: 'nightshift',
  });
  // The constructor returns before it is done: a call at once would find half a client, and end the process.
  await new Promise(setImmediate);
  const asked = {
    append: (Key: string, Position: number, bytes: Uint8Array) =>
      client.appendObject({
        ...{ Bucket: bucket, Key, Position },
        // Anything but a stream is turned into text and back, which is not the same bytes.
        Body: Readable.from(bytes.length > 0 ? [bytes] : [], { objectMode: false }),
        ContentLength: bytes.length,
        ContentMD5: createHash('md5').update(bytes).digest('base64'),
      }),
    get: (Key: string) => client.getObject({ Bucket: bucket, Key }),
    getFrom: (Key: string, position: number) =>
      client.getObject({ Bucket: bucket, Key, Range: `bytes=${position}-` }),
    list: ({ prefix, marker, maxKeys }: Parameters<ObsClient['list']>[0]) =>
      client.listObjects({ Bucket: bucket, Prefix: prefix, Marker: marker, MaxKeys: maxKeys }),
    remove: (keys: readonly string[]) =>
      client.deleteObjects({ Bucket: bucket, Quiet: false, Objects: keys.map((Key) => ({ Key })) }),
  };
  return asked satisfies Record<keyof ObsClient, unknown>;
}
