/** What a caller gets: an answer, JSON or (when the service misbehaves) not, or a connection that ends without one. */
export type Reply = { readonly delayMs: number } & (
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: unknown;
    }
  | {
      readonly kind: 'text';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
    }
  | { readonly kind: 'dropped' }
);

/** The request id that a reply carries besides its body. */
export type RequestId = string;

/** An answer of DCS. */
export function jsonReply(requestId: RequestId, status: number, body: unknown): Reply {
  return {
    kind: 'json',
    delayMs: 0,
    status,
    headers: { 'Content-Type': 'application/json', 'X-Request-Id': requestId },
    body,
  };
}

/** A success with no body. */
export function emptyReply(requestId: RequestId): Reply {
  return { kind: 'text', delayMs: 0, status: 204, headers: { 'X-Request-Id': requestId }, text: '' };
}

/** An error of the gateway before DCS, whose body has another shape and carries the request id. */
export function gatewayReply(requestId: RequestId, status: number, code: string, message: string): Reply {
  return jsonReply(requestId, status, { error_msg: message, error_code: code, request_id: requestId });
}

/** 404 of the gateway, which knows of no such API. */
export function noSuchApi(requestId: RequestId): Reply {
  const message = 'The API does not exist or has not been published in the environment';
  return gatewayReply(requestId, 404, 'APIGW.0101', message);
}

/** 401 of the gateway; `detail` goes after the fixed words. */
export function unauthorized(requestId: RequestId, detail: string): Reply {
  return gatewayReply(requestId, 401, 'APIGW.0301', `Incorrect IAM authentication information: ${detail}`);
}
