import { type Command, CommanderError, InvalidArgumentError } from 'commander';

/** What a program of the local cloud ends with, for arguments that are not understood. */
const wrongUsage = 2;

/** Reads the options of a program. What is not understood is told in a sentence, and ends it; so does `--help`. */
export function readOptions<Options extends object>(program: Command): Options {
  program
    .showHelpAfterError(`npm run -s ${program.name()} -- --help tells more`)
    .allowExcessArguments(false)
    .exitOverride();
  try {
    return program.parse().opts<Options>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exit(error.exitCode === 0 ? 0 : wrongUsage);
  }
}

/** An option that is a number between two others. */
export function numberBetween(least: number, most: number, kind: 'number' | 'integer') {
  return (text: string): number => {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    const isWhole = kind === 'number' || Number.isInteger(number);
    if (isWhole && number >= least && number <= most) return number;
    const whole = kind === 'integer' ? 'a whole number' : 'a number';
    throw new InvalidArgumentError(`Expected ${whole} from ${least} to ${most}.`);
  };
}
