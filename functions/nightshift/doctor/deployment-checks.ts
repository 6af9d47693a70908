import { dirname } from 'node:path';
import { versions } from 'node:process';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { build } from '../../maintenance/foundation/version.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { secretsDigest } from '../deploy/account/secrets-digest.ts';
import { compareDeployedCode } from '../deploy/compare-deployed-code.ts';
import type { ActualFunction } from '../deploy/function/actual.ts';
import { type Goal, goalOf } from '../deploy/function/goal.ts';
import { type Packed, packFunction } from '../deploy/pack/pack-function.ts';
import type { WantedFunction } from '../deploy/serverless/deployment.ts';
import { checkFunction, unread } from './check-function.ts';
import { type CheckResult, notTried } from './check-result.ts';
import { checkRuntime } from './check-runtime.ts';
import { checkTriggers } from './check-triggers.ts';
import type { Subject } from './facts.ts';
import type { Local } from './read-local.ts';
import type { Checks } from './run-checks.ts';

/** The checks that hold the function against `serverless.yml`. */
export function deploymentChecks({
  local,
  endpoints,
  facts,
  context,
}: Subject): Pick<Checks, 'function' | 'triggers' | 'runtime'> {
  const { wanted, functionGraph } = endpoints;
  const { parsed, serverless } = local;
  const name = wanted ? `${wanted.packageName}/${wanted.name}` : 'the function';
  const where = functionGraph ? `${name} in ${functionGraph.region}` : name;
  const code = wanted && serverless ? packedHere(wanted, serverless.file, local) : undefined;
  const nothing = [notTried('function.held', 'no serverless.yml that names the function can be read')];
  const goal = (actual: ActualFunction) => goalFor(wanted, code, actual);
  return {
    async function(): Promise<readonly CheckResult[]> {
      if (!wanted || !serverless?.parsed.ok) return nothing;
      return checkFunction(await facts.deployed, {
        where,
        goalFor: goal,
        unbuilt: typeof code === 'string' ? code : undefined,
        builtFrom: typeof code === 'object' ? code.build : undefined,
        codeFor: async (account, actual, wantedGoal) =>
          typeof code === 'object'
            ? (await compareDeployedCode(account, actual, wantedGoal, code)).differences
            : [],
        missing: serverless.parsed.missing.map(({ path }) => path.slice(path.lastIndexOf('.') + 1)),
        hasJournal: parsed && parsed.schedule.journal !== undefined,
      });
    },
    async triggers() {
      const deployed = await facts.deployed;
      if (!wanted || deployed.kind !== 'there')
        return (unread(deployed, where) ?? nothing).map(({ what }) =>
          notTried('triggers.held', what, { where }),
        );
      const { look } = local;
      const told = look.serverless?.kind === 'read' ? look.serverless.diagnostics : [];
      return checkTriggers(deployed.actual, {
        where,
        goal: await goal(deployed.actual),
        schedule: parsed?.schedule,
        time: { now: context.clock.now(), zoneOffset },
        told: new Set(told.map(({ message }) => message)),
      });
    },
    async runtime() {
      const { node } = versions;
      return checkRuntime({ node, build, deployed: await facts.deployed, wanted: wanted?.runtime, where });
    },
  };
}

/** The zip that would be deployed, or why there is none. */
function packedHere({ codeUri }: WantedFunction, file: string, { parsed, text }: Local): Packed | string {
  if (!parsed || text === undefined) return 'without a schedule that can be read there is no zip';
  try {
    return packFunction(codeUri, dirname(file), { ...parsed, text });
  } catch (error) {
    if (error instanceof CodedError) return error.message;
    throw error;
  }
}

async function goalFor(
  wanted: WantedFunction | undefined,
  code: Packed | string | undefined,
  actual: ActualFunction,
): Promise<Goal> {
  if (!wanted) throw new TypeError('there is no function to be wanted');
  const { digest, codeSize: bytes } = actual;
  return goalOf(wanted, {
    code: typeof code === 'object' ? { digest: code.digest, bytes: code.bytes } : { digest, bytes },
    secrets: await secretsDigest(wanted.encrypted, actual.record?.secrets),
    adopts: false,
  });
}
