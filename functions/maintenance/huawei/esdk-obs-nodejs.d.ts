declare module 'esdk-obs-nodejs' {
  import type { ClientRequest, Agent as HttpAgent } from 'node:http';
  import type { Agent as HttpsAgent } from 'node:https';
  import type { Readable } from 'node:stream';

  type Call<Asked> = (asked: Asked & { RequestHook: (request: ClientRequest) => void }) => Promise<unknown>;

  /** What of Huawei's OBS client we use; the package brings no types. Its results are `unknown` and parsed. */
  class ObsClient {
    constructor(settings: {
      access_key_id: string;
      secret_access_key: string;
      security_token?: string;
      server: string;
      is_signature_negotiation: false;
      max_retry_count: 0;
      ssl_verify: true;
      timeout: number;
      http_agent: HttpAgent;
      https_agent: HttpsAgent;
      user_agent: string;
    });
    appendObject: Call<{
      Bucket: string;
      Key: string;
      Position: number;
      Body: Readable;
      ContentLength: number;
      ContentMD5: string;
      ContentType: string;
    }>;
    getObject: Call<{ Bucket: string; Key: string; SaveAsStream: true }>;
    listObjects: Call<{ Bucket: string; Prefix: string; Marker?: string; MaxKeys: number }>;
    deleteObjects: Call<{ Bucket: string; Quiet: false; Objects: { Key: string }[] }>;
  }
  export = ObsClient;
}
