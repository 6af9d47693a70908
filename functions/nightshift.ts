#!/usr/bin/env node
import { runCommandLine } from './command-line/run-command-line.ts';
import { openTerminal } from './command-line/terminal.ts';
import { realClock } from './runtime/real-clock.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: openTerminal(process),
  environment: process.env,
  clock: realClock,
});
