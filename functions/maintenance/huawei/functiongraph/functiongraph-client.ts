import type { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse.js';
import { HuaweiCallError } from '../huawei-call-error.ts';

/** Which function, and what for; `function_urn`, not `functionUrn`, is what the official client reads of a plain object. */
type AsyncInvokeFunctionRequest = {
  readonly function_urn: string;
  readonly body: Readonly<Record<string, unknown>>;
};

/**
 * The call we need of FunctionGraph v2, with the name and request shape of `FunctionGraphClient` in
 * `@huaweicloud/huaweicloud-sdk-functiongraph/v2`, of which it is one of a hundred.
 */
export class FunctionGraphClient {
  readonly #hcClient: Pick<HcClient, 'sendRequest'>;

  constructor(hcClient: Pick<HcClient, 'sendRequest'>) {
    this.#hcClient = hcClient;
  }

  /** Asks for an invocation. The answer only says that the event was taken in. */
  async asyncInvokeFunction({ function_urn, body }: AsyncInvokeFunctionRequest): Promise<unknown> {
    return this.#hcClient.sendRequest<SdkResponse>({
      method: 'POST',
      url: '/v2/{project_id}/fgs/functions/{function_urn}/invocations-async',
      contentType: 'application/json',
      queryParams: {},
      pathParams: { function_urn: pathOf(function_urn) },
      headers: {},
      data: body,
    });
  }
}

/**
 * A URN goes into the path as it is. The signer encodes what it is given, so an encoded colon would be encoded twice
 * in what is signed and once on the wire (huaweicloud-sdk-nodejs-v3#2). Anything but a URN is refused.
 */
function pathOf(urn: string): string {
  if (/^urn:fss(:[A-Za-z0-9_-]+){5}(:!?[A-Za-z0-9_.-]+)?$/.test(urn)) return urn;
  throw new HuaweiCallError('INVALID_URN', 'the URN of the function is none', {
    end: 'refused',
    httpStatus: 400,
  });
}

/** What names a function. */
export type FunctionName = {
  /** Huawei's id: `cn-north-4`. */
  readonly region: string;
  readonly projectId: string;
  /** The app, `default` for most. */
  readonly packageName: string;
  readonly name: string;
  /** `latest`, a version's number, or `!` and an alias. */
  readonly version: string;
};

/** The name under which FunctionGraph's API knows a function. */
export function functionUrn({ region, projectId, packageName, name, version }: FunctionName): string {
  return `urn:fss:${region}:${projectId}:function:${packageName}:${name}:${version}`;
}
