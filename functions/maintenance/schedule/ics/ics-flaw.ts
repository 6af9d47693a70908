import { shortened } from '../../document/finding.ts';

/**
 * Something in an iCalendar file that cannot be understood, and where: its line (1-based) and the property or component
 * there. Thrown inside this folder only; see `open-ics.ts`.
 */
export class IcsFlaw extends Error {
  override readonly name = 'IcsFlaw';
  readonly line: number;
  readonly property: string;

  constructor(at: { readonly line: number; readonly name: string }, found: string, expected: string) {
    super(`${found} - expected ${expected}`);
    this.line = at.line;
    this.property = at.name;
  }
}

/** A text of the file as it is shown: in quotes, and not all of a long one. */
export function shown(text: string): string {
  return JSON.stringify(shortened(text));
}
