import { concealLooks, concealTokens } from '../secrets/conceal-looks.ts';
import type { Path } from './path.ts';

/** Something wrong with a value of a document, before its place in the text is looked up. */
export type Finding = {
  readonly path: Path;
  /** Whether the value or the key it stands under is at fault. */
  readonly part: 'key' | 'value';
  /** A sign of that part which is at fault, and is pointed to. */
  readonly sign?: string;
  readonly severity: 'error' | 'warning';
  readonly code: string;
  /** `found - expected`. */
  readonly message: string;
};

/** A value that must be changed. */
export function wrongValue(path: Path, code: string, found: string, expected: string): Finding {
  return { path, part: 'value', severity: 'error', code, message: lesson(found, expected) };
}

/** A key that must be changed, or something missing beside it. */
export function wrongKey(path: Path, code: string, found: string, expected: string): Finding {
  return { path, part: 'key', severity: 'error', code, message: lesson(found, expected) };
}

/** Something that will be done as written, but may not be meant. */
export function advice(path: Path, code: string, found: string, expected: string): Finding {
  return { path, part: 'key', severity: 'warning', code, message: lesson(found, expected) };
}

function lesson(found: string, expected: string): string {
  return `${concealLooks(found)} - expected ${concealTokens(expected)}`;
}

/** What stands in the document, for the first half of a diagnostic: `"30"`, `the number 0123`, `a list`. */
export function describeValue(value: unknown, path: Path, spelling: string | undefined): string {
  switch (typeof value) {
    case 'string':
      if (value === '') return 'empty text';
      return mayBeSecret(path) ? 'text' : JSON.stringify(shortened(value));
    case 'number':
      return mayBeSecret(path) ? 'a number' : `the number ${shortened(spelling ?? String(value))}`;
    case 'boolean':
      return String(value);
    default:
      break;
  }
  if (value === null || value === undefined) return 'nothing';
  const kind = Array.isArray(value) ? 'list' : 'mapping';
  return Object.keys(value).length === 0 ? `an empty ${kind}` : `a ${kind}`;
}

/**
 * Of a channel everything but its kind may be part of a webhook's URL or secret, put in the wrong line; of a
 * deployment, the value of every variable may be one.
 */
function mayBeSecret(path: Path): boolean {
  if (path[0] === 'notify') return path.at(-1) !== 'kind';
  const [, key] = path[0] === 'functions' ? path.slice(1) : path;
  const ofDeployment = path[0] === 'functions' || path[0] === 'provider';
  return ofDeployment && (key === 'encryptedUserData' || key === 'environment');
}

/** A text as it is shown: not all of a long one. */
export function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
