import type { IncomingHttpHeaders } from 'node:http';
import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import { emptyReply, jsonReply, type Reply } from '../wire/reply.ts';
import type { CloudFunction } from './cloud-function.ts';
import type { FgsCall } from './fgs-call.ts';
import { FgsRefusal } from './fgs-error.ts';
import { asyncConfigJson, codeJson, functionJson, ltsLogJson } from './function-json.ts';
import { parseAsyncConfig } from './function-settings.ts';
import type { FunctionStore } from './function-store.ts';
import { publishVersion, versionOf } from './function-version.ts';
import type { PlatformKnobs } from './platform-knobs.ts';
import { type InvokeSurroundings, serveAsync, serveSync } from './serve-invocation.ts';
import { parseTrigger, type TimerTrigger, triggerJson, updateTrigger } from './timer-trigger.ts';
import type { TimerWheel } from './timer-wheel.ts';

const mostTriggers = 10;

/** What can be asked of a published version; this cloud does not invoke one, and hangs no triggers on it. */
const ofVersions: ReadonlySet<FgsCall['operation']> = new Set([
  'ShowFunctionConfig',
  'ShowFunctionCode',
  'DeleteFunction',
]);

/** A request that came to a call, its signature verified. */
export type FgsRequest = {
  readonly call: FgsCall;
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** The service's parts. */
export type FgsSurroundings = InvokeSurroundings & {
  readonly store: FunctionStore;
  readonly wheel: TimerWheel;
  readonly knobs: PlatformKnobs;
};

/** Carries out a call as FunctionGraph documents it. Throws `FgsRefusal` where it would refuse. */
export async function serveFgs(surroundings: FgsSurroundings, request: FgsRequest): Promise<Reply> {
  const { store, clock, knobs } = surroundings;
  const { call, requestId, headers, body } = request;
  const answered = (status: number, answer: unknown) => jsonReply(requestId, status, answer);
  const json = parseJson(body.toString());
  if (call.operation === 'CreateFunction') {
    return answered(200, functionJson(await store.create(call.project, json), knobs));
  }
  const fn = store.find(call.project, call.urn);
  const version = versionOf(fn, call.urn);
  if (version && !ofVersions.has(call.operation)) throw new FgsRefusal('FSS.1052');
  if ('trigger' in call) return serveTrigger(surroundings, fn, { ...request, call }, json);
  switch (call.operation) {
    case 'InvokeFunction':
      return serveSync(surroundings, { fn, requestId, headers, body });
    case 'AsyncInvokeFunction':
      return serveAsync(surroundings, { fn, requestId, body, headers });
    case 'ShowFunctionConfig':
      return answered(200, functionJson(fn, knobs, version));
    case 'ShowFunctionCode':
      return answered(200, codeJson(fn, knobs, version));
    case 'ListFunctionVersions':
      return answered(200, {
        versions: [
          ...(knobs.latestAmongVersions ? [functionJson(fn, knobs)] : []),
          ...[...fn.versions.values()].map((one) => functionJson(fn, knobs, one)),
        ],
        next_marker: fn.versions.size + 1,
        count: fn.versions.size + 1,
      });
    case 'CreateFunctionVersion':
      return answered(200, functionJson(fn, knobs, publishVersion(fn, json, clock.now())));
    case 'UpdateFunctionCode':
      await store.updateCode(fn, json);
      return answered(200, functionJson(fn, knobs));
    case 'UpdateFunctionConfig':
      store.updateConfig(fn, json);
      return answered(200, functionJson(fn, knobs));
    case 'UpdateFunctionMaxInstanceConfig':
      store.updateMostInstances(fn, json);
      return answered(200, functionJson(fn, knobs));
    case 'DeleteFunction':
      if (version) {
        fn.versions.delete(version.name);
        return emptyReply(requestId);
      }
      for (const trigger of fn.triggers.values()) surroundings.wheel.turn(fn, trigger, 'gone');
      store.remove(fn);
      return emptyReply(requestId);
    case 'UpdateFunctionAsyncInvokeConfig': {
      const now = clock.now();
      const createdAt = fn.asyncConfig?.createdAt ?? now;
      fn.asyncConfig = { ...parseAsyncConfig(json), createdAt, modifiedAt: now };
      return answered(200, asyncConfigJson(fn));
    }
    case 'ShowFunctionAsyncInvokeConfig': {
      const config = asyncConfigJson(fn);
      if (!config) throw new FgsRefusal(knobs.absentAsyncConfig);
      return answered(200, config);
    }
    case 'DeleteFunctionAsyncInvokeConfig':
      fn.asyncConfig = undefined;
      return emptyReply(requestId);
    case 'ShowLtsLogDetails': {
      const place = ltsLogJson(fn);
      if (!place) throw new FgsRefusal('FSS.0404');
      return answered(200, place);
    }
    case 'ListFunctionTriggers':
      return answered(200, triggersJson(fn, knobs));
    case 'CreateFunctionTrigger': {
      const { timeZone } = surroundings.knobs;
      const trigger = parseTrigger(json, { id: requestId, now: clock.now(), timeZone });
      const { name } = trigger.eventData;
      const isNamesake = ({ eventData }: TimerTrigger) => eventData.name === name;
      if (surroundings.knobs.timerNamesakes === 'refused' && [...fn.triggers.values()].some(isNamesake))
        throw new FgsRefusal('FSS.1148');
      if (fn.triggers.size >= mostTriggers) throw new FgsRefusal('FSS.0403');
      if (!surroundings.knobs.madeTurnedOff) trigger.status = 'ACTIVE';
      fn.triggers.set(trigger.id, trigger);
      surroundings.wheel.turn(fn, trigger);
      return answered(201, triggerJson(trigger, knobs));
    }
    default:
      return call satisfies never;
  }
}

function triggersJson({ triggers }: CloudFunction, knobs: PlatformKnobs): unknown {
  const list = [...triggers.values()].map((trigger) => triggerJson(trigger, knobs));
  return knobs.triggerList === 'bare' ? list : { triggers: list, count: list.length };
}

function serveTrigger(
  { knobs, clock, wheel }: FgsSurroundings,
  fn: CloudFunction,
  { call, requestId }: FgsRequest & { readonly call: Extract<FgsCall, { trigger: string }> },
  json: unknown,
): Reply {
  const trigger = fn.triggers.get(call.trigger);
  if (!trigger || call.type !== 'TIMER') throw new FgsRefusal('FSS.1140');
  if (call.operation === 'DeleteFunctionTrigger') {
    fn.triggers.delete(trigger.id);
    wheel.turn(fn, trigger, 'gone');
    return emptyReply(requestId);
  }
  const scheduleToo = knobs.triggerUpdate === 'schedule-too';
  updateTrigger(trigger, json, { now: clock.now(), timeZone: knobs.timeZone, scheduleToo });
  wheel.turn(fn, trigger);
  return jsonReply(requestId, 200, triggerJson(trigger, knobs));
}
