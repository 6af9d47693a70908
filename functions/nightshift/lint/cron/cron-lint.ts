/** What a cron expression hardly means, in the two halves of a diagnostic. */
export type CronLint = {
  readonly code: `cron.${string}`;
  readonly found: string;
  readonly expected: string;
};

/** An expression that may be meant, and what it is for: `for the last FRI of a month`. */
export type Suggestion = { readonly text: string; readonly why: string };

/** What to write instead; where no expression says it, in other words. */
export function advised(suggestions: readonly Suggestion[], otherwise: string): string {
  if (suggestions.length === 0) return otherwise;
  return suggestions.map(({ text, why }) => `"${text}" ${why}`).join(', or ');
}
