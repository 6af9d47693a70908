/**
 * Why a text is no cron expression of ours, in the two halves of a diagnostic: people read
 * `<found> - expected <expected>`.
 */
export type CronRefusal = {
  readonly ok: false;
  /** Stable, for machines: `cron.fields`, `cron.range`, `cron.never`, … */
  readonly code: string;
  readonly found: string;
  readonly expected: string;
};

/** A refusal under `cron.<kind>`. */
export function refuse(kind: string, found: string, expected: string): CronRefusal {
  return { ok: false, code: `cron.${kind}`, found, expected };
}
