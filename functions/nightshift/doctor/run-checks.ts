import { withCode } from '../../maintenance/foundation/call-cause.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { type CheckResult, ill } from './check-result.ts';

/** What is looked at, in the order in which a person would look. */
export const checkNames = [
  'credentials',
  'clock',
  'endpoints',
  'permissions',
  'schedule',
  'channels',
  'journal',
  'function',
  'triggers',
  'runtime',
] as const;

/** See `checkNames`. */
export type CheckName = (typeof checkNames)[number];

/** The checks by their names. */
export type Checks = Readonly<Record<CheckName, () => Promise<readonly CheckResult[]>>>;

/** What one check found. */
export type Checked = { readonly check: CheckName; readonly findings: readonly CheckResult[] };

/**
 * Starts all checks side by side, and gives what each found in their order. One that fails or takes too long says so
 * in a finding and hides no other.
 */
export async function* runChecks(checks: Checks, timeoutMs: number): AsyncGenerator<Checked> {
  const started = checkNames.map((check) => ({ check, findings: within(checks[check], timeoutMs) }));
  for (const { check, findings } of started) yield { check, findings: await findings };
}

async function within(look: Checks[CheckName], timeoutMs: number): Promise<readonly CheckResult[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly CheckResult[]>((resolve) => {
    timer = setTimeout(() => resolve([tooLate(timeoutMs)]), timeoutMs);
  });
  try {
    return await Promise.race([look(), late]);
  } catch (error) {
    return [failed(error)];
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(timeoutMs: number): CheckResult {
  const todo = 'try again; if it stays so, look at the network between here and Huawei Cloud';
  return ill('error', 'check.timeout', `not done within ${timeoutMs / 1_000} s`, { todo });
}

function failed(error: unknown): CheckResult {
  if (error instanceof CodedError)
    return ill('error', 'check.failed', withCode(error.message, error.code), {
      todo: 'fix that, and run doctor again',
    });
  const told = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return ill('error', 'check.bug', `this is a bug: ${told}`, { todo: 'please report it with this line' });
}
