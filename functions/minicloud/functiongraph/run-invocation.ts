import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import { asDocument, asText } from '../../maintenance/huawei/optional-field.ts';
import type { AuditEvent, InvocationCause } from '../foundation/audit-entry.ts';
import type { CloudFunction } from './cloud-function.ts';
import type { InvokeOptions } from './function-host.ts';
import type { Invocation } from './function-host-invocation.ts';

/** An invocation that is over, with what made the function run. */
export type EndedInvocation = Invocation & {
  readonly function: string;
  readonly cause: InvocationCause;
  readonly event: unknown;
  /** When an instance took it on and when it was done, milliseconds since 1970. */
  readonly begunAt: number;
  readonly endedAt: number;
};

/** One event for a function. */
export type Attempt = {
  readonly fn: CloudFunction;
  readonly event: unknown;
  readonly requestId: string;
  readonly cause: InvocationCause;
  /** A shorter time limit than the function's own, in cloud time. */
  readonly limitMs?: number;
};

/** What invocations need of the platform and tell it. */
type InvocationDesk = {
  readonly clock: { now(): number };
  readonly record: (entry: AuditEvent) => void;
  readonly keep: (ended: EndedInvocation, fn: CloudFunction) => void;
  readonly credentials: () => InvokeOptions['credentials'];
};

/** Gives an event to an instance of a function and writes it down; `undefined` when there is no room for it. */
export function runInvocation(
  { clock, record, keep, credentials }: InvocationDesk,
  { fn, event, requestId, cause, limitMs }: Attempt,
): Promise<EndedInvocation> | undefined {
  const { config } = fn;
  const of = { kind: 'invocation', requestId, function: config.func_name, cause } as const;
  const agency = config.app_xrole !== '' || config.xrole !== '';
  const begunAt = clock.now();
  let tell: (ended: EndedInvocation) => void = () => {};
  const told = new Promise<EndedInvocation>((resolve) => {
    tell = resolve;
  });
  const running = fn.pool.take(event, {
    requestId,
    ...(agency ? { credentials: credentials() } : {}),
    ...(limitMs === undefined ? {} : { limitMs }),
    ended(invocation) {
      const { kind: end, cloudMs, peakMemoryBytes } = invocation;
      record({ ...of, phase: 'ends', end, cloudMs, memoryMb: config.memory_size, peakMemoryBytes });
      const ended = {
        ...invocation,
        function: config.func_name,
        cause,
        event,
        begunAt,
        endedAt: clock.now(),
      };
      keep(ended, fn);
      tell(ended);
    },
  });
  if (!running) return undefined;
  record({ ...of, phase: 'begins', cold: running.cold });
  return told;
}

/** What FunctionGraph has in a function's log of an invocation: its own lines around those of the function. */
export function logLinesOf(
  { requestId, begunAt, endedAt, cloudMs, logs, peakMemoryBytes = 0 }: EndedInvocation,
  memoryMb: number,
): readonly { readonly at: number; readonly content: string }[] {
  const used = (peakMemoryBytes / 2 ** 20).toFixed(3);
  const end = `duration: ${cloudMs.toFixed(3)}ms, billing duration: ${Math.ceil(cloudMs)}ms, memory used: ${used}MB, billing memory: ${memoryMb}MB`;
  return [
    { at: begunAt, content: `Start invoke request '${requestId}', version: latest` },
    // A line that does not say its time has that of the one before.
    ...withTimes(logs, begunAt, endedAt),
    { at: endedAt, content: `Finish invoke request '${requestId}', ${end}` },
  ];
}

function withTimes(logs: readonly string[], from: number, until: number) {
  let at = from;
  return logs.map((content) => {
    const said = Date.parse(asText(asDocument(parseJson(content))['time']) ?? '');
    if (said >= at && said <= until) at = said;
    return { at, content };
  });
}
