import type { ClientRequest } from 'node:http';
import { connectionError } from '../http-exchange.ts';
import { HuaweiCallError } from '../huawei-call-error.ts';

/** Where a call goes and how long it may take, from the look-up of the name to the last byte. */
export type ObsExchangeSettings = { readonly endpoint: URL; readonly timeoutMs: number };

/**
 * Carries out one call of esdk-obs-nodejs. Throws `HuaweiCallError` that tells whether anything can have arrived,
 * which the client itself does not tell; its own time limit is one of silence only, and leaves the request running.
 */
export function exchangeWithObs<Answer>(
  { endpoint, timeoutMs }: ObsExchangeSettings,
  call: (watch: (request: ClientRequest) => void) => Promise<Answer>,
): Promise<Answer> {
  let outgoing: ClientRequest | undefined;
  let connected = false;

  const watch = (request: ClientRequest) => {
    outgoing = request;
    // The client listens for one error only; a second would end the process.
    request.on('error', () => {});
    request.once('socket', (socket) =>
      // Node holds the request back until then, so an error before it means that nothing was sent.
      socket.once(endpoint.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        connected = true;
      }),
    );
  };

  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const message = `no answer from ${endpoint.host} within ${timeoutMs} ms`;
      reject(new HuaweiCallError('TIMEOUT', message, { end: connected ? 'timeout' : 'unsent' }));
      outgoing?.destroy();
    }, timeoutMs);
    call(watch)
      .then(resolve, (error: unknown) => reject(failureOf(error, endpoint.host, connected)))
      .finally(() => clearTimeout(timer));
  });
}

function failureOf(error: unknown, host: string, connected: boolean): unknown {
  if (error instanceof HuaweiCallError) return error;
  if (error instanceof Error && 'code' in error) return connectionError(host, connected, error);
  if (!connected) return error;
  return new HuaweiCallError('MALFORMED', `${host} answered with what is not XML`, {
    end: 'malformed',
    cause: error,
  });
}
