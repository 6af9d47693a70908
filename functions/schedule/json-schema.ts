import * as z from 'zod/mini';
import { scheduleSchema } from './schema.ts';

/** What an editor shows over a key, by its path; `*` is any name or index. */
export const descriptions: Readonly<Record<string, string>> = {
  version: 'Version of this format.',
  timezone: 'IANA time zone of all jobs that have none of their own. Default UTC.',
  tick: 'How often the timer that names no job comes; divides an hour. Default 5m.',
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
  calendars: 'Days on which jobs do not run, for `skipOn`.',
  overrides: 'Jobs that do not run for some days.',
  'overrides.*.until': 'The first day on which the job runs again, in its time zone.',
  jobs: 'What is done, when and to which instances.',
  'jobs.*.action': 'restart, soft_restart (the process only), or flush (deletes all data).',
  'jobs.*.cron': 'Minute hour day month weekday, in quotes. Without it the job runs by hand only.',
  'jobs.*.timezone': 'IANA time zone of the cron expression. Default: that of the schedule.',
  'jobs.*.enabled': 'false: runs by hand only. Default true.',
  'jobs.*.window': 'For how long after its time a run may start work, such as 2h.',
  'jobs.*.targets': 'Which instances: all conditions must hold, one entry of each list is enough.',
  'jobs.*.targets.names': 'Names, in which * stands for anything; ["*"] is every instance of the region.',
  'jobs.*.targets.exclude': 'Instances to leave out although the other conditions hold for them.',
  'jobs.*.rollout.canary': 'How many instances go first, alone.',
  'jobs.*.rollout.concurrency': 'How many instances at once. Default 10.',
  'jobs.*.rollout.spreadBy': 'Never two of one group at once: az, name-prefix or tag:<key>.',
  'jobs.*.rollout.maxFailures': 'How many instances may fail before nothing new is started.',
  'jobs.*.retry': 'How often and after what waits a failed instance is tried again.',
  'jobs.*.settle': 'How long an instance may take to be healthy again.',
  'jobs.*.settle.timeout': 'Longest wait for an instance to be RUNNING again. Default 30m.',
  'jobs.*.settle.poll': 'Time between two looks. Default 10s.',
  'jobs.*.settle.acceptance':
    "How long an accepted action may take to show in an instance's status. Default 60s.",
  'jobs.*.dst': 'What happens when the clock change leaves out or repeats the time of a run.',
  'jobs.*.skipOn': 'Calendars on whose days the job does not run.',
  'jobs.*.destroysData': 'acknowledged: a flush, or a restart that loses data, is meant.',
  'jobs.*.backup': 'required: a backup must succeed first. none: it is not wanted. Default none.',
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
  };
}

/** The same schema with descriptions; they live here because the function does not need them. */
function annotated(schema: JsonSchema, path: string): JsonSchema {
  const description = descriptions[path];
  const result: Record<string, unknown> = description === undefined ? {} : { description };
  if (path === 'jobs.*.targets') result['anyOf'] = selecting;
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
  if (keyword === 'anyOf' && Array.isArray(value)) {
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

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
