import { expect, expectTypeOf, test } from 'vitest';
import type { Summary as PublishedSummary } from '../../config/summary.d.ts';
import { type Summary, summarySchema } from '../../functions/maintenance/report/summary.ts';

/** As JSON has it: what is left out is not there, and nobody changes what was told. */
type Told<Value> = Value extends readonly (infer Entry)[]
  ? readonly Told<Entry>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Told<Exclude<Value[Key], undefined>> }
    : Value;

const told = {
  run: 'nightly@2026-12-02T03:30:00+08:00',
  job: 'nightly',
  action: 'restart',
  status: 'empty',
  scheduledFor: '2026-12-02T03:30:00+08:00',
  startedAt: '2026-12-02T03:30:01+08:00',
  finishedAt: '2026-12-02T03:30:02+08:00',
  counts: { selected: 0, succeeded: 0, failed: 0, refused: 0, skipped: 0, deferred: 0, unknown: 0 },
  instances: [],
  notes: [],
  problems: [{ code: 'targets.none', region: null, reason: 'nothing is selected' }],
} as const satisfies PublishedSummary;

test('the types of a summary that are published say what its schema says, no more and no less', () => {
  // Held by the compiler, in both directions.
  expectTypeOf<PublishedSummary>().toEqualTypeOf<Told<Summary>>();
  expect(summarySchema.safeParse(told).success).toBe(true);
});
