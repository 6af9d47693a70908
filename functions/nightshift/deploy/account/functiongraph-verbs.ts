import type { SigningClient } from '../../../maintenance/huawei/signing-client.ts';

/** Of which function, version or trigger; the keys are what the official client reads of a plain object. */
export type PlainRequest = {
  readonly function_urn?: string;
  readonly trigger_type_code?: 'TIMER';
  readonly trigger_id?: string;
  readonly marker?: string;
  readonly maxitems?: string;
  readonly body?: object;
  readonly 'X-CFF-Request-Version'?: 'v1';
};

/** What commands ask of FunctionGraph, by the names of the official client, and the permission of each. */
export const permissions = {
  createFunction: 'functiongraph:function:create',
  showFunctionConfig: 'functiongraph:function:getConfig',
  showFunctionCode: 'functiongraph:function:getCode',
  updateFunctionConfig: 'functiongraph:function:updateConfig',
  updateFunctionCode: 'functiongraph:function:updateCode',
  updateFunctionMaxInstanceConfig: 'functiongraph:function:updateConfig',
  deleteFunction: 'functiongraph:function:delete',
  showFunctionAsyncInvokeConfig: 'functiongraph:function:getConfig',
  updateFunctionAsyncInvokeConfig: 'functiongraph:function:updateConfig',
  deleteFunctionAsyncInvokeConfig: 'functiongraph:function:updateConfig',
  listFunctionVersions: 'functiongraph:function:listVersion',
  createFunctionVersion: 'functiongraph:function:createVersion',
  // UNCONFIRMED: its page names no action, and the log's place is part of the configuration.
  showLtsLogDetails: 'functiongraph:function:getConfig',
  listFunctionTriggers: 'functiongraph:trigger:get',
  createFunctionTrigger: 'functiongraph:trigger:create',
  updateTrigger: 'functiongraph:trigger:update',
  deleteFunctionTrigger: 'functiongraph:trigger:delete',
  invokeFunction: 'functiongraph:function:invoke',
  asyncInvokeFunction: 'functiongraph:function:invokeAsync',
} as const;

/** A verb of the official client. */
export type Verb = keyof typeof permissions;

/** The verbs of the official client, with the plain requests that it takes besides its own classes. */
export type FunctionGraphVerbs = Readonly<Record<Verb, (request: PlainRequest) => Promise<unknown>>>;

/**
 * The official client over our transport, which times out, sends each call once and logs nothing. Loaded only here:
 * it is a hundred calls large, and the function itself needs one of them. By its default export, as it is CommonJS:
 * the one that it has wherever it is loaded from, a bundle or its package.
 */
export async function openVerbs(client: SigningClient): Promise<FunctionGraphVerbs> {
  const { default: official } = await import(
    '@huaweicloud/huaweicloud-sdk-functiongraph/v2/FunctionGraphClient.js'
  );
  // Its types name only its classes, whose private fields no object of ours could have.
  return new official.FunctionGraphClient(client) as unknown as FunctionGraphVerbs;
}

/** The address of FunctionGraph in a region, as the official client knows it; `undefined` where it knows none. */
export async function officialEndpoint(region: string): Promise<string | undefined> {
  const { default: official } = await import(
    '@huaweicloud/huaweicloud-sdk-functiongraph/v2/FunctionGraphRegion.js'
  );
  try {
    return official.FunctionGraphRegion.valueOf(region).endpoints[0];
  } catch {
    return undefined;
  }
}
