import * as z from 'zod/mini';
import { scheduleSchema } from '../../functions/maintenance/schedule/schema.ts';

/** What an editor shows over a key, by its path; `*` is any name or index. */
export const descriptions: Readonly<Record<string, string>> = {
  version: 'Version of this format.',
  timezone: 'IANA time zone of all jobs that have none of their own. Default UTC.',
  tick: 'How often the timer that names no job comes; divides an hour. Default 5m.',
  journal:
    'Where runs are recorded so that they survive the function: obs://BUCKET/PREFIX, or a mapping. Without it a run is known to one warm instance only.',
  'journal.url': 'obs://BUCKET/PREFIX, or file:FOLDER for trying things out.',
  'journal.region': "Huawei Cloud's id of the bucket's region. Default: the one that all regions share.",
  'journal.endpoint': 'Endpoint of OBS where it is not the public one: https, or http on this machine only.',
  'journal.keep': 'For how long ended runs are kept. Default 90d.',
  handOver: 'Lets the function go on in a fresh invocation of itself when its time is over; needs a journal.',
  'handOver.region': "Huawei Cloud's id of the region that the function is in.",
  'handOver.endpoint':
    'Endpoint of FunctionGraph where it is not the public one: https, or http on this machine only.',
  regions: 'Regions and projects that jobs choose instances from, by names of your own.',
  'regions.*.region': "Huawei Cloud's id of the region, such as cn-north-4.",
  'regions.*.projectId': 'Id of the project in that region; in quotes.',
  'regions.*.endpoint':
    'Endpoint of DCS where it is not the public one: https, or http on this machine only.',
  notify: 'Channels that summaries go to, by names of your own.',
  'notify.*.url':
    'Where the summary is posted: https. A secret: write "${NAME}" and set NAME in the environment of the function.',
  'notify.*.secret': 'Key that signs the summary (Standard Webhooks): whsec_ and 24 to 64 bytes in base64.',
  'notify.*.allowLoopback': 'Allows http to 127.0.0.1 or ::1, for trying things out. Default false.',
  calendars: 'Days by names of your own, for `skipOn` and `onlyOn`.',
  'calendars.*.*.ics':
    'Path of an iCalendar file beside the schedule or below: the days of its events. Days worked in exchange never count.',
  'calendars.*.*.only': 'Titles of the events that count; * stands for anything. Default: all.',
  'calendars.*.*.except': 'Titles of events that do not count.',
  'calendars.*.*.china':
    'holidays: the days off of China, weekends inside included. workdays: the days worked, make-up days included.',
  'calendars.*.*.year':
    "A year of China's holidays that is not known, or has changed: written out, or as ics. Holds for all calendars.",
  'calendars.*.*.holidays': 'Its days off, weekends inside included.',
  'calendars.*.*.workdays': 'Days of weekends that are worked in exchange. Default none.',
  defaults:
    'What every job has that does not say it itself: mappings key by key, everything else as a whole. Never action, cron, targets, destroysData or enabled.',
  overrides: 'Jobs that do not run, or run at another time, for some days: skip, pause or move.',
  'overrides.*.skip': 'The timers do not run the job; people can.',
  'overrides.*.pause': 'Nothing of the job runs, by timer or by hand.',
  'overrides.*.move': 'The time of the day at which the fires of a day start instead.',
  'overrides.*.until': 'The first day on which the job runs as written again, in its time zone.',
  jobs: 'What is done, when and to which instances.',
  'jobs.*.action': 'restart, soft_restart (the process only), or flush (deletes all data).',
  'jobs.*.cron': 'Minute hour day month weekday, in quotes. Without it the job runs by hand only.',
  'jobs.*.timezone': 'IANA time zone of the cron expression. Default: that of the schedule.',
  'jobs.*.enabled': 'false: runs by hand only. Default true.',
  'jobs.*.window': 'For how long after its time a run may start work, such as 2h.',
  'jobs.*.startDeadline':
    'A fire that comes later than this is skipped. Default: the end of the window, or 30m without one.',
  'jobs.*.jitter': 'Starts are put off by up to this, the same fire always by the same. At most 12h.',
  'jobs.*.overlap': 'A fire that comes while the job still runs: skip it, or queue it. Default skip.',
  'jobs.*.targets': 'Which instances: all conditions must hold, one entry of each list is enough.',
  'jobs.*.targets.names': 'Names, in which * stands for anything; ["*"] is every instance of the region.',
  'jobs.*.targets.exclude': 'Instances to leave out although the other conditions hold for them.',
  'jobs.*.rollout.canary': 'How many instances go first, alone.',
  'jobs.*.rollout.concurrency': 'How many instances at once. Default 10.',
  'jobs.*.rollout.ramp': 'Starts with 1 at once, then 2, 4 and so on up to the concurrency. Default false.',
  'jobs.*.rollout.order': 'Tiers by the value of a tag, one after the other: tag:<key>.',
  'jobs.*.rollout.pauseBetween': 'Pause between one wave and the next.',
  'jobs.*.rollout.spreadBy': 'Never two of one group at once: az, name-prefix or tag:<key>.',
  'jobs.*.rollout.maxFailures': 'How many instances may fail before nothing new is started.',
  'jobs.*.retry': 'How often and after what waits a failed instance is tried again.',
  'jobs.*.settle': 'How long an instance may take to be healthy again.',
  'jobs.*.settle.timeout': 'Longest wait for an instance to be RUNNING again. Default 30m.',
  'jobs.*.settle.poll': 'Time between two looks. Default 10s.',
  'jobs.*.settle.acceptance':
    "How long an accepted action may take to show in an instance's status. Default 60s.",
  'jobs.*.settle.inFunction':
    'With a journal: how long the function waits itself; longer waits are left to the next tick. Default 60s.',
  'jobs.*.dst': 'What happens when the clock change leaves out or repeats the time of a run.',
  'jobs.*.skipOn': 'Calendars on whose days the job does not run.',
  'jobs.*.onlyOn': 'Calendars on whose days alone the job runs; a day of one of them is enough.',
  'jobs.*.onSkip':
    'What becomes of a fire on a day that the calendars take: skip, or next-allowed-day. Default skip.',
  'jobs.*.destroysData': 'acknowledged: a flush, or a restart that loses data, is meant.',
  'jobs.*.backup':
    'required: without a backup an instance is refused. if-possible: it goes on without. none: none is made. Default none.',
  'jobs.*.backup.maxAge': 'An older backup does not count. Default 24h.',
  'jobs.*.backup.timeout': 'Longest wait for a new backup. Default 30m.',
  'jobs.*.notify': 'Channels that get the summary.',
};

type JsonSchema = { readonly [keyword: string]: unknown };

/** The JSON Schema of `schedule.yaml`, for editors: draft 2020-12, of what people write rather than what is read. */
export function scheduleJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(scheduleSchema, { io: 'input' });
  return {
    $schema,
    $id: 'schedule.schema.json',
    title: 'Nightshift schedule',
    description: 'What is restarted or flushed, when and where.',
    ...annotated(schema, ''),
    patternProperties: {
      '^x-': { description: 'Means nothing by itself: a place for anchors (&) and notes.' },
    },
  };
}

/** The same schema with descriptions; they live here because the function does not need them. */
function annotated(schema: JsonSchema, path: string): JsonSchema {
  // What all jobs may share is described where it is one job's.
  const description = descriptions[path] ?? descriptions[path.replace(/^defaults\./, 'jobs.*.')];
  const result: Record<string, unknown> = description === undefined ? {} : { description };
  if (path === 'jobs.*.targets') result['anyOf'] = selecting;
  if (path === 'overrides.*') result['oneOf'] = overriding;
  const step = (key: string) => (path === '' ? key : `${path}.${key}`);
  for (const [keyword, value] of Object.entries(schema)) {
    result[keyword] = annotatedPart(keyword, value, path, step);
  }
  return result;
}

function annotatedPart(
  keyword: string,
  value: unknown,
  path: string,
  step: (key: string) => string,
): unknown {
  if ((keyword === 'anyOf' || keyword === 'oneOf') && Array.isArray(value)) {
    return value.map((alternative) => annotated(alternative, path));
  }
  if (!isSchema(value)) return value;
  switch (keyword) {
    case 'items':
    case 'additionalProperties':
      return annotated(value, step('*'));
    case 'properties':
      return Object.fromEntries(
        Object.entries(value).map(([key, property]) => [
          key,
          isSchema(property) ? annotated(property, step(key)) : property,
        ]),
      );
    default:
      return value;
  }
}

/** Of the conditions at least one, as `check/check-targets.ts` wants. */
const selecting = ['ids', 'names', 'tags', 'engineVersions'].map((key) => ({ required: [key] }));

/** Of the effects exactly one, as the schema's own transformation wants. */
const overriding = ['skip', 'pause', 'move'].map((key) => ({ required: [key] }));

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
