import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cloud } from '../gateway/cloud.ts';
import type { Sender } from '../gateway/interceptor.ts';
import { createLts, type LogStream, type Lts } from '../lts/lts-service.ts';
import type { Reply } from '../wire/reply.ts';
import { createAlarms } from './alarms.ts';
import { createAsyncQueue } from './async-queue.ts';
import type { CloudFunction } from './cloud-function.ts';
import { fgsCallOf } from './fgs-call.ts';
import { handleFgs } from './fgs-gateway.ts';
import { ltsLogJson } from './function-json.ts';
import type { Running } from './function-pool.ts';
import { createFunctionStore } from './function-store.ts';
import { defaultPlatformKnobs, type PlatformKnobs } from './platform-knobs.ts';
import { type Attempt, type EndedInvocation, logLinesOf, runInvocation } from './run-invocation.ts';
import { serveFgs } from './serve-fgs.ts';
import { socketOwner } from './socket-owner.ts';
import { timerEvent } from './timer-event.ts';
import type { TimerTrigger } from './timer-trigger.ts';
import { createTimerWheel } from './timer-wheel.ts';

/** FunctionGraph on a local cloud. */
export interface Platform {
  /** May be changed at any time. */
  readonly knobs: PlatformKnobs;
  /** Where functions that keep a log have it. */
  readonly lts: Lts;
  /**
   * Carries out a call as for somebody who is signed in at the console, whose clock need not be the cloud's. Throws
   * `FgsRefusal` for what FunctionGraph refuses.
   */
  asConsole(method: string, path: string, body: object): Promise<Reply>;
  /** Lets a trigger fire as at an instant (milliseconds since 1970, default: now), and answers the request id. Throws `RangeError` unless exactly one has the name. */
  fire(trigger: string, at?: number): string;
  /** All invocations that are over, in the order of their ends. */
  invocations(): readonly EndedInvocation[];
  /** The ones that are not. */
  running(): readonly Running[];
  /** How many instances a function has, idle ones included. */
  instances(functionName: string): number;
  /** Resolves when no asynchronous event is waiting, running or to be tried again. */
  settled(): Promise<void>;
  /** Stops timers and ends all instances as a dying machine would. */
  close(): Promise<void>;
}

/** A cloud and what is particular about its FunctionGraph. */
export type PlatformOptions = {
  readonly cloud: Cloud;
  readonly knobs?: Partial<PlatformKnobs>;
  /** `off`: triggers fire by `fire` only. */
  readonly timers?: 'running' | 'off';
};

/** Adds FunctionGraph to a cloud, for all its projects. The clock must run by itself when functions are to run. */
export async function createPlatform({ cloud, knobs: chosen, timers }: PlatformOptions): Promise<Platform> {
  const { clock, log, projects } = cloud;
  const knobs = { ...defaultPlatformKnobs, ...chosen };
  const ended: EndedInvocation[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'functiongraph-'));
  const alarms = createAlarms(clock);
  const regionOf = (project: string) => Object.entries(projects).find(([, id]) => id === project)?.[0] ?? '';
  const store = createFunctionStore({ folder, clock, alarms, knobs, regionOf });
  const freshRequestId = () =>
    log.nextRequestId().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
  const credentials = () => ({
    accessKey: cloud.accessKey,
    secretKey: cloud.secretKey,
    securityToken: cloud.securityToken ?? '',
  });
  const lts = createLts(cloud, () => store.all().flatMap((fn) => logStreamOf(fn) ?? []));
  const keep = (one: EndedInvocation, fn: CloudFunction) => {
    ended.push(one);
    const stream = logStreamOf(fn);
    if (stream) lts.write(stream, logLinesOf(one, fn.config.memory_size));
  };
  const desk = { clock, record: log.note, keep, credentials };
  const run = (attempt: Attempt) => runInvocation(desk, attempt);
  const queue = createAsyncQueue({ clock, alarms, knobs, run, record: log.note, freshRequestId });

  function fireAt(fn: CloudFunction, trigger: TimerTrigger, time: number): string {
    const { name: triggerName, user_event: userEvent } = trigger.eventData;
    const event = timerEvent({
      time,
      triggerName,
      userEvent,
      zoneOffset: zoneOffsetAt(knobs.timeZone, time),
    });
    const requestId = freshRequestId();
    queue.accept({ fn, event, requestId, cause: 'timer' });
    return requestId;
  }
  const wheel = timers === 'off' ? { turn: () => {} } : createTimerWheel(clock, alarms, fireAt);

  const running = () => store.pools().flatMap((pool) => pool.running());
  const surroundings = { store, wheel, knobs, clock, alarms, run, accept: queue.accept };
  for (const project of Object.values(projects)) {
    cloud.mount(`/v2/${project}/fgs/`, (request, body) =>
      handleFgs({ cloud, surroundings, freshRequestId }, request, body),
    );
  }
  cloud.senders.push((request) => senderAmong(running(), request));

  return {
    knobs,
    lts,
    async asConsole(method, path, body) {
      const call = fgsCallOf(method, path);
      if (!call) throw new RangeError(`${method} ${path} is no call to FunctionGraph`);
      const request = {
        call,
        requestId: freshRequestId(),
        headers: {},
        body: Buffer.from(JSON.stringify(body)),
      };
      return await serveFgs(surroundings, request);
    },
    fire(name, at = clock.now()) {
      const named = store
        .all()
        .flatMap((fn) => [...fn.triggers.values()].map((trigger) => ({ fn, trigger })))
        .filter(({ trigger }) => trigger.eventData.name === name);
      const [only] = named;
      if (!only || named.length > 1) throw new RangeError(`${named.length} triggers are named ${name}`);
      return fireAt(only.fn, only.trigger, at);
    },
    invocations: () => ended.slice(),
    running,
    instances: (name) =>
      store
        .all()
        .filter(({ config }) => config.func_name === name)
        .reduce((sum, { pool }) => sum + pool.size(), 0),
    settled: queue.empty,
    async close() {
      alarms.stop();
      await store.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function logStreamOf(fn: CloudFunction): LogStream | undefined {
  const place = ltsLogJson(fn);
  return place && { project: fn.project, group: place.group_id, stream: place.stream_id };
}

function senderAmong(running: readonly Running[], request: IncomingMessage): Sender | undefined {
  const pids = running.flatMap((one) => one.pid() ?? []);
  const { remotePort: clientPort = 0, localPort: serverPort = 0 } = request.socket;
  const owner = socketOwner({ clientPort, serverPort }, pids);
  return owner === undefined ? undefined : running.find((one) => one.pid() === owner);
}

/** How far a time zone is from UTC at an instant, in milliseconds. */
function zoneOffsetAt(timeZone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    instant,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
