import { matchesGlob } from '../../foundation/matches-glob.ts';
import type { IcsEvent } from '../ics/ics-event.ts';

/** Which events of a file an entry of a calendar takes, by patterns for their titles. */
export type TitleChoice = {
  readonly only?: readonly string[] | undefined;
  readonly except?: readonly string[] | undefined;
};

/**
 * Whether an event is a day of the calendar. A day worked in exchange never is, whatever its title; one that is not
 * settled only where its title is asked for.
 */
export function isChosen(
  { title, mark }: Pick<IcsEvent, 'title' | 'mark'>,
  { only, except = [] }: TitleChoice,
): boolean {
  const matches = (pattern: string) => matchesGlob(title, pattern);
  if (mark === 'workday' || mark === 'workday-title' || except.some(matches)) return false;
  return only ? only.some(matches) : mark === undefined;
}
