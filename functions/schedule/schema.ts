import * as z from 'zod/mini';
import { calendarDay } from './calendar.ts';
import { durationPattern, parseDuration } from './duration.ts';
import { parsePercent, percentPattern, type Share } from './share.ts';

/** What may be written for an action; the values are DCS's own (`PUT /v2/{project}/instances/status`). */
export const actions = ['restart', 'soft_restart', 'flush'] as const;

const name = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/));
const text = z.string().check(z.minLength(1));
const count = z.number().check(z.int(), z.gte(1));

const duration = z.pipe(
  z.string().check(z.regex(durationPattern)),
  z.transform((value) => parseDuration(value) ?? 0),
);

const percent = z.pipe(
  z.string().check(z.regex(percentPattern)),
  z.transform((value, context): Share => {
    const share = parsePercent(value);
    if (share) return share;
    context.issues.push({ code: 'custom', input: value, message: 'a percentage from 0% to 100%' });
    return z.NEVER;
  }),
);

const countShare = z.pipe(
  count,
  z.transform((value): Share => ({ count: value })),
);
const countOrNoneShare = z.pipe(
  z.number().check(z.int(), z.gte(0)),
  z.transform((value): Share => ({ count: value })),
);

const region = z.strictObject({
  region: text,
  projectId: text,
  endpoint: z.optional(text),
});

/** A channel that gets the summary as signed JSON (Standard Webhooks). The chats have their own kinds. */
const webhookChannel = z.strictObject({
  kind: z.literal('webhook'),
  url: text,
  secret: z.optional(text),
  allowLoopback: z._default(z.boolean(), false),
});

const day = z.string().check(z.refine((value) => calendarDay(value) !== undefined, 'a day such as 2026-11-10'));

const calendarEntry = z.union([
  z.strictObject({ date: day, reason: text }),
  z.strictObject({ from: day, to: day, reason: text }),
]);

const override = z.strictObject({
  job: name,
  skip: z.literal(true),
  until: day,
  by: text,
  reason: text,
});

const selectors = {
  ids: z.optional(z.array(text).check(z.minLength(1))),
  names: z.optional(z.array(text).check(z.minLength(1))),
  tags: z.optional(z.record(z.string(), z.string())),
  engineVersions: z.optional(z.array(text).check(z.minLength(1))),
};

const targets = z.strictObject({
  region: z.union([name, z.array(name).check(z.minLength(1))]),
  ...selectors,
  exclude: z.optional(z.strictObject(selectors)),
});

const spreadBy = z.string().check(z.regex(/^(tag:.+|name-prefix|az)$/));

const rollout = z.strictObject({
  canary: z.optional(z.union([countShare, percent])),
  concurrency: z._default(z.union([countShare, percent]), { count: 10 }),
  spreadBy: z.optional(spreadBy),
  maxFailures: z.optional(z.union([countOrNoneShare, percent])),
});

const retry = z.strictObject({
  attempts: z._default(z.number().check(z.int(), z.gte(1), z.lte(10)), 3),
  backoff: z._default(duration, 30_000),
  maxBackoff: z._default(duration, 300_000),
});

const settle = z.strictObject({
  timeout: z._default(duration, 1_800_000),
  poll: z._default(duration, 10_000),
  acceptance: z._default(duration, 60_000),
});

const dst = z.strictObject({
  gap: z._default(z.enum(['run-after', 'skip']), 'run-after'),
  overlap: z._default(z.enum(['first', 'last', 'both']), 'first'),
});

const job = z.strictObject({
  action: z.enum(actions),
  cron: z.optional(z.string()),
  timezone: z.optional(text),
  enabled: z._default(z.boolean(), true),
  window: z.optional(duration),
  targets,
  rollout: z.prefault(rollout, {}),
  retry: z.prefault(retry, {}),
  settle: z.prefault(settle, {}),
  dst: z.prefault(dst, {}),
  skipOn: z._default(z.array(name), []),
  destroysData: z.optional(z.literal('acknowledged')),
  backup: z._default(z.enum(['required', 'none']), 'none'),
  notify: z._default(z.array(name), []),
});

/** The whole of `schedule.yaml` as people write it; `z.output` of it is what the rest of the code reads. */
export const scheduleSchema = z.strictObject({
  version: z.literal(1),
  timezone: z._default(text, 'UTC'),
  tick: z._default(duration, 300_000),
  regions: z.record(name, region),
  notify: z._default(z.record(name, webhookChannel), {}),
  calendars: z._default(z.record(name, z.array(calendarEntry)), {}),
  overrides: z._default(z.array(override), []),
  jobs: z.record(name, job),
});

/** An action of DCS: `restart`, `soft_restart` or `flush`. */
export type Action = (typeof actions)[number];
/** A region of the schedule: Huawei's region id, the project in it, and an endpoint where it is not the public one. */
export type Region = z.output<typeof region>;
/** Where a summary goes. */
export type ChannelSettings = z.output<typeof webhookChannel>;
/** Which instances a job is for. */
export type Targets = z.output<typeof targets>;
/** Conditions on instances; all that are given must hold, any entry of a list may. */
export type Selectors = z.output<z.ZodMiniObject<typeof selectors>>;
/** An entry of a calendar: a day or a span of days, both ends included, and why. */
export type CalendarEntry = z.output<typeof calendarEntry>;
/** A job not run until a day, by whom and why. */
export type Override = z.output<typeof override>;
/** What happens to fires in the hour that a clock change leaves out or repeats. */
export type DstPolicy = z.output<typeof dst>;
/** A job as written, defaults filled in, durations in milliseconds. */
export type JobSettings = z.output<typeof job>;
/** The text of the schedule after its shape was checked; `parse-schedule.ts` makes a `Schedule` of it. */
export type ScheduleSettings = z.output<typeof scheduleSchema>;
