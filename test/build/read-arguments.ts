import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * What a program of this repository was told, as `parseArgs` reads it. `undefined` where it has nothing more to do: its usage
 * was asked for, or it was told what it does not know, which is refused.
 */
export function readArguments<Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> | undefined {
  if (process.argv.slice(2).some((each) => each === '--help' || each === '-h')) {
    process.stdout.write(`${usage}\n`);
    return undefined;
  }
  try {
    return parseArgs(config);
  } catch (error) {
    refuse(usage, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** Ends the program with 2 when it is done, and tells why and how it is used. */
export function refuse(usage: string, why: string): void {
  process.stderr.write(`${why}\n\n${usage}\n`);
  process.exitCode = 2;
}

/** The options among these that must be whole numbers from one on and are not, each with what is wrong, in a line. */
export function notCounted(values: Readonly<Record<string, string | undefined>>): string | undefined {
  const wrong = Object.entries(values).filter(
    ([, text]) => text !== undefined && !(Number.isSafeInteger(Number(text)) && Number(text) >= 1),
  );
  if (wrong.length === 0) return undefined;
  const told = wrong.map(([name, text]) => `--${name} ${JSON.stringify(text)}`).join(' and ');
  return `${told} - expected a whole number from 1 on`;
}
