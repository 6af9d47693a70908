import * as z from 'zod/mini';

/** For a field that nothing of ours depends on: whatever odd is in it counts as absent. */
export function lenient<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.nullish(schema), undefined);
}

/** Whether a field says nothing, which DCS writes as null, as an empty string and, in some answers, as `{}`. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
