import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { minuteMs } from '../../maintenance/foundation/time/duration.ts';
import type { CommandContext } from '../place/command-context.ts';
import { inOrder, type LogLine, type LogStream, type ReadLines, type Span } from './lts-stream.ts';

/** The log of one function. */
export type FunctionLog = { readonly function: string; readonly stream: LogStream };

/** A line with the function that it is of. */
export type FunctionLine = LogLine & { readonly function: string };

/** Which lines are wanted now: those of a span with something in their text, and whether there may be more later. */
export type Wanted = Span & { readonly isOf: (text: string) => boolean; readonly isOver: boolean };

/** Reads what is wanted of all logs, in the order of time. */
export async function readLines(
  logs: readonly FunctionLog[],
  { isOf, ...span }: Wanted,
): Promise<{ readonly lines: readonly FunctionLine[]; readonly isWhole: boolean }> {
  const all = await Promise.all(
    logs.map(async ({ function: name, stream }) => {
      const { lines, isWhole } = await stream.read(span);
      const own = lines.filter(({ text }) => isOf(text)).map((line) => ({ ...line, function: name }));
      return { own, isWhole };
    }),
  );
  return { lines: inOrder(all.flatMap(({ own }) => own)), isWhole: all.every(({ isWhole }) => isWhole) };
}

/** Between two looks. Milliseconds. */
const pollMs = 3_000;

/** Lines of several instances come to LTS late and not in their order. */
const latenessMs = 2 * minuteMs;

/** A log that cannot be read so often in a row is not asked for again. */
const mostFailures = 5;

/**
 * Says the lines that there are and those that come, each once, until what is wanted is over. Resolves with whether the
 * last look gave all of them. Rejects as reading does where it fails several times in a row, the first time at once.
 */
export async function followLines(
  logs: readonly FunctionLog[],
  wantedNow: () => Promise<Wanted>,
  { clock, terminal, interruption }: Pick<CommandContext, 'clock' | 'terminal' | 'interruption'>,
  say: (line: FunctionLine) => void,
): Promise<Pick<ReadLines, 'isWhole'>> {
  interruption.leaves(() => 'the function goes on without this command');
  const said = new Set<string>();
  let seenUntil: number | undefined;
  let failures = 0;
  for (;;) {
    let [isOver, isWhole] = [false, false];
    try {
      const wanted = await wantedNow();
      const from = Math.max(wanted.from, (seenUntil ?? wanted.from) - latenessMs);
      const read = await readLines(logs, { ...wanted, from });
      for (const line of read.lines) {
        const key = `${line.function}/${line.id}`;
        if (!said.has(key)) say(line);
        said.add(key);
        seenUntil = Math.max(seenUntil ?? 0, line.at);
      }
      ({ isOver } = wanted);
      ({ isWhole } = read);
      failures = 0;
    } catch (error) {
      failures += 1;
      const isFirst = seenUntil === undefined && failures === 1;
      if (!(error instanceof CodedError) || isFirst || failures >= mostFailures) throw error;
    }
    if (interruption.exitCode() !== undefined) await interruption.end;
    if (isOver) return { isWhole };
    const stop = terminal.progress('waiting for lines');
    await clock.wait(pollMs).finally(stop);
  }
}
