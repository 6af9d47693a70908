import { readArguments, refuse } from '../build/read-arguments.ts';
import { measureDay } from './a-day.ts';
import { measureBilledTime } from './billed-time.ts';
import { measureSizes } from './bundle-size.ts';
import { measureCalls } from './calls-per-instance.ts';
import { measureDueDecision } from './due-decision.ts';
import { measureFewOfMany } from './few-of-many.ts';
import { type Figure, keepsLimit } from './figure.ts';
import { figureTable } from './figure-table.ts';
import { measureFirstPut } from './first-put.ts';
import { measureFirstSecond } from './first-second.ts';
import { measureFolding } from './folding.ts';
import { measureFromAnEmptyFolder } from './from-an-empty-folder.ts';
import { measureGrowth } from './growth.ts';
import { measureGrowthOfJobs } from './growth-of-jobs.ts';
import { measureGrowthOfWaiting } from './growth-of-waiting.ts';
import { measureIdleTicks } from './idle-tick.ts';
import { measureLargeRun } from './large-run.ts';
import { measureLargeRunMemory } from './large-run-memory.ts';
import { measureLargeSchedule } from './large-schedule.ts';
import { type ManyJobs, measureManyJobs } from './many-jobs.ts';
import { measureApart } from './measure-apart.ts';
import { measurePeakMemory } from './peak-memory.ts';
import { measurePlanning } from './planning.ts';
import { measureTelling } from './telling.ts';
import { measureTimeToDone } from './time-to-done.ts';

/** How often and of how many; `--quick` takes less of both. */
type Size = {
  /** Of processes, side by side with those that they are compared with. */
  readonly pairs: number;
  /** Of what only computes: the least of so many counts. */
  readonly turns: number;
  /** In each region of a large run. */
  readonly instancesEach: number;
  /** Instances of a run whose cost is compared with that of a smaller one; up to 500, a look is one list of all. */
  readonly grown: readonly [small: number, large: number];
  /** The same of runs that wait for a pause, or for each other. */
  readonly waited: readonly [small: number, large: number];
  /** The same of runs that people are told of. */
  readonly told: readonly [small: number, large: number];
  /** Instances of the night of a day. */
  readonly nights: readonly number[];
  /** Jobs that are due at one minute, whose cost is compared with that of fewer. */
  readonly dueAtOnce: readonly [few: number, many: number];
  /** That are due at one minute; of very many, the first invocations. */
  readonly jobs: readonly ManyJobs[];
  readonly manyMore: ManyJobs;
};

/** Every measure by its name, in the order of the table. */
const measures: Readonly<Record<string, (size: Size) => readonly Figure[] | Promise<readonly Figure[]>>> = {
  planning: ({ turns }) => measurePlanning(turns),
  folding: ({ turns }) => measureFolding(turns),
  'idle-tick': ({ pairs }) => measureIdleTicks(pairs),
  'first-put': ({ pairs }) => measureFirstPut(pairs),
  'bundle-size': () => measureSizes(),
  'peak-memory': () => measurePeakMemory(),
  'due-decision': () => measureDueDecision(),
  'large-schedule': () => measureLargeSchedule(),
  'first-second': () => measureFirstSecond(),
  calls: () => measureCalls(),
  'few-of-many': () => measureFewOfMany(),
  'time-to-done': () => measureTimeToDone(),
  'billed-time': () => measureBilledTime(),
  'a-day': ({ nights }) => measureDay(nights),
  growth: ({ grown }) => measureGrowth(grown, 2),
  waiting: ({ waited }) => measureGrowthOfWaiting(waited),
  'growth-of-jobs': ({ dueAtOnce }) => measureGrowthOfJobs(dueAtOnce),
  'large-run': ({ instancesEach }) => measureLargeRun(instancesEach),
  'large-run-memory': ({ instancesEach }) => measureLargeRunMemory(instancesEach),
  'many-more-jobs': ({ manyMore }) => measureManyJobs([manyMore]),
  'many-jobs': ({ jobs }) => measureManyJobs(jobs),
  telling: ({ told, turns }) => measureTelling(told, turns),
  'from-an-empty-folder': () => measureFromAnEmptyFolder(),
};

/**
 * Measured one after another beside the next that is not among them. They are about memory and the cloud's time, and in
 * all of them the function and its cloud take turns: where there are two cores, each side has one.
 */
const apart = new Set(['large-run-memory', 'many-more-jobs']);

const usage = `npm run bench                  measures all, each figure beside its baseline in the same run
npm run bench -- --only NAME   one measure; may be said several times
npm run bench -- --quick       fewer repetitions and a smaller fleet
npm run bench -- --json        for machines
NAME is ${Object.keys(measures).join(', ')}.
Ends with 1 when a limit is broken. Needs dist/, and Linux for its /proc.`;

const manyJobs: readonly ManyJobs[] = [
  { jobs: 1_000, regions: 1, from: 100 },
  { jobs: 300, regions: 20 },
];
const quick: Size = {
  ...{ pairs: 9, turns: 5, instancesEach: 100, nights: [10, 100] },
  grown: [1_500, 4_500],
  waited: [500, 1_500],
  told: [2_500, 10_000],
  dueAtOnce: [20, 80],
  jobs: [{ jobs: 60, regions: 5 }],
  manyMore: { jobs: 500, regions: 1, ticks: 1, timeLimitSeconds: 30 },
};
const whole: Size = {
  ...{ pairs: 31, turns: 9, instancesEach: 1_000, nights: [10, 100, 1_000] },
  grown: [1_500, 6_000],
  waited: [1_000, 4_000],
  told: [5_000, 20_000],
  dueAtOnce: [150, 600],
  jobs: manyJobs,
  manyMore: { jobs: 5_000, regions: 1, ticks: 2, timeLimitSeconds: 100 },
};

const values = readArguments(usage, {
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: Object.keys(measures) },
  },
})?.values;
if (values) {
  const unknown = values.only.filter((name) => !Object.hasOwn(measures, name));
  if (unknown.length > 0) refuse(usage, `there is no measure ${unknown.join(', ')}`);
  else await measureAll(values.only, values.quick ? quick : whole, values.json);
}

async function measureAll(only: readonly string[], size: Size, json: boolean): Promise<void> {
  const begun: Promise<readonly Figure[]>[] = [];
  const chosen = Object.entries(measures).filter(([name]) => only.includes(name));
  const beside = chosen.some(([name]) => !apart.has(name)) ? apart : new Set();
  let lane: Promise<unknown> = Promise.resolve();
  for (const [name, measure] of chosen) {
    if (beside.has(name)) {
      const its = lane.then(() => measureApart(name, size === quick));
      begun.push(its);
      lane = its;
    } else {
      begun.push(timed(name, () => measure(size)));
      await Promise.all(begun);
    }
  }
  const figures = (await Promise.all(begun)).flat();
  const ok = figures.every(keepsLimit);
  if (json) {
    const { version: node, platform, arch } = process;
    const told = figures.map((each) => ({ ...each, ok: keepsLimit(each) }));
    process.stdout.write(`${JSON.stringify({ node, platform, arch, figures: told, ok }, null, 2)}\n`);
  } else {
    console.log(figureTable(figures, process.stdout.columns ?? 120));
  }
  process.exitCode = ok ? 0 : 1;
}

async function timed(
  name: string,
  measure: () => readonly Figure[] | Promise<readonly Figure[]>,
): Promise<readonly Figure[]> {
  const startedAt = performance.now();
  const figures = await measure();
  // Not on standard output, which has the table; whoever waits sees how far it is.
  console.error(`${name}: measured in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  return figures;
}
