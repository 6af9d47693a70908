import type { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { FunctionAccount } from '../deploy/account/function-account.ts';
import type { ActualFunction } from '../deploy/function/actual.ts';
import type { Difference } from '../deploy/function/difference.ts';
import type { Goal } from '../deploy/function/goal.ts';
import { differencesOf } from '../deploy/function-differences.ts';
import { ownVersions } from '../deploy/version-names.ts';
import { callersFaultOf } from '../place/callers-fault.ts';
import { type CheckResult, ill, notTried, well } from './check-result.ts';
import type { Deployed } from './facts.ts';
import { functionFaults } from './function-faults.ts';
import { faultCodes } from './try-call.ts';

/** The function as `serverless.yml` wants it. */
type FunctionLook = {
  /** `default/nightshift in cn-north-4`. */
  readonly where: string;
  /** With the code of the function itself where there is no zip here. */
  readonly goalFor: (actual: ActualFunction) => Promise<Goal>;
  /** Why there is no zip to hold the code against. */
  readonly unbuilt: string | undefined;
  /** What that zip was built from: `0.1.0+0123456789ab`. */
  readonly builtFrom: string | undefined;
  /** How what is deployed differs from that zip: its code, its schedule and its calendars. */
  readonly codeFor: (
    account: FunctionAccount,
    actual: ActualFunction,
    goal: Goal,
  ) => Promise<readonly Difference[]>;
  /** Variables of `serverless.yml` that have no value here, so that theirs cannot be compared. */
  readonly missing: readonly string[];
  /** `undefined` when the schedule cannot be read. */
  readonly hasJournal: boolean | undefined;
};

/** Why nothing can be said of a function; `undefined` for one that was read. */
export function unread(deployed: Deployed, where: string): readonly CheckResult[] | undefined {
  switch (deployed.kind) {
    case 'held':
      return [notTried('function.held', deployed.why, { where })];
    case 'unreadable':
      return [unreadable(deployed.error, where)];
    case 'absent':
      return [
        ill('error', 'function.missing', 'there is no such function: nothing runs', {
          where,
          todo: 'nightshift deploy makes it',
        }),
      ];
    case 'there':
      return undefined;
    default:
      return deployed satisfies never;
  }
}

function unreadable(error: CodedError, where: string): CheckResult {
  const { code, message } = error;
  const fault = callersFaultOf(error);
  if (fault) return ill('error', faultCodes[fault.kind], message, { where, todo: fault.todo });
  return code === 'project.missing'
    ? ill('error', code, message, { where, todo: 'see My Credentials > Projects' })
    : ill('error', 'function.unreadable', message, {
        where,
        todo: 'whoever deploys needs to read functions and triggers, too; the function itself does not',
      });
}

/** Whether the function is as `serverless.yml` wants it, and can work at all; its triggers and runtime are told apart. */
export async function checkFunction(deployed: Deployed, look: FunctionLook): Promise<readonly CheckResult[]> {
  const { where, unbuilt, missing } = look;
  if (deployed.kind !== 'there') return unread(deployed, where) ?? [];
  const { actual, account } = deployed;
  const goal = await look.goalFor(actual);
  const ofCode = await look.codeFor(account, actual, goal);
  const faults = functionFaults(actual, look);
  const incomparable = new Set(missing.map((name) => `variable ${name}`));
  if (missing.length > 0) incomparable.add('encrypted variables');
  const differences = differencesOf(actual, goal, []).filter(
    ({ what }) => what !== 'runtime' && !isOfTrigger(what) && !incomparable.has(what),
  );
  const findings = [
    ...[...faults].map(([what, fault]) =>
      mended(
        fault,
        differences.find((each) => each.what === what),
      ),
    ),
    // One of the above is told with what follows from it, and once.
    ...differences.filter(({ what }) => !faults.has(what)).map((difference) => differs(difference, look)),
    ...ofCode.map((difference) =>
      differs(difference, look, difference.what === 'code' ? 'function.code' : 'function.schedule'),
    ),
  ];
  if (findings.length === 0)
    findings.push(well('function', `as serverless.yml says; ${codeOf(actual, look)}`, where));
  if (unbuilt !== undefined)
    findings.push(
      notTried('function.unbuilt', `its code and schedule: ${unbuilt}`, {
        where,
        todo: 'a codeUri with a built function in it, or none, for the function that came with nightshift',
      }),
    );
  return findings;
}

/** A fault with what is to be done about it, where `serverless.yml` is right already. */
function mended(fault: CheckResult, difference: Difference | undefined): CheckResult {
  if (difference?.to === undefined) return fault;
  return { ...fault, todo: `nightshift deploy sets what serverless.yml says: ${difference.to}` };
}

/** Whether a difference is one of triggers. */
function isOfTrigger(what: string): boolean {
  return /^timer | trigger /.test(what);
}

function foreign(where: string): CheckResult {
  return ill('warning', 'function.foreign', 'it was not made by deploy, which leaves it alone', {
    where,
    todo: 'nightshift deploy --adopt takes it over',
  });
}

function differs(
  { what, from, to, note }: Difference,
  { where, builtFrom }: FunctionLook,
  code: 'function.differs' | 'function.code' | 'function.schedule' = 'function.differs',
): CheckResult {
  if (what.startsWith('function ')) return foreign(where);
  const built = what === 'code' && builtFrom !== undefined && to !== builtFrom ? ` (${builtFrom})` : '';
  const shown = [from, to === undefined ? undefined : `wanted: ${to}${built}`].filter(Boolean).join('; ');
  const found = `${what}${shown === '' ? '' : `: ${shown}`}${note === undefined ? '' : ` (${note})`}`;
  const todo = 'nightshift deploy --dry-run shows all of it, nightshift deploy applies it';
  const fatal = what === 'handler' || what === 'agency';
  return ill(fatal ? 'error' : 'warning', code, found, { where, todo });
}

function codeOf(
  { digest, codeSize, versions }: ActualFunction,
  { builtFrom, unbuilt }: FunctionLook,
): string {
  const latest = ownVersions(versions).at(-1);
  const version = latest === undefined ? '' : `, published as ${latest}`;
  const built = builtFrom === undefined || unbuilt !== undefined ? '' : ` (${builtFrom})`;
  return `code sha512 ${digest.slice(0, 12)}, ${codeSize} bytes${built}${version}`;
}
