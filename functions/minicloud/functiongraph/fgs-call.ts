/** Operations on one function that have a body. */
type WithBody =
  | 'InvokeFunction'
  | 'AsyncInvokeFunction'
  | 'UpdateFunctionCode'
  | 'UpdateFunctionConfig'
  | 'UpdateFunctionMaxInstanceConfig'
  | 'UpdateFunctionAsyncInvokeConfig'
  | 'CreateFunctionVersion'
  | 'CreateFunctionTrigger';

/** Operations on one function that have none. */
type WithoutBody =
  | 'ShowFunctionConfig'
  | 'ShowFunctionCode'
  | 'ListFunctionVersions'
  | 'DeleteFunction'
  | 'ShowFunctionAsyncInvokeConfig'
  | 'DeleteFunctionAsyncInvokeConfig'
  | 'ShowLtsLogDetails'
  | 'ListFunctionTriggers';

/** Operations on one trigger. */
type OnTrigger = 'UpdateTrigger' | 'DeleteFunctionTrigger';

/** A call to FunctionGraph by its documented name, nothing of it validated yet. */
export type FgsCall = { readonly project: string } & (
  | { readonly operation: 'CreateFunction' }
  | { readonly operation: WithBody | WithoutBody; readonly urn: string }
  | { readonly operation: OnTrigger; readonly urn: string; readonly type: string; readonly trigger: string }
);

/** An operation of FunctionGraph that this cloud carries out. */
type FgsOperation = FgsCall['operation'];

/** What follows a function's URN, per method. */
const functionPaths: Readonly<Record<string, Exclude<FgsOperation, 'CreateFunction' | OnTrigger>>> = {
  'POST /invocations': 'InvokeFunction',
  'POST /invocations-async': 'AsyncInvokeFunction',
  'GET /config': 'ShowFunctionConfig',
  'PUT /config': 'UpdateFunctionConfig',
  'GET /code': 'ShowFunctionCode',
  'PUT /code': 'UpdateFunctionCode',
  'GET /versions': 'ListFunctionVersions',
  'POST /versions': 'CreateFunctionVersion',
  'GET /lts-log-detail': 'ShowLtsLogDetails',
  'PUT /config-max-instance': 'UpdateFunctionMaxInstanceConfig',
  'DELETE ': 'DeleteFunction',
  'PUT /async-invoke-config': 'UpdateFunctionAsyncInvokeConfig',
  'GET /async-invoke-config': 'ShowFunctionAsyncInvokeConfig',
  'DELETE /async-invoke-config': 'DeleteFunctionAsyncInvokeConfig',
};

/** Finds the call that a request makes; its path is decoded. */
export function fgsCallOf(method: string, path: string): FgsCall | undefined {
  const [, project, collection, urn, tail = ''] =
    /^\/v2\/([^/]+)\/fgs\/(functions|triggers)(?:\/([^/]+)(\/.+?)?)?\/?$/.exec(path) ?? [];
  if (project === undefined) return undefined;
  if (urn === undefined) {
    return collection === 'functions' && method === 'POST'
      ? { operation: 'CreateFunction', project }
      : undefined;
  }
  if (collection === 'functions') {
    const operation = functionPaths[`${method} ${tail}`];
    return operation && { operation, project, urn };
  }
  if (tail === '') {
    if (method === 'POST') return { operation: 'CreateFunctionTrigger', project, urn };
    return method === 'GET' ? { operation: 'ListFunctionTriggers', project, urn } : undefined;
  }
  const [, type, trigger] = /^\/([^/]+)\/([^/]+)$/.exec(tail) ?? [];
  if (type === undefined || trigger === undefined) return undefined;
  if (method === 'PUT') return { operation: 'UpdateTrigger', project, urn, type, trigger };
  return method === 'DELETE'
    ? { operation: 'DeleteFunctionTrigger', project, urn, type, trigger }
    : undefined;
}

/** The IAM action that an operation needs. */
export const fgsActions: Readonly<Record<FgsOperation, string>> = {
  CreateFunction: 'functiongraph:function:create',
  InvokeFunction: 'functiongraph:function:invoke',
  AsyncInvokeFunction: 'functiongraph:function:invokeAsync',
  ShowFunctionConfig: 'functiongraph:function:getConfig',
  UpdateFunctionConfig: 'functiongraph:function:updateConfig',
  UpdateFunctionMaxInstanceConfig: 'functiongraph:function:updateConfig',
  UpdateFunctionCode: 'functiongraph:function:updateCode',
  ShowFunctionCode: 'functiongraph:function:getCode',
  CreateFunctionVersion: 'functiongraph:function:createVersion',
  ListFunctionVersions: 'functiongraph:function:listVersion',
  DeleteFunction: 'functiongraph:function:delete',
  UpdateFunctionAsyncInvokeConfig: 'functiongraph:function:updateConfig',
  ShowFunctionAsyncInvokeConfig: 'functiongraph:function:getConfig',
  DeleteFunctionAsyncInvokeConfig: 'functiongraph:function:updateConfig',
  ShowLtsLogDetails: 'functiongraph:function:getConfig',
  CreateFunctionTrigger: 'functiongraph:trigger:create',
  ListFunctionTriggers: 'functiongraph:trigger:get',
  UpdateTrigger: 'functiongraph:trigger:update',
  DeleteFunctionTrigger: 'functiongraph:trigger:delete',
};
