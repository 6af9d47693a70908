import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { CloudClock } from '../wire/cloud-clock.ts';
import { type Invocation, readEnd } from './function-host-invocation.ts';
import type { Credentials } from './function-host-messages.ts';
import { type FunctionProcess, type ProcessEnd, startFunctionProcess } from './function-host-process.ts';

/** What may differ from event to event. */
export type InvokeOptions = {
  readonly requestId?: string;
  /** The agency's keys of this moment, instead of those the function is hosted with. */
  readonly credentials?: Credentials | undefined;
  /** The keys that the context tells from an instant of cloud time on. */
  readonly refreshed?: { readonly at: number; readonly credentials: Credentials };
  /** A shorter time limit than the function's own, in cloud time. */
  readonly limitMs?: number;
};

/** A deployed function. */
export interface FunctionHost {
  /** Delivers one event, after those delivered before it. Every end is a value; throws only after `stop`. */
  invoke(event: unknown, options?: InvokeOptions): Promise<Invocation>;
  /** The number of the process that is kept, in the system; `undefined` before the first event. */
  pid(): number | undefined;
  /** Ends the function as a dying machine would, also in the middle of an invocation, which then has crashed. */
  stop(): Promise<void>;
}

/** A function, whose keys it gets (none without an agency), and the time it lives in, which must run by itself. */
export type FunctionHostOptions = FunctionSettings & {
  readonly credentials: Credentials | undefined;
  readonly clock: Pick<CloudClock, 'now' | 'scale' | 'at' | 'hold' | 'follow'>;
  /** How long its process may compute until its module is loaded. */
  readonly loadLimitMs?: number;
};

/**
 * Hosts a built function as FunctionGraph does: one event at a time, in a process that is kept between invocations
 * and is a fresh one after it was killed or crashed. Throws `FSS.1003` for a handler that is not `<file>.<export>`.
 */
export function createFunctionHost(options: FunctionHostOptions): FunctionHost {
  const { clock, memoryMb, timeLimitMs, errorTypeFrom = 'name', loadLimitMs = 20_000 } = options;
  const { entry, exportName } = locate(options);
  if (!Number.isFinite(clock.scale)) {
    throw new RangeError('a process cannot follow a clock that does not run by itself');
  }
  const environment = functionEnvironment(options);
  let warm: FunctionProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let stopped = false;

  function startProcess(): FunctionProcess {
    return startFunctionProcess(
      { entry, exportName, now: clock.now(), errorTypeFrom },
      { environment, memoryMb, loadLimitMs },
    );
  }

  /** The clock stands still until the process has begun, and from its answer on until that was seen to. */
  async function carryOut(event: unknown, requestId: string, differing: InvokeOptions): Promise<Invocation> {
    if (stopped) throw new CodedError('FUNCTION_STOPPED', 'the function was stopped');
    // Put down at once: what comes at one instant begins in the order in which it came, whoever is loaded first.
    const turn = new Promise<void>((resolve) => clock.at(clock.now(), resolve));
    const running = warm?.alive() ? warm : startProcess();
    warm = running;
    let goOn = clock.hold(`${running.name} to be loaded`);
    try {
      const loading = await running.loaded();
      goOn();
      await turn;
      const startedAt = clock.now();
      const { credentials = options.credentials, limitMs = timeLimitMs } = differing;
      const work = {
        requestId,
        event: JSON.stringify(event ?? null),
        startedAt,
        endMark: `\u0000${randomUUID()}\u0000`,
        ...(credentials && { credentials }),
        ...(differing.refreshed && { refreshed: differing.refreshed }),
      };
      let end = loading;
      if (end === 'loaded') {
        const carriedOut = running.carryOut(work);
        const leave = clock.follow(running);
        end = await until(startedAt + Math.min(limitMs, timeLimitMs), carriedOut);
        goOn = clock.hold(`what ${running.name} has printed`);
        leave();
      }
      const cloudMs = clock.now() - startedAt;
      if (end.kind !== 'replied') await running.kill();
      const logs = await running.takeLogs();
      return { requestId, logs, cloudMs, ...readEnd(end, logs) };
    } finally {
      goOn();
    }
  }

  async function until(instant: number, carriedOut: Promise<ProcessEnd>): Promise<ProcessEnd> {
    let callOff = () => {};
    const limit = new Promise<ProcessEnd>((resolve) => {
      callOff = clock.at(instant, () => resolve({ kind: 'timed-out' }));
    });
    const end = await Promise.race([carriedOut, limit]);
    callOff();
    return end;
  }

  return {
    invoke(event, differing = {}) {
      const { requestId = randomUUID() } = differing;
      const invocation = last.then(() => carryOut(event, requestId, differing));
      last = invocation.catch(() => undefined);
      return invocation;
    },
    pid: () => warm?.pid,
    async stop() {
      stopped = true;
      await warm?.kill();
      await last;
    },
  };
}

/** The module and the export in it that a handler setting names. */
function locate({ codeDirectory, handler }: FunctionSettings) {
  const dot = handler.lastIndexOf('.');
  if (dot < 1) throw new CodedError('FSS.1003', `handler "${handler}" - expected <file>.<export>`);
  return { entry: join(codeDirectory, handler.slice(0, dot)), exportName: handler.slice(dot + 1) };
}

/** What a function is configured with. */
type FunctionSettings = {
  /** The folder that the platform calls `RUNTIME_CODE_ROOT`. */
  readonly codeDirectory: string;
  /** `<file>.<export>`, as in `index.handler`. */
  readonly handler: string;
  /** The function's environment variables, encrypted ones included: what `context.getUserData` reads. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Whether they are in `process.env`, too. Huawei's emulator puts them there, its documentation reads them from
   * the context only; the cloud's answer is unconfirmed. Default: no.
   */
  readonly userDataInEnvironment?: boolean;
  /** What becomes the `errorType` of an error: its own name or that of its class. Unconfirmed. Default: its own. */
  readonly errorTypeFrom?: 'name' | 'class';
  /** In cloud time. */
  readonly timeLimitMs: number;
  readonly memoryMb: number;
  readonly functionName: string;
  /** The app that it belongs to. Default: `default`. */
  readonly packageName?: string;
  readonly projectId: string;
};

/** The whole environment of a function's process: a path, and the documented `RUNTIME_*` variables. */
function functionEnvironment(settings: FunctionSettings): Record<string, string> {
  const { codeDirectory, handler, environment, memoryMb, timeLimitMs } = settings;
  return {
    ...(settings.userDataInEnvironment ? environment : {}),
    PATH: '/usr/local/bin:/usr/bin:/bin',
    RUNTIME_PROJECT_ID: settings.projectId,
    RUNTIME_PACKAGE: settings.packageName ?? 'default',
    RUNTIME_FUNC_NAME: settings.functionName,
    RUNTIME_FUNC_VERSION: 'latest',
    RUNTIME_HANDLER: handler,
    RUNTIME_TIMEOUT: String(timeLimitMs / 1000),
    RUNTIME_USERDATA: JSON.stringify(environment),
    RUNTIME_MEMORY: String(memoryMb),
    // The documented share of the memory, in thousandths of a core.
    RUNTIME_CPU: String(Math.floor((memoryMb / 128) * 100 + 200)),
    RUNTIME_MAX_RESP_BODY_SIZE: '6291456',
    RUNTIME_CODE_ROOT: codeDirectory,
  };
}
