import { type Diagnostic, formatDiagnostic } from '../document/diagnostic.ts';
import { CodedError } from '../foundation/coded-error.ts';

/** The schedule cannot be used (`schedule.invalid`); the message has a line for everything that is wrong with it. */
export class ScheduleError extends CodedError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super('schedule.invalid', diagnostics.map(formatDiagnostic).join('\n'));
    this.diagnostics = diagnostics;
  }
}
