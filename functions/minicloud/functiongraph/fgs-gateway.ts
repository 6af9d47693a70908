import type { IncomingMessage } from 'node:http';
import type { Cloud, MountedHandler } from '../gateway/cloud.ts';
import { jsonReply, noSuchApi, type Reply, unauthorized } from '../wire/reply.ts';
import { signatureFlaw, splitTarget } from '../wire/signature.ts';
import { fgsActions, fgsCallOf } from './fgs-call.ts';
import { FgsRefusal, fgsErrorReply } from './fgs-error.ts';
import { type FgsRequest, type FgsSurroundings, serveFgs } from './serve-fgs.ts';

/** A cloud, and FunctionGraph behind its gateway. */
type FgsGateway = {
  readonly cloud: Cloud;
  readonly surroundings: FgsSurroundings;
  readonly freshRequestId: () => string;
};

/** Answers a request under FunctionGraph's paths, after the same check of its signature as for every service. */
export async function handleFgs(
  { cloud, surroundings, freshRequestId }: FgsGateway,
  request: IncomingMessage,
  body: Buffer,
): ReturnType<MountedHandler> {
  const { method = '', url: target = '/', headers } = request;
  const { path } = splitTarget(target);
  const requestId = freshRequestId();
  const call = fgsCallOf(method, path);

  async function reply(): Promise<Reply> {
    const flaw = signatureFlaw({ method, target, headers, body }, cloud, cloud.clock.now());
    if (flaw !== undefined) return unauthorized(requestId, flaw);
    if (!call) return noSuchApi(requestId);
    const scope = headers['x-project-id'];
    if (scope !== undefined && scope !== call.project) return fgsErrorReply(requestId, 'FSS.0401');
    if (surroundings.knobs.deniedActions.includes(fgsActions[call.operation]))
      return jsonReply(requestId, 403, { error_code: surroundings.knobs.deniedCode, error_msg: 'Forbidden' });
    const fault = await surroundings.knobs.fails(call);
    if (!fault) return serve({ call, requestId, headers, body });
    if (fault.carriedOut) await serve({ call, requestId, headers, body });
    return jsonReply(requestId, fault.status, { error_code: fault.code, error_msg: fault.message });
  }

  async function serve(ask: FgsRequest): Promise<Reply> {
    try {
      return await serveFgs(surroundings, ask);
    } catch (error) {
      if (error instanceof FgsRefusal) return fgsErrorReply(requestId, error.code);
      throw error;
    }
  }

  const given = await reply();
  const status = given.kind === 'dropped' ? given.kind : given.status;
  cloud.log.note({
    kind: 'call',
    requestId,
    method,
    path,
    operation: call?.operation ?? null,
    status,
    faults: [],
  });
  return onTheWire(given);
}

function onTheWire(reply: Reply): Awaited<ReturnType<MountedHandler>> {
  switch (reply.kind) {
    case 'json':
      return { status: reply.status, headers: reply.headers, body: JSON.stringify(reply.body) };
    case 'text':
      return { status: reply.status, headers: reply.headers, body: reply.text };
    case 'dropped':
      throw new Error('FunctionGraph drops no connection by itself; the interceptor of the cloud does');
    default:
      return reply satisfies never;
  }
}
