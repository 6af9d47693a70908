import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { readArguments, refuse } from '../build/read-arguments.ts';
import { simulate } from './simulate.ts';

const usage = `npm run simulate -- --seeds 100000 --from 1   plays that many nights on all cores
npm run simulate -- --trace 4711              plays one night and prints what happened
Ends with 1 when a night breaks what must be true of every night.`;

const options = {
  seeds: { type: 'string', default: '2000' },
  from: { type: 'string', default: '1' },
  trace: { type: 'string' },
} as const;

/** How many seeds a worker is given at once. */
const share = 50;

const collectorAlone = ['--no-parallel-scavenge', '--no-concurrent-marking', '--no-concurrent-sweeping'];

type Found = { readonly seed: number; readonly violations: readonly string[] };

if (isMainThread) await playNights();
else serve();

async function playNights(): Promise<void> {
  // Every processor has a worker already: a collector with threads of its own only takes time from the others.
  for (const flag of collectorAlone) setFlagsFromString(flag);
  const values = readArguments(usage, { options })?.values;
  if (!values) return;
  const [seeds = 0, from = 0, traced = 0] = [values.seeds, values.from, values.trace ?? '0'].map(Number);
  if (!Number.isInteger(seeds + from + traced))
    return refuse(usage, '--seeds, --from and --trace are whole numbers');
  const found = traced > 0 ? await playOne(traced) : await playMany(from, seeds);
  process.exitCode = found ? 1 : 0;
}

async function playOne(seed: number): Promise<boolean> {
  const { trace, violations } = await simulate(seed, { traced: true });
  for (const line of trace) process.stdout.write(`${line}\n`);
  for (const violation of violations) process.stdout.write(`VIOLATION ${violation}\n`);
  return violations.length > 0;
}

async function playMany(from: number, seeds: number): Promise<boolean> {
  const began = performance.now();
  const found: Found[] = [];
  let next = from;
  const take = () => {
    const first = next;
    next = Math.min(from + seeds, first + share);
    return { first, count: next - first };
  };
  await Promise.all(Array.from({ length: availableParallelism() }, () => employ(take, found)));
  const seconds = (performance.now() - began) / 1_000;
  found.sort((a, b) => a.seed - b.seed);
  for (const { seed, violations } of found.slice(0, 40))
    process.stdout.write(`seed ${seed}\n${violations.map((each) => `  ${each.slice(0, 600)}\n`).join('')}`);
  const each = `${((seconds * 1_000) / Math.max(1, seeds)).toFixed(1)} ms each`;
  process.stdout.write(
    `${seeds} seeds from ${from} in ${seconds.toFixed(1)} s, ${each}: ${found.length} failed\n`,
  );
  const [first] = found;
  if (!first) return false;
  process.stdout.write(`npm run simulate -- --trace ${first.seed}   plays the first of them again:\n`);
  return playOne(first.seed);
}

/** Gives one worker seeds as long as there are any. */
function employ(take: () => { first: number; count: number }, found: Found[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url));
    const give = () => {
      const seeds = take();
      if (seeds.count > 0) return worker.postMessage(seeds);
      void worker.terminate().then(() => resolve());
    };
    worker.on('message', (news: readonly Found[]) => {
      found.push(...news);
      give();
    });
    worker.on('error', reject);
    give();
  });
}

function serve(): void {
  parentPort?.on('message', async ({ first, count }: { readonly first: number; readonly count: number }) => {
    const found: Found[] = [];
    for (let seed = first; seed < first + count; seed++) {
      const { violations } = await simulate(seed);
      if (violations.length > 0) found.push({ seed, violations });
    }
    parentPort?.postMessage(found);
  });
}
