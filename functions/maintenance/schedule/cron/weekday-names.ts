const names = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * A weekday field with its numbers written as names: FunctionGraph counts from Sunday = 0, Quartz and EventBridge
 * from Sunday = 1. `undefined` when a number is none of theirs.
 */
export function nameWeekdays(field: string, sunday: 0 | 1): string | undefined {
  let known = true;
  // A number after # or / counts something else.
  const named = field.replace(/(?<![#/\w])\d+/g, (digits) => {
    const name = names[Number(digits) - sunday];
    known &&= name !== undefined;
    return name ?? digits;
  });
  return known ? named : undefined;
}
