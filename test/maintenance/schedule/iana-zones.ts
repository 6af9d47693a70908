/** Whether the machine knows a time zone of that name; the tests' stand-in for what the function asks its runtime. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
