#!/usr/bin/env node
import { openInterruption } from './nightshift/place/interruption.ts';

let hurry = () => {};
const interruption = openInterruption(() => hurry());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.interrupt(signal));

// What takes its time to load comes when an interruption is heard: without, one in that time would end in silence.
const [{ realClock }, { runCommandLine }, { openTerminal }] = await Promise.all([
  import('./maintenance/runtime/real-clock.ts'),
  import('./nightshift/commands/run-command-line.ts'),
  import('./nightshift/place/terminal.ts'),
]);
const terminal = openTerminal(process, interruption);
hurry = () => terminal.complain('the step under way will be finished; Ctrl-C once more ends at once');
// Whatever ends it, also an error of ours.
process.once('exit', () => terminal.restore());

const context = { terminal, interruption, environment: process.env, clock: realClock };
process.exitCode = await runCommandLine(process.argv.slice(2), context, {
  // Of the wing above the command line's, which therefore cannot import it.
  try: async () => (await import('./minicloud/demo/add-try.ts')).addTry,
  cloud: async () => (await import('./minicloud/demo/add-cloud.ts')).addCloud,
});
// What was interrupted may still wait for an answer, which is of no interest any more.
if (process.exitCode > 2) process.exit();
