import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { notCounted, readArguments, refuse } from '../build/read-arguments.ts';
import { drawMutant } from './draw-mutant.ts';
import { kinds } from './kinds.ts';
import { joinTrials, noTrial, type Trial, tryMutants } from './try-mutants.ts';

const usage = `npm run fuzz -- KIND --cases 100000 --from 1   reads that many mutants on all cores
npm run fuzz -- KIND --show 4711               prints one mutant
KIND is ${Object.keys(kinds).join(' or ')}. Ends with 1 when something was found.`;

/** How many mutants a process is given at once. */
const share = 500;
/** A process that is silent for so long with them, on whatever machine, does not come back. */
const silentMs = 120_000;

type Cases = { readonly from: number; readonly count: number };

const told = readArguments(usage, {
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    show: { type: 'string' },
    serve: { type: 'boolean', default: false },
  },
});
const [name = ''] = told?.positionals ?? [];
if (told) await fuzz(told.values, told.positionals.slice(1));

type Told = NonNullable<typeof told>['values'];

async function fuzz({ cases, from, show, serve }: Told, others: readonly string[]): Promise<void> {
  const kind = Object.hasOwn(kinds, name) ? await kinds[name]?.() : undefined;
  if (!kind || others.length > 0)
    return refuse(usage, name === '' ? 'of which kind?' : `there is no kind ${[name, ...others].join(' ')}`);
  const wrong = notCounted({ cases, from, show });
  if (wrong !== undefined) return refuse(usage, wrong);
  if (serve)
    process.on('message', async (given: Cases) => {
      const cpuMs = () => process.cpuUsage().user / 1_000;
      process.send?.(await tryMutants(kind, given.from, given.count, { cpuMs }));
    });
  else if (show !== undefined) process.stdout.write(drawMutant(kind, Number(show)));
  else process.exitCode = report(await tryAll({ from: Number(from), count: Number(cases) })) ? 1 : 0;
}

async function tryAll({ from: first, count }: Cases): Promise<Trial> {
  const left: Cases[] = [];
  for (let at = first; at < first + count; at += share)
    left.unshift({ from: at, count: Math.min(share, first + count - at) });
  let trial = noTrial;
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      let child = start();
      for (let given = left.pop(); given; given = left.pop()) {
        const answer = await ask(child, given);
        if (answer !== undefined) {
          trial = joinTrials(trial, answer);
          continue;
        }
        // One of them ended the process, or never comes back: which one, smaller shares tell.
        child.kill('SIGKILL');
        child = start();
        if (given.count === 1) {
          const what = 'ended its process, or did not come back';
          trial = joinTrials(trial, { ...noTrial, tried: 1, findings: [{ number: given.from, what }] });
        } else {
          const half = Math.ceil(given.count / 2);
          left.push(
            { from: given.from + half, count: given.count - half },
            { from: given.from, count: half },
          );
        }
      }
      child.kill();
    }),
  );
  return trial;
}

function start(): ChildProcess {
  return fork(fileURLToPath(import.meta.url), [name, '--serve'], { execArgv: ['--max-old-space-size=512'] });
}

/** What became of some mutants in a process; `undefined` when it never says. */
function ask(child: ChildProcess, given: Cases): Promise<Trial | undefined> {
  return new Promise((resolve) => {
    const done = (answer: Trial | undefined) => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(answer);
    };
    const timer = setTimeout(() => done(undefined), silentMs);
    child.once('message', (answer) => done(answer as Trial));
    child.once('exit', () => done(undefined));
    child.once('error', () => done(undefined));
    child.send(given);
  });
}

/** Whether there is something that should not be. */
function report({ tried, refused, mostSteps, stepsAt, slowestMs, slowestAt, findings }: Trial): boolean {
  const sorted = findings.toSorted((one, other) => one.number - other.number);
  for (const { number, what } of sorted.slice(0, 40))
    process.stdout.write(`${number} ${what.slice(0, 600)}\n`);
  process.stdout.write(
    `${tried} mutants of ${name}: ${tried - refused} read, ${refused} refused, ${findings.length} findings; ` +
      `the slowest took ${Math.round(slowestMs)} ms (${slowestAt}), the longest ${mostSteps} steps (${stepsAt})\n`,
  );
  const [first] = sorted;
  if (first)
    process.stdout.write(`npm run fuzz -- ${name} --show ${first.number}   prints the first of them\n`);
  return first !== undefined;
}
