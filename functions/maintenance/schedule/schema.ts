import * as z from 'zod/mini';
import { channelSettings } from './channels/channel-settings.ts';
import { onlyIf } from './conditions/condition-schema.ts';
import { calendarEntry, handOver, journal, override, region } from './section-schema.ts';
import { targets } from './selector-schema.ts';
import {
  cron,
  day,
  duration,
  jitter,
  mapping,
  namedEntries,
  oneTime,
  shareOrNone,
  someShare,
  text,
  tick,
  wholeNumber,
} from './value-schema.ts';

/** What may be written for an action; the values are DCS's own (`PUT /v2/{project}/instances/status`). */
export const actions = ['restart', 'soft_restart', 'flush'] as const;

const spread = 'az, name-prefix, or tag: and the key of a tag, such as "tag:app"';
const ordering = 'tag: and the key of a tag, such as "tag:tier"';
const rollout = mapping(
  {
    canary: z.optional(someShare),
    concurrency: z.prefault(someShare, 10),
    ramp: z._default(z.boolean('true or false'), false),
    order: z.optional(z.string(ordering).check(z.regex(/^tag:.+$/, ordering))),
    pauseBetween: z.optional(duration),
    spreadBy: z.optional(z.string(spread).check(z.regex(/^(tag:.+|name-prefix|az)$/, spread))),
    maxFailures: z.optional(shareOrNone),
  },
  'a mapping with canary, concurrency, ramp, order, pauseBetween, spreadBy or maxFailures',
);

const retry = mapping(
  {
    attempts: z._default(wholeNumber('a number from 1 to 10', 1, 10), 3),
    backoff: z.prefault(duration, '30s'),
    maxBackoff: z.prefault(duration, '5m'),
  },
  'a mapping with attempts, backoff or maxBackoff',
);

const settle = mapping(
  {
    timeout: z.prefault(duration, '30m'),
    poll: z.prefault(duration, '10s'),
    acceptance: z.prefault(duration, '60s'),
    inFunction: z.prefault(duration, '60s'),
  },
  'a mapping with timeout, poll, acceptance or inFunction',
);

const dst = mapping(
  {
    gap: z._default(z.enum(['run-after', 'skip'], 'run-after or skip'), 'run-after'),
    overlap: z._default(z.enum(['first', 'last', 'both'], 'first, last or both'), 'first'),
  },
  'a mapping with gap or overlap',
);

const backups = 'required, if-possible or none, or a mapping with mode, maxAge or timeout';
const backupMode = z.enum(['required', 'if-possible', 'none'], 'required, if-possible or none');
const backupRules = mapping(
  { mode: backupMode, maxAge: z.prefault(duration, '24h'), timeout: z.prefault(duration, '30m') },
  backups,
);
/** One word stands for the mapping with the other keys at their defaults. */
const backup = z.union(
  [
    z.pipe(
      z.pipe(
        backupMode,
        z.transform((mode) => ({ mode })),
      ),
      backupRules,
    ),
    backupRules,
  ],
  backups,
);

const calendarNames = z.array(z.string('the name of a calendar'), 'a list of calendars');
const zone = text('an IANA time zone, such as Asia/Shanghai or UTC');

/** One job, as it is written. */
export const job = mapping(
  {
    action: z.enum(actions, 'restart, soft_restart or flush'),
    cron: z.optional(cron),
    at: z.optional(oneTime),
    from: z.optional(day),
    until: z.optional(day),
    timezone: z.optional(zone),
    enabled: z._default(z.boolean('true or false'), true),
    window: z.optional(duration),
    inMaintenanceWindow: z._default(z.boolean('true or false'), false),
    startDeadline: z.optional(duration),
    jitter: z.optional(jitter),
    overlap: z._default(z.enum(['skip', 'queue'], 'skip or queue'), 'skip'),
    targets,
    onlyIf: z.optional(onlyIf),
    otherwise: z._default(z.enum(['skip', 'wait'], 'skip or wait'), 'skip'),
    noData: z._default(z.enum(['refuse', 'act'], 'refuse or act'), 'refuse'),
    atMostEvery: z.optional(duration),
    rollout: z.prefault(rollout, {}),
    retry: z.prefault(retry, {}),
    settle: z.prefault(settle, {}),
    dst: z.prefault(dst, {}),
    skipOn: z._default(calendarNames, []),
    onlyOn: z._default(calendarNames, []),
    onSkip: z._default(z.enum(['skip', 'next-allowed-day'], 'skip or next-allowed-day'), 'skip'),
    destroysData: z.optional(z.literal('acknowledged', 'acknowledged, or no such key')),
    backup: z.prefault(backup, 'none'),
    notify: z._default(z.array(z.string('the name of a channel'), 'a list of channels'), []),
  },
  'a mapping with action, cron and targets',
);

// What is done when to whom, and whether that may lose data, every job says for itself.
const {
  action: _,
  cron: __,
  at: ___,
  targets: ____,
  destroysData: _____,
  enabled: ______,
  ...shared
} = job.shape;
/** What all jobs have that do not say it themselves. */
export const defaults = mapping(shared, 'a mapping of keys that jobs share, such as retry and notify');

/** The whole of `schedule.yaml` as people write it; `z.output` of it is what the rest of the code reads. */
export const scheduleSchema = mapping(
  {
    version: z.literal(1, '1, the only version there is'),
    timezone: z._default(zone, 'UTC'),
    tick: z.prefault(tick, '5m'),
    journal: z.optional(journal),
    handOver: z.optional(handOver),
    regions: namedEntries(region, 'a mapping of at least one name to a region', 1),
    notify: z._default(namedEntries(channelSettings, 'a mapping of names to channels'), {}),
    calendars: z._default(
      namedEntries(
        z.array(calendarEntry, 'a list of days, spans, ics, china and years'),
        'a mapping of names to calendars',
      ),
      {},
    ),
    defaults: z.optional(defaults),
    overrides: z._default(z.array(override, 'a list of overrides'), []),
    jobs: namedEntries(job, 'a mapping of at least one name to a job', 1),
  },
  'a mapping with version, regions and jobs',
);

/** An action of DCS: `restart`, `soft_restart` or `flush`. */
export type Action = (typeof actions)[number];
/** A region of the schedule: Huawei's region id, the project in it, and an endpoint where it is not the public one. */
export type Region = z.output<typeof region>;
/** Where runs are recorded, and for how long they are kept, in milliseconds. */
export type JournalSettings = z.output<typeof journal>;
/** Where a fresh invocation is asked for. */
export type HandOverSettings = z.output<typeof handOver>;
/** An entry of a calendar: a day, a span of days with both ends included, an iCalendar file, China's days, or a year of them. */
export type CalendarEntry = z.output<typeof calendarEntry>;
/** A job not run before a day, or moved to another time until then, by whom and why. */
export type Override = z.output<typeof override>;
/** What happens to fires in the hour that a clock change leaves out or repeats. */
export type DstPolicy = z.output<typeof dst>;
/** A job as written, its cron read, defaults filled in, durations in milliseconds. */
export type JobSettings = z.output<typeof job>;
/** The text of the schedule after its shape was checked; `parse-schedule.ts` makes a `Schedule` of it. */
export type ScheduleSettings = z.output<typeof scheduleSchema>;
