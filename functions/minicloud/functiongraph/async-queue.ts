import type { AuditEvent, InvocationCause } from '../foundation/audit-entry.ts';
import type { Alarms } from './alarms.ts';
import type { CloudFunction } from './cloud-function.ts';
import type { IncomingEvent, PlatformKnobs } from './platform-knobs.ts';
import type { Attempt, EndedInvocation } from './run-invocation.ts';

/** Asynchronous events on their way to functions. */
interface AsyncQueue {
  /** Takes an event in; it is delivered as the knobs say, and again after failures as the function is configured. */
  accept(event: Omit<Attempt, 'cause'> & { readonly cause: IncomingEvent['cause'] }): void;
  /** Resolves when no event is on its way. */
  empty(): Promise<void>;
}

/** What a queue needs of the platform. */
type QueueOptions = {
  readonly clock: { now(): number };
  readonly alarms: Alarms;
  readonly knobs: PlatformKnobs;
  readonly run: (attempt: Attempt) => Promise<EndedInvocation> | undefined;
  readonly record: (entry: AuditEvent) => void;
  readonly freshRequestId: () => string;
};

type Dropped = Extract<AuditEvent, { phase: 'dropped' }>['why'];

/** A queue without events. */
export function createAsyncQueue(options: QueueOptions): AsyncQueue {
  const { clock, alarms, knobs, run, record, freshRequestId } = options;
  let accepted = 0;
  let onTheirWay = 0;
  const listeners: (() => void)[] = [];

  function done(): void {
    onTheirWay -= 1;
    if (onTheirWay === 0) for (const hear of listeners.splice(0)) hear();
  }

  const pause = (seconds: number) =>
    new Promise<void>((resolve) => alarms.at(clock.now() + seconds * 1000, resolve));

  async function deliver(first: Attempt, acceptedAt: number): Promise<void> {
    const { fn, requestId } = first;
    let cause: InvocationCause = first.cause;
    const drop = (why: Dropped) =>
      record({ kind: 'invocation', phase: 'dropped', requestId, function: fn.config.func_name, cause, why });
    for (let failures = 0; ; ) {
      if (fn.deleted) return drop('function-deleted');
      if (clock.now() - acceptedAt > limitsOf(fn, knobs).maxAgeMs) return drop('too-old');
      const running = run({ ...first, cause });
      if (!running) {
        if (knobs.whenBusy === 'discarded') return drop('no-room');
        await fn.pool.room();
        continue;
      }
      const { kind } = await running;
      if (kind === 'answered') return;
      failures += 1;
      cause = 'retry';
      if (failures > limitsOf(fn, knobs).retries) return drop('no-retry-left');
      await pause(knobs.retryDelaySeconds);
    }
  }

  return {
    accept(event) {
      const { fn, requestId, cause } = event;
      accepted += 1;
      const plan = knobs.deliver({ cause, function: fn.config.func_name, requestId, nth: accepted });
      const acceptedAt = clock.now();
      for (const delivery of plan) {
        onTheirWay += 1;
        const id = delivery.requestId === 'fresh' ? freshRequestId() : requestId;
        const begin = () => void deliver({ ...event, requestId: id }, acceptedAt).finally(done);
        if (delivery.afterSeconds > 0) alarms.at(acceptedAt + delivery.afterSeconds * 1000, begin);
        else begin();
      }
    },
    empty: () => (onTheirWay === 0 ? Promise.resolve() : new Promise((resolve) => listeners.push(resolve))),
  };
}

function limitsOf({ asyncConfig }: CloudFunction, knobs: PlatformKnobs) {
  return {
    retries: asyncConfig?.max_async_retry_attempts ?? knobs.retriesWithoutConfig,
    maxAgeMs: (asyncConfig?.max_async_event_age_in_seconds ?? knobs.maxAgeWithoutConfigSeconds) * 1000,
  };
}
