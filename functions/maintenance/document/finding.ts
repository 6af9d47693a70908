import { concealLooks, concealTokens } from '../secrets/conceal-looks.ts';
import type { Path } from './path.ts';

/** Something wrong with a value of the schedule, before its place in the text is looked up. */
export type Finding = {
  readonly path: Path;
  /** Whether the value or the key it stands under is at fault. */
  readonly part: 'key' | 'value';
  readonly severity: 'error' | 'warning';
  readonly code: string;
  /** `found - expected`. */
  readonly message: string;
};

/** A value that must be changed. */
export function wrongValue(path: Path, code: string, found: string, expected: string): Finding {
  return {
    path,
    part: 'value',
    severity: 'error',
    code,
    message: `${concealLooks(found)} - expected ${concealTokens(expected)}`,
  };
}

/** A key that must be changed, or something missing beside it. */
export function wrongKey(path: Path, code: string, found: string, expected: string): Finding {
  return {
    path,
    part: 'key',
    severity: 'error',
    code,
    message: `${concealLooks(found)} - expected ${concealTokens(expected)}`,
  };
}

/** Something that will be done as written, but may not be meant. */
export function advice(path: Path, code: string, found: string, expected: string): Finding {
  return {
    path,
    part: 'key',
    severity: 'warning',
    code,
    message: `${concealLooks(found)} - expected ${concealTokens(expected)}`,
  };
}
