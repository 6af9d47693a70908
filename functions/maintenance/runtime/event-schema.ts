import * as z from 'zod/mini';
import { oneOf } from '../document/nearest-name.ts';
import { mostNamedInstances, type Request } from '../invocation/request.ts';
import { actions } from '../schedule/schema.ts';
import { readTimer } from './read-timer.ts';

const ids = z.array(z.string().check(z.minLength(1))).check(z.minLength(1), z.maxLength(mostNamedInstances));
const options = { dryRun: z._default(z.boolean(), false), confirm: z.optional(z.string()) };
/** The job's own key, for once: a person may know that it can be now. */
const anyTime = { inMaintenanceWindow: z.optional(z.literal(false)) };
/** To act whatever the conditions of the job make of the instances: never by a timer. */
const ignoring = { ignoreConditions: z._default(z.boolean(), false) };
const jobSchema = z.strictObject({
  job: z.string().check(z.minLength(1)),
  instances: z.optional(ids),
  ...anyTime,
  ...options,
  ...ignoring,
});
const instancesSchema = z.strictObject({
  action: z.enum(actions),
  region: z.string().check(z.minLength(1)),
  instances: ids,
  ...options,
});
const retrySchema = z.strictObject({
  retryFailed: z.string().check(z.minLength(1)),
  ...anyTime,
  ...options,
  ...ignoring,
});
const continueSchema = z.strictObject({ continueRun: z.string().check(z.minLength(1)) });
const cancelSchema = z.strictObject({ cancel: z.string().check(z.minLength(1)) });
const commandSchema = z.strictObject({ command: z.enum(['validate', 'next', 'status', 'history']) });

/** Reads an event that asks for something, or is none of ours; see `readEvent`. */
export function readBySchema(event: object): Request {
  if ('trigger_type' in event) return readTimer(event);
  if ('job' in event)
    return readAdHoc(jobSchema, event, ({ job, dryRun, confirm, instances, ...held }) => ({
      kind: 'job',
      job,
      dryRun,
      confirm,
      ...(instances && { instances }),
      ...byHand(held),
    }));
  if ('action' in event)
    return readAdHoc(instancesSchema, event, (read) => ({
      kind: 'instances',
      ...read,
      confirm: read.confirm,
    }));
  if ('retryFailed' in event)
    return readAdHoc(retrySchema, event, ({ retryFailed, dryRun, confirm, ...held }) => ({
      kind: 'retry-failed',
      run: retryFailed,
      dryRun,
      confirm,
      ...byHand(held),
    }));
  if ('continueRun' in event)
    return readAdHoc(continueSchema, event, ({ continueRun: run }) => ({ kind: 'continue', run }));
  if ('cancel' in event)
    return readAdHoc(cancelSchema, event, ({ cancel: run }) => ({ kind: 'cancel', run }));
  if ('command' in event) return readAdHoc(commandSchema, event, (read) => ({ kind: 'command', ...read }));
  if (isOfAnotherTrigger(event))
    return {
      ...notUnderstood(
        `an event of a trigger that is no TIMER: it has ${listKeys(event)} - expected a TIMER trigger; ` +
          'remove the other one from the function',
      ),
      from: 'trigger',
    };
  return notUnderstood(
    `the event asks for nothing known: it has ${listKeys(event)} - expected ${oneOf(asking, Object.keys(event)[0] ?? '')}`,
  );
}

/** What of a job is not heeded for once. */
function byHand({
  inMaintenanceWindow,
  ignoreConditions,
}: {
  readonly inMaintenanceWindow?: false | undefined;
  readonly ignoreConditions: boolean;
}) {
  return {
    ...(inMaintenanceWindow === false && { anyTime: true as const }),
    ...(ignoreConditions && { ignoreConditions }),
  };
}

function readAdHoc<Shape extends z.core.$ZodShape>(
  schema: z.ZodMiniObject<Shape, z.core.$strict>,
  event: object,
  make: (read: z.output<z.ZodMiniObject<Shape, z.core.$strict>>) => Request,
): Request {
  const read = schema.safeParse(event);
  // An unknown key is a typing error, and {"job":…,"dryrun":true} must not run anything.
  return read.success
    ? make(read.data)
    : notUnderstood(firstIssue(read.error, Object.keys(schema.shape), event));
}

function notUnderstood(reason: string): Extract<Request, { kind: 'not-understood' }> {
  return { kind: 'not-understood', reason, from: 'somebody' };
}

/**
 * What the events of FunctionGraph's other sources have, and nobody writes by hand: EventBridge, OBS, SMN, DDS and
 * GeminiDB, CTS, LTS, DIS, API gateways.
 */
const keysOfTriggers = [
  'specversion',
  'Records',
  'record',
  'records',
  'cts',
  'lts',
  'ShardID',
  'httpMethod',
  'requestContext',
];

/** Nobody reads what those are answered. */
function isOfAnotherTrigger(event: object): boolean {
  return keysOfTriggers.some((key) => Object.hasOwn(event, key));
}

/** What is wrong first, and what was expected; of an unknown key, which ones there are. */
function firstIssue(error: z.core.$ZodError, known: readonly string[], event: object): string {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const keys = issue.keys.slice(0, 5).map((key) => JSON.stringify(key.slice(0, 40)));
    return `unknown key ${keys.join(', ')} - expected ${oneOf(known, issue.keys[0] ?? '')}`;
  }
  const place = String(issue?.path[0] ?? '');
  const found = new Map(Object.entries(event)).get(place);
  return `${place}: ${shown(found)} - expected ${expectedAt[place] ?? 'text that is not empty'}`;
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  // JSON has a way to write a number beyond all (1e999), and none to write it back.
  return (typeof value === 'number' ? String(value) : JSON.stringify(value)).slice(0, 80);
}

/** What an event asks by. */
const asking = ['job', 'action', 'retryFailed', 'continueRun', 'cancel', 'command'];

const expectedAt: Readonly<Record<string, string>> = {
  action: 'restart, soft_restart or flush',
  instances: `a list of 1 to ${mostNamedInstances} ids of instances`,
  dryRun: 'true or false',
  inMaintenanceWindow: 'false, or no such key',
  ignoreConditions: 'true or false',
  confirm: 'the hash of a plan, as text',
  command: 'validate, next, status or history',
};

function listKeys(event: object): string {
  const keys = Object.keys(event).slice(0, 3);
  return keys.length === 0
    ? 'no keys'
    : `the keys ${keys.map((key) => JSON.stringify(key.slice(0, 40))).join(', ')}`;
}
