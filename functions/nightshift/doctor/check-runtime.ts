import { recordedBuild } from '../deploy/function/actual.ts';
import { otherVersion } from '../place/describe-build.ts';
import { type CheckResult, ill, well } from './check-result.ts';
import type { Deployed } from './facts.ts';

/** What runs here, and what is to run there. */
type RuntimeLook = {
  /** `20.15.0`. */
  readonly node: string;
  /** `0.1.0+0123456789ab`; `undefined` when the sources are run. */
  readonly build: string | undefined;
  readonly deployed: Deployed;
  /** `undefined` when there is no `serverless.yml`. */
  readonly wanted: string | undefined;
  readonly where: string;
};

const [leastMajor, leastMinor] = [20, 15];
/** FunctionGraph lets nobody make or change functions in these any more (since 2026-07-15). */
const retired: ReadonlySet<string> = new Set(['Node.js6.10', 'Node.js8.10']);

/** Whether Node.js is new enough here and there. */
export function checkRuntime({ node, build, deployed, wanted, where }: RuntimeLook): readonly CheckResult[] {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const enough = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  const here = enough
    ? well('runtime.node', `Node.js ${node} here, nightshift ${build ?? 'from source'}`)
    : ill('error', 'runtime.node', `Node.js ${node} here`, {
        todo: `install ${leastMajor}.${leastMinor} or later`,
      });
  if (deployed.kind !== 'there' || wanted === undefined) return [here];
  const { runtime } = deployed.actual;
  const version = versionNote(recordedBuild(deployed.actual), build, where);
  if (runtime === wanted) return [here, ...version, well('runtime', runtime, where)];
  const also = retired.has(runtime) ? ', and FunctionGraph has retired it' : '';
  return [
    here,
    ...version,
    ill('error', 'runtime.old', `${runtime}, and the function is built for ${wanted}${also}`, {
      where,
      todo: 'FunctionGraph cannot change a runtime: nightshift remove and then nightshift deploy, or another name in serverless.yml',
    }),
  ];
}

function versionNote(
  deployed: string | undefined,
  here: string | undefined,
  where: string,
): readonly CheckResult[] {
  const other = otherVersion(deployed, undefined, here);
  if (other === undefined) return [];
  const todo =
    'nightshift deploy brings the function of this one there, where serverless.yml names no other code';
  return [ill('note', 'runtime.version', other, { where, todo })];
}
