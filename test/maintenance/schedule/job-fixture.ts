import * as z from 'zod/mini';
import { parseCron } from '../../../functions/maintenance/schedule/cron/parse-cron.ts';
import type { Job } from '../../../functions/maintenance/schedule/schedule.ts';
import { type DstPolicy, job as jobSchema } from '../../../functions/maintenance/schedule/schema.ts';

type Parts = {
  readonly name?: string;
  readonly timezone?: string;
  readonly enabled?: boolean;
  readonly dst?: Partial<DstPolicy>;
};

/** A job as the schedule would have it, its cron read; without one it is only run by hand. */
export function jobWith(cron: string | undefined, parts: Parts = {}): Job {
  const { name = 'nightly', timezone = 'UTC', enabled = true, dst = {} } = parts;
  const settings = z.parse(jobSchema, { action: 'restart', targets: { region: 'beijing' }, enabled, dst });
  const parsed = cron === undefined ? undefined : parseCron(cron);
  if (parsed && !parsed.ok) throw new Error(`${parsed.found} - expected ${parsed.expected}`);
  return { ...settings, name, timezone, cron: parsed?.fields };
}
