import { CodedError } from '../../functions/maintenance/foundation/coded-error.ts';
import { answerRequest } from '../../functions/maintenance/invocation/answer-request.ts';
import { readEvent } from '../../functions/maintenance/runtime/middleware/read-event.ts';
import { beginsAt, calmAt } from './night-frame.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import type { InvocationOf } from './simulated-invocation.ts';
import { type SimulatedProcess, startProcess, type Trace } from './simulated-process.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** The platform that runs the function: it delivers, repeats, forgets, kills and tries again. */
export interface SimulatedPlatform {
  /** Whether an invocation works on without waiting for time. */
  busy(): boolean;
  /** Whether no invocation is under way or to come, ticks left aside. */
  idle(): boolean;
  readonly bugs: readonly string[];
  /** Delivers ticks from now on. */
  begin(): void;
  /** Delivers an event some milliseconds from now. */
  deliver(event: object, afterMs: number): void;
}

/** How the platform is set up. */
export type PlatformOptions = {
  readonly scenario: Scenario;
  readonly time: SimulatedTime;
  readonly random: Random;
  readonly invocationOf: InvocationOf;
  /** How far ticks are apart just now. */
  readonly tickMs: () => number;
  readonly trace: Trace;
};

/** A platform on which nothing runs yet. */
export function createPlatform({
  scenario,
  time,
  random,
  invocationOf,
  tickMs,
  trace,
}: PlatformOptions): SimulatedPlatform {
  const { platform } = scenario;
  const living = new Set<SimulatedProcess>();
  const bugs: string[] = [];
  let toCome = 0;
  let requests = 0;
  const stormy = (chance: number) => time.now() < calmAt && random.chance(chance);

  const later = (ms: number, what: () => void) => {
    toCome += 1;
    time.after(ms, () => {
      toCome -= 1;
      what();
    });
  };

  const start = (event: object, requestId: string, attempt: number) => {
    const own = random.branch(`${requestId}/${attempt}`);
    const failed = () => {
      living.delete(process);
      if (attempt < platform.retries)
        later(own.pick([1_000, 60_000]), () => start(event, requestId, attempt + 1));
    };
    const process = startProcess(`${requestId}/${attempt}`, {
      time,
      random: own,
      crashesAt: stormy(platform.crash) ? own.whole(1, own.pick([12, 80])) : undefined,
      onDeath: failed,
      trace,
    });
    living.add(process);
    trace(() => `${process.name} begins with ${JSON.stringify(event)}`);
    const endsAt = time.now() + platform.limitMs;
    const spare = time.after(platform.limitMs, () => process.kill('its time is over'));
    const remainingMs = () => endsAt - time.now();
    const started = { process, requestId, remainingMs, random: own.branch('ports') };
    const end = () => {
      spare();
      living.delete(process);
    };
    void (async () => answerRequest(await understood(event), invocationOf(started)))().then(
      (answer) => {
        if (!process.alive) return;
        trace(() => `${process.name} answers ${JSON.stringify(answer).slice(0, 300)}`);
        end();
      },
      (error: unknown) => {
        if (!process.alive) return;
        trace(() => `${process.name} throws ${String(error)}`);
        end();
        if (!(error instanceof CodedError))
          bugs.push(`an invocation throws ${error instanceof Error ? error.stack : String(error)}`);
        failed();
      },
    );
  };

  const deliver: SimulatedPlatform['deliver'] = (event, afterMs) => {
    requests += 1;
    const requestId = `r-${requests}`;
    later(afterMs, () => start(event, requestId, 1));
  };

  const outside = (span: readonly [number, number] | undefined, afterMs: number) =>
    !span || afterMs < span[0] || afterMs >= span[1];

  const tick = (at: number) => {
    const event = { trigger_type: 'TIMER', time: new Date(at).toISOString() };
    const comes = outside(platform.outage, at - beginsAt) && !stormy(platform.missedTick);
    if (comes) deliver(event, stormy(platform.lateTick) ? random.whole(1, 400) * 1_000 : 0);
    if (comes && stormy(platform.repeatedTick)) deliver(event, random.pick([0, 0, 700, 30_000, 900_000]));
    if (platform.twoFirstTicks && at === beginsAt) deliver(event, 0);
    const next = (Math.floor(at / tickMs()) + 1) * tickMs();
    time.after(next - at, () => tick(next));
  };

  return {
    bugs,
    busy: () => [...living].some(({ alive, waitsFor }) => alive && waitsFor === 0),
    idle: () => living.size === 0 && toCome === 0,
    begin: () => tick(beginsAt),
    deliver,
  };
}

async function understood(event: object) {
  const request = await readEvent(event);
  if (request.kind === 'not-understood') throw new TypeError(`an event of the simulation: ${request.reason}`);
  return request;
}
