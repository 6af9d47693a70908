import type { Clock } from '../../maintenance/foundation/clock.ts';
import type { Interruption } from './interruption.ts';
import type { Terminal } from './terminal.ts';

/** What a command works in, besides the files of the current directory. */
export type CommandContext = {
  readonly terminal: Terminal;
  readonly interruption: Interruption;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
};

/** What a command ends with: 0 for well, 1 for something that needs a person. Wrong usage ends with 2 before any. */
export type ExitCode = 0 | 1;

/** Takes the end of a command, as the parser of the command line has no place for one. */
export type Finish = (code: ExitCode) => void;
