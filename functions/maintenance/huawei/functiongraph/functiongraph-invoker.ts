import type { Clock } from '../../foundation/clock.ts';
import { CallError } from '../../run/call-failure.ts';
import type { Invoker } from '../../run/ports.ts';
import type { Credentials } from '../credentials.ts';
import { failureKind } from '../failure-kind.ts';
import { causeOfError, HuaweiCallError } from '../huawei-call-error.ts';
import { asDocument, asText } from '../optional-field.ts';
import { permissions } from '../permissions.ts';
import { publicEndpoint } from '../public-endpoint.ts';
import { SigningClient } from '../signing-client.ts';
import { FunctionGraphClient, type FunctionName, functionUrn } from './functiongraph-client.ts';

/** Which function is invoked, and what it is reached by. */
type FunctionGraphSettings = FunctionName & {
  /** Where it is not the public one. */
  readonly endpoint?: string | undefined;
  readonly credentials: Credentials;
  /** The keys as they are now, asked after a call that was refused for its keys. */
  readonly renew?: () => Credentials;
  readonly clock: Pick<Clock, 'now'>;
  /** Milliseconds for the answer, in real time. */
  readonly timeoutMs?: number;
};

/** The event is only taken in, so an answer that takes longer is none. */
const defaultTimeoutMs = 15_000;

/** Asks FunctionGraph for asynchronous invocations of one function; each call is sent once. */
export function createFunctionGraphInvoker(settings: FunctionGraphSettings): Invoker {
  const { region, projectId, endpoint, credentials, renew, clock } = settings;
  const { timeoutMs = defaultTimeoutMs } = settings;
  const urn = functionUrn(settings);
  const client = new FunctionGraphClient(
    new SigningClient({
      endpoint: endpoint ?? publicEndpoint('functiongraph', region),
      projectId,
      credentials,
      ...(renew && { renew }),
      readTimeoutMs: timeoutMs,
      actionTimeoutMs: timeoutMs,
      now: () => clock.now(),
    }),
  );
  return {
    async invoke(event) {
      try {
        const answer = await client.asyncInvokeFunction({ function_urn: urn, body: event });
        if (asText(asDocument(answer)['request_id']) === undefined) throw malformed();
      } catch (error) {
        if (error instanceof HuaweiCallError) throw invokeError(error);
        throw error;
      }
    },
  };
}

function malformed(): HuaweiCallError {
  const message = 'FunctionGraph took the event without telling its request id';
  return new HuaweiCallError('MALFORMED', message, { end: 'malformed', httpStatus: 202 });
}

function invokeError(error: HuaweiCallError): CallError {
  const { retryAfterMs } = error;
  const kind = failureKind('action', error);
  const hint =
    kind === 'denied'
      ? ` - invoking itself takes the permission ${permissions.invokeFunction} in the function's agency`
      : '';
  const message = `${error.message}${hint}`;
  const failure = {
    kind,
    ...causeOfError(error),
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  return new CallError(failure, { cause: error });
}
