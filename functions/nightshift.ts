#!/usr/bin/env node
import { realClock } from './maintenance/runtime/real-clock.ts';
import { runCommandLine } from './nightshift/commands/run-command-line.ts';
import { openTerminal } from './nightshift/place/terminal.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: openTerminal(process),
  environment: process.env,
  clock: realClock,
});
