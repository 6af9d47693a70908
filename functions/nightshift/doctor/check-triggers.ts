import type { Schedule } from '../../maintenance/schedule/schedule.ts';
import type { ActualFunction } from '../deploy/function/actual.ts';
import type { Difference } from '../deploy/function/difference.ts';
import type { Goal } from '../deploy/function/goal.ts';
import type { Timer } from '../deploy/serverless/deployment.ts';
import { sortTriggers, timerDifferences, writeTimer } from '../deploy/sort-triggers.ts';
import { checkCoverage } from '../deploy/triggers/check-coverage.ts';
import type { PlanningTime } from '../deploy/triggers/wanted-trigger.ts';
import { type CheckResult, ill, well } from './check-result.ts';

/** What the triggers of the function are held against. */
type TriggersLook = {
  readonly where: string;
  readonly goal: Goal;
  /** `undefined` when it cannot be read. */
  readonly schedule: Schedule | undefined;
  readonly time: PlanningTime;
  /** What of `serverless.yml` itself does not cover the schedule, which is told with the schedule: their messages. */
  readonly told: ReadonlySet<string>;
};

/** Whether the function's triggers are those of `serverless.yml`, and come when the schedule needs them, once. */
export function checkTriggers(
  actual: ActualFunction,
  { where, goal, schedule, time, told }: TriggersLook,
): readonly CheckResult[] {
  // In a function that deploy did not make, a timer of a wanted name is held for the wanted one.
  const wanted = { ...goal, adopts: actual.record === undefined };
  const differences = timerDifferences(actual, wanted);
  const timers = ownFirst(actual, wanted);
  const [doubled, uncovered] = schedule ? coverage(timers, schedule, time, told) : [new Set<string>(), []];
  const named = (name: string) => differences.filter(({ what }) => what.endsWith(` ${name}`));
  const mended = differences.some(({ sign }) => sign === '+' || sign === '~');
  const findings = [
    ...[...doubled].map((name) =>
      ill(
        'error',
        'trigger.doubled',
        `timer ${name} starts the same jobs as another timer: they would run twice`,
        {
          where,
          todo: named(name).some(({ sign }) => sign === '=')
            ? 'it was not made by deploy: delete it in the console, under Configuration > Triggers'
            : 'nightshift deploy takes it away',
        },
      ),
    ),
    ...differences.filter(({ what }) => !doubled.has(nameIn(what))).map((each) => differs(each, where)),
    // What a deploy will mend is told as the difference that it is.
    ...uncovered
      .filter(({ name }) => (name === undefined ? !mended : named(name).length === 0))
      .map(({ message, code }) =>
        ill('error', code, message, {
          where,
          todo: 'nightshift triggers --write, and then nightshift deploy',
        }),
      ),
  ];
  if (findings.length > 0) return findings;
  const list = timers.map((timer) => `${timer.name} ${writeTimer(timer)}`).join('; ');
  return [well('triggers', list === '' ? 'none, and none is wanted' : list, where)];
}

function nameIn(what: string): string {
  return what.slice(what.lastIndexOf(' ') + 1);
}

/** Of two that come for the same, the second is the one too many. */
function ownFirst(actual: ActualFunction, goal: Goal): readonly Timer[] {
  const { foreign, surplus } = sortTriggers(actual, goal.timers ?? [], goal);
  const last = new Set([...surplus, ...foreign]);
  const [own, others] = [
    actual.triggers.filter((each) => !last.has(each)),
    actual.triggers.filter((each) => last.has(each)),
  ];
  return [...own, ...others].flatMap(({ timer }) => (timer ? [timer] : []));
}

type Uncovered = { readonly name: string | undefined; readonly code: string; readonly message: string };

function coverage(
  timers: readonly Timer[],
  schedule: Schedule,
  time: PlanningTime,
  told: ReadonlySet<string>,
): readonly [doubled: Set<string>, uncovered: readonly Uncovered[]] {
  const doubled = new Set<string>();
  const uncovered: Uncovered[] = [];
  for (const { path, severity, code, message } of checkCoverage(timers, [], schedule, time)) {
    const index = path[0] === 'events' ? path[1] : undefined;
    const name = typeof index === 'number' ? timers[index]?.name : undefined;
    if (severity !== 'error' || told.has(message)) continue;
    if (code === 'timer.twice' && name !== undefined) doubled.add(name);
    else uncovered.push({ name, code, message });
  }
  return [doubled, uncovered];
}

function differs({ sign, what, from, to, note }: Difference, where: string): CheckResult {
  switch (sign) {
    case '+':
      return ill('error', 'trigger.missing', `${what} is not there: ${to ?? ''}`, {
        where,
        todo: 'nightshift deploy makes it',
      });
    case '~':
      return ill(
        'error',
        to === 'ACTIVE' ? 'trigger.disabled' : 'trigger.differs',
        `${what}: ${from}; wanted: ${to}`,
        {
          where,
          todo: 'nightshift deploy changes it',
        },
      );
    case '-':
      return ill('warning', 'trigger.surplus', `${what} is not in serverless.yml: ${from ?? ''}`, {
        where,
        todo: 'nightshift deploy takes it away',
      });
    case '=':
      return ill('warning', 'trigger.foreign', `${what}: ${note ?? ''}`, {
        where,
        todo: 'delete it in the console, under Configuration > Triggers, unless somebody wants it',
      });
    default:
      return sign satisfies never;
  }
}
