import * as z from 'zod/mini';

/** For a field that nothing of ours depends on: whatever odd is in it counts as absent. */
export function lenient<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.nullish(schema), undefined);
}
