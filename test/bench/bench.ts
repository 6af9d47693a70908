import { parseArgs } from 'node:util';
import { measureBilledTime } from './billed-time.ts';
import { measureSizes } from './bundle-size.ts';
import { measureCalls } from './calls-per-instance.ts';
import { measureDueDecision } from './due-decision.ts';
import { type Figure, figure, keepsLimit } from './figure.ts';
import { figureTable } from './figure-table.ts';
import { measureFirstPut } from './first-put.ts';
import { measureFromAnEmptyFolder } from './from-an-empty-folder.ts';
import { measureIdleTicks } from './idle-tick.ts';
import { measureLargeRun } from './large-run.ts';
import { measureLargeRunMemory } from './large-run-memory.ts';
import { measureLargeSchedule } from './large-schedule.ts';
import { measurePeakMemory } from './peak-memory.ts';
import { measurePlanning } from './planning.ts';
import { measureTelling } from './telling.ts';
import { measureTickCpu } from './tick-cpu.ts';

/**
 * `npm run bench`: what Nightshift costs, each figure beside its baseline in the same run. `--json` for machines,
 * `--quick` for fewer repetitions and a smaller fleet. Ends with 1 when a limit is broken. Needs dist/, and Linux for its `/proc`.
 */
const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
});
const repetitions = values.quick ? { ticks: 7, puts: 3, runs: 1 } : { ticks: 31, puts: 15, runs: 3 };
const instancesEach = values.quick ? 100 : 1_000;

const figures: Figure[] = [
  ...measurePlanning(repetitions.runs * 3),
  ...measureIdleTicks(repetitions.ticks),
  ...(await measureTickCpu(repetitions.ticks)),
  ...(await measureFirstPut(repetitions.puts)),
  ...(await measureSizes()),
  ...(await measurePeakMemory(repetitions.runs)),
  ...(await measureDueDecision()).map(({ jobs, medianMs, baselineMs }) =>
    figure(`due decision, ${jobs.toLocaleString('en')} jobs`, 'ms', {
      value: medianMs,
      baseline: baselineMs,
      ...(jobs === 1_000 ? { atMost: 20 } : {}),
    }),
  ),
  ...measureLargeSchedule(repetitions.runs),
  ...(await measureCalls()),
  ...(await measureBilledTime()),
  ...(await measureLargeRun(instancesEach)),
  ...(await measureLargeRunMemory(instancesEach)),
  ...(await measureTelling(5 * instancesEach)),
  ...(await measureFromAnEmptyFolder()),
];
const ok = figures.every(keepsLimit);

if (values.json) {
  const { version: node, platform, arch } = process;
  const told = figures.map((each) => ({ ...each, ok: keepsLimit(each) }));
  process.stdout.write(`${JSON.stringify({ node, platform, arch, figures: told, ok }, null, 2)}\n`);
} else {
  console.log(figureTable(figures, process.stdout.columns ?? 120));
}
process.exitCode = ok ? 0 : 1;
