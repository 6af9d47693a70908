import * as z from 'zod/mini';
import { callEndings } from '../foundation/call-cause.ts';
import { outcomes } from '../run/outcome.ts';
import { actions } from '../schedule/schema.ts';

const instant = z.iso.datetime({ offset: true });
const count = z.number().check(z.int(), z.gte(0));

/** What the cloud said last, or in which way it was silent; what was not told is left out. */
const causeSchema = z.strictObject({
  /** The service's own code, or one for a silence: `DCS.5000`, `TIMEOUT`. */
  code: z.string(),
  message: z.string(),
  ending: z.optional(z.enum(callEndings)),
  /** The HTTP status. */
  status: z.optional(z.number()),
  /** What Huawei's support asks for. */
  requestId: z.optional(z.string()),
  /** Which host was silent. */
  host: z.optional(z.string()),
  /** What the function's agency is to be granted. */
  permission: z.optional(z.string()),
});

/** One targeted instance in a summary. */
const summaryInstanceSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  outcome: z.enum(outcomes),
  code: z.string(),
  reason: z.string(),
  /** What the cloud said last, where the outcome goes back to a failed call; the reason ends with it in short. */
  cause: z.optional(causeSchema),
  /** How often the action was sent for this instance. */
  attempts: count,
  /** The backup that holds its data as it was before; `null` when none was looked for or had. */
  backup: z.nullable(z.strictObject({ id: z.string(), createdAt: instant, made: z.boolean() })),
  /** From the first look that did not find it RUNNING to the first that did again; `null` when never seen away. */
  outageSeconds: z.nullable(z.number().check(z.gte(0))),
  /**
   * By how much the outage may have been longer or shorter, because nobody looked for so long; left out when looks
   * followed each other as the job says.
   */
  outageWithinSeconds: z.optional(z.number().check(z.gte(0))),
});

/** The outcome of a run, for people and machines; the log, the answer, the terminal and every channel show this. */
export const summarySchema = z.strictObject({
  run: z.string(),
  job: z.string(),
  action: z.enum(actions),
  /**
   * `succeeded`: every selected instance did, but for those that conditions left alone, and nothing else went wrong.
   * `partial`: some did, or all did and there are problems. `failed`: none did, or none could be selected because of a
   * problem. `skipped`: the fire was not meant to run, or every instance was skipped. `empty`: the targets select nothing.
   */
  status: z.enum(['succeeded', 'partial', 'failed', 'skipped', 'empty']),
  scheduledFor: instant,
  startedAt: instant,
  finishedAt: instant,
  counts: z.strictObject({
    selected: count,
    succeeded: count,
    failed: count,
    refused: count,
    skipped: count,
    deferred: count,
    unknown: count,
  }),
  instances: z.array(summaryInstanceSchema),
  /** What people should know of the run: whose data it cleared, overrides and calendars that touched it. */
  notes: z.array(z.string()),
  /** About the whole run: a region that could not be read, a selection of nothing, why a fire was skipped. */
  problems: z.array(
    z.strictObject({
      code: z.string(),
      region: z.nullable(z.string()),
      reason: z.string(),
      cause: z.optional(causeSchema),
    }),
  ),
  /** The version and commit of the function that summed it up: `0.1.0+0123456789ab`. */
  build: z.optional(z.string()),
});

/** See `summarySchema`. */
export type Summary = z.output<typeof summarySchema>;
/** See `summaryInstanceSchema`. */
export type SummaryInstance = z.output<typeof summaryInstanceSchema>;
