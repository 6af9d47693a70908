import * as z from 'zod/mini';
import { FgsRefusal } from './fgs-error.ts';

const asyncConfigSchema = z.object({
  max_async_retry_attempts: z._default(z.int().check(z.minimum(0), z.maximum(3)), 1),
  max_async_event_age_in_seconds: z._default(z.int().check(z.minimum(1), z.maximum(86_400)), 3600),
  enable_async_status_log: z._default(z.boolean(), false),
  // Told again, and no more: this cloud notifies nobody of an end.
  destination_config: z._default(z.record(z.string(), z.unknown()), {}),
});

/** How a function's asynchronous events are repeated, as FunctionGraph takes and tells it. */
export type AsyncConfig = z.output<typeof asyncConfigSchema>;

/** Reads an asynchronous configuration; throws `FgsRefusal` for a value out of its range. */
export function parseAsyncConfig(body: unknown): AsyncConfig {
  const parsed = asyncConfigSchema.safeParse(body);
  if (!parsed.success) throw new FgsRefusal('FSS.0400');
  return parsed.data;
}
