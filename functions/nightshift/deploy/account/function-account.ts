import { CodedError } from '../../../maintenance/foundation/coded-error.ts';
import {
  type FunctionName,
  functionUrn,
} from '../../../maintenance/huawei/functiongraph/functiongraph-client.ts';
import { HuaweiCallError } from '../../../maintenance/huawei/huawei-call-error.ts';
import type { ActualConfig, ActualFunction, ActualTrigger } from '../function/actual.ts';
import { readPolicy } from './async-policy-body.ts';
import { type FunctionGraphVerbs, type PlainRequest, permissions, type Verb } from './functiongraph-verbs.ts';
import { readConfig, readVersions } from './read-config.ts';
import { type LogPlace, readLogPlace } from './read-log-place.ts';
import { readTriggers } from './read-triggers.ts';

/** One function in an account of FunctionGraph, there or not. */
export interface FunctionAccount {
  /** The function as it is now; `undefined` when there is none. */
  read(): Promise<ActualFunction | undefined>;
  /** What lets it run. */
  readTriggers(): Promise<readonly ActualTrigger[]>;
  /** What a published version is configured with. Throws `CodedError` when there is none. */
  readVersion(version: string): Promise<ActualConfig>;
  /** FunctionGraph's answer about the code of a published version. */
  showCode(version: string): Promise<unknown>;
  /** Where FunctionGraph keeps its log. Throws `CodedError` also where it keeps none. */
  readLogPlace(): Promise<LogPlace>;
  /** Hands an event to `latest`, as timers do; FunctionGraph's answer. Throws as `act` does. */
  invoke(verb: 'invokeFunction' | 'asyncInvokeFunction', event: object): Promise<unknown>;
  /** Makes one call about the function, or about a version of it. Throws `CodedError` with what is to be done. */
  act(verb: Verb, request?: PlainRequest, version?: string): Promise<void>;
}

/** The account of one function. */
export function createFunctionAccount(
  verbs: FunctionGraphVerbs,
  name: Omit<FunctionName, 'version'>,
): FunctionAccount {
  async function ask(verb: Verb, request: PlainRequest = {}, version = 'latest'): Promise<unknown> {
    const named = { function_urn: functionUrn({ ...name, version }), ...request };
    try {
      return await verbs[verb](named);
    } catch (error) {
      throw error instanceof HuaweiCallError ? explained(verb, error, name) : error;
    }
  }

  async function readWhole<Read>(verb: Verb, read: (answer: unknown) => Read | undefined): Promise<Read> {
    return whole(verb, read(await ask(verb)));
  }

  const triggersOf = () => readWhole('listFunctionTriggers', readTriggers);

  async function read(): Promise<ActualFunction | undefined> {
    const answer = await unlessAbsent(ask('showFunctionConfig'));
    if (answer === undefined) return undefined;
    const config = whole('showFunctionConfig', readConfig(answer));
    const policy = await unlessAbsent(ask('showFunctionAsyncInvokeConfig'));
    return {
      ...config,
      asyncPolicy:
        policy === undefined ? undefined : whole('showFunctionAsyncInvokeConfig', readPolicy(policy)),
      triggers: await triggersOf(),
      versions: await readWhole('listFunctionVersions', readVersions),
    };
  }

  return {
    read,
    readTriggers: triggersOf,
    readVersion: async (version) =>
      whole('showFunctionConfig', readConfig(await ask('showFunctionConfig', {}, version))),
    showCode: (version) => ask('showFunctionCode', {}, version),
    readLogPlace: () => readWhole('showLtsLogDetails', readLogPlace),
    invoke: (verb, event) =>
      ask(verb, { body: event, ...(verb === 'invokeFunction' && { 'X-CFF-Request-Version': 'v1' }) }),
    async act(verb, request, version) {
      await ask(verb, request, version);
    },
  };
}

async function unlessAbsent(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (error) {
    if (saysAbsent(error)) return undefined;
    throw error;
  }
}

/** Whether a refusal says that what was asked for is not there; the gateway's own 404 says something else. */
export function saysAbsent(error: unknown): boolean {
  const cause = error instanceof CodedError ? error.cause : undefined;
  return cause instanceof HuaweiCallError && cause.httpStatus === 404 && cause.code.startsWith('FSS.');
}

function whole<Read>(verb: Verb, read: Read | undefined): Read {
  if (read !== undefined) return read;
  throw new CodedError(
    'MALFORMED',
    `FunctionGraph's answer to ${verb} is not the documented one - nothing was concluded from it`,
  );
}

function explained(
  verb: Verb,
  error: HuaweiCallError,
  { projectId, region }: Pick<FunctionName, 'projectId' | 'region'>,
): CodedError {
  const { code, message, httpStatus, requestId } = error;
  // Which of somebody's projects it was is what may be wrong.
  const asked = [401, 403, 404].includes(httpStatus ?? 0) ? ` of project ${projectId} in ${region}` : '';
  const hint =
    httpStatus === 403 ? ` - expected the permission ${permissions[verb]}, and keys of this project` : '';
  const id = requestId === undefined ? '' : ` (request ${requestId})`;
  return new CodedError(
    code,
    `${verb}${asked}: ${code.includes('.') ? `${code} ` : ''}${message}${hint}${id}`,
    { cause: error },
  );
}
