import type { splitTarget } from '../wire/signature.ts';

/** An operation of CES that this cloud carries out, by its documented name. */
export type CesOperation = CesCall['operation'];

type Query = ReturnType<typeof splitTarget>['query'];

/** A call to CES, its project taken from the path but nothing validated yet. */
export type CesCall = { readonly project: string } & (
  | { readonly operation: 'BatchListMetricData'; readonly body: string }
  | { readonly operation: 'ShowMetricData' | 'ListMetrics'; readonly query: Query }
);

/** Where everything of CES v1 is; its capital letter counts. */
export const cesPrefix = '/V1.0/';

/** Finds the call a request makes; `undefined` for none. `path` and `query` are decoded. */
export function cesCallOf(request: {
  readonly method: string;
  readonly path: string;
  readonly query: Query;
  readonly body: string;
}): CesCall | undefined {
  const [, project, rest] = /^\/V1\.0\/([^/]+)\/([a-z-]+)\/?$/.exec(request.path) ?? [];
  if (project === undefined) return undefined;
  switch (`${request.method} ${rest}`) {
    case 'POST batch-query-metric-data':
      return { operation: 'BatchListMetricData', project, body: request.body };
    case 'GET metric-data':
      return { operation: 'ShowMetricData', project, query: request.query };
    case 'GET metrics':
      return { operation: 'ListMetrics', project, query: request.query };
    default:
      return undefined;
  }
}

/** How a call looked on the wire, for the log of what happened. */
export function cesWireOf({ operation, project }: CesCall): {
  readonly method: string;
  readonly path: string;
} {
  switch (operation) {
    case 'BatchListMetricData':
      return { method: 'POST', path: `${cesPrefix}${project}/batch-query-metric-data` };
    case 'ShowMetricData':
      return { method: 'GET', path: `${cesPrefix}${project}/metric-data` };
    case 'ListMetrics':
      return { method: 'GET', path: `${cesPrefix}${project}/metrics` };
    default:
      return operation satisfies never;
  }
}
