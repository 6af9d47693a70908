/**
 * A piece of a schedule as a diagnostic may show it: a webhook's URL or secret can stand in the place of anything, so
 * of what looks like one there are only stars. Of a URL the host may be seen.
 */
export function concealLooks(text: string): string {
  return concealTokens(text.replace(/(https?:\/\/[^\s/?#"@]*)([/?#@][^\s"]*)/g, '$1/***'));
}

/** A time as calendars have it, which is as long as a key. */
const calendarTime = /^\d{8}T\d{6}Z?$/;

/** Only what looks like a key by itself: letters and digits mixed, longer than any word. */
export function concealTokens(text: string, mask: (token: string) => string = () => '***'): string {
  return text.replace(/[A-Za-z0-9+=]{16,}/g, (run) =>
    /\d/.test(run) && /[A-Za-z]/.test(run) && !calendarTime.test(run) ? mask(run) : run,
  );
}
