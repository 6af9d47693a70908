/**
 * How a finding weighs.
 * - `ok`: looked at, and well.
 * - `note`: well, and worth knowing.
 * - `warning`: works, and is hardly meant or will not last.
 * - `error`: runs fail by it, or do what nobody wants.
 * - `not-tried`: cannot be known from here; `what` says why.
 */
export type Severity = 'ok' | 'note' | 'warning' | 'error' | 'not-tried';

/** One thing that was looked at. */
export type CheckResult = {
  readonly severity: Severity;
  /** Stable, for machines: `clock.skewed`, `permission.missing`. */
  readonly code: string;
  readonly what: string;
  /** A file with a place in it, a host, a channel; `null` where `what` says it. */
  readonly where: string | null;
  /** What is to be done; `null` when nothing is. */
  readonly todo: string | null;
};

/** What a finding is made of besides its severity. */
type Parts = { readonly where?: string | undefined; readonly todo?: string | undefined };

/** Something that is well. */
export function well(code: string, what: string, where?: string): CheckResult {
  return finding('ok', code, what, { where });
}

/** Something that cannot be known from here. */
export function notTried(code: string, what: string, parts: Parts = {}): CheckResult {
  return finding('not-tried', code, what, parts);
}

/** Something that is not well, with what is to be done about it. */
export function ill(
  severity: 'note' | 'warning' | 'error',
  code: string,
  what: string,
  parts: Parts & { readonly todo: string },
): CheckResult {
  return finding(severity, code, what, parts);
}

function finding(severity: Severity, code: string, what: string, { where, todo }: Parts): CheckResult {
  return { severity, code, what, where: where ?? null, todo: todo ?? null };
}

/** Whether somebody has to do something. */
export function needsPerson({ severity }: CheckResult): boolean {
  return severity === 'warning' || severity === 'error';
}
