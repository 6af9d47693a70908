import { type Diagnostic, firstTold, formatDiagnostic } from '../document/diagnostic.ts';
import { CodedError } from '../foundation/coded-error.ts';

/** The schedule cannot be used (`schedule.invalid`); the message has a line for everything that is wrong with it, see `firstTold`. */
export class ScheduleError extends CodedError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const told = firstTold(diagnostics);
    super('schedule.invalid', told.map(formatDiagnostic).join('\n'));
    this.diagnostics = told;
  }
}
