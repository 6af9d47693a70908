import { JournalError } from '../run/journal-error.ts';

/** As many bytes as OBS takes for a key. */
const longestKey = 1_023;

/** Where the record of a run is kept. */
export function recordKey(run: string): string {
  return keyOfRun(run, `runs/${encodeName(run)}.jsonl`);
}

/** A key that names a run; throws `JournalError` (`journal.name`) where no store could have it. */
export function keyOfRun(run: string, key: string): string {
  if (run !== '' && key.length <= longestKey) return key;
  const flaw =
    run === '' ? 'it is empty' : `it makes a key of ${key.length} bytes, and a store takes ${longestKey}`;
  throw new JournalError(
    'journal.name',
    `the run id ${JSON.stringify(run.slice(0, 80))} cannot be kept: ${flaw}`,
  );
}

/** A text as part of a key: letters, digits, `-` and `_` as they are, all else as `%` and the hex of its bytes. */
export function encodeName(text: string): string {
  const hex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  try {
    return encodeURIComponent(text).replace(/[.~!'()*]/g, hex);
  } catch (cause) {
    const shown = JSON.stringify(text.slice(0, 80));
    throw new JournalError('journal.name', `${shown} cannot be kept: it holds half of a character`, {
      cause,
    });
  }
}

/** The text again; `undefined` for what `encodeName` did not make. */
export function decodeName(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
