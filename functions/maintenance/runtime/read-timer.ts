import * as z from 'zod/mini';
import { nearestName } from '../document/nearest-name.ts';
import { parseJson } from '../foundation/parse-json.ts';
import { readIsoInstant } from '../foundation/time/iso-instant.ts';
import type { Request } from '../invocation/request.ts';

const name = z.string().check(z.minLength(1));
const dryRun = z._default(z.boolean(), false);
const asked = z.union([
  z.strictObject({ job: name, dryRun }),
  z.strictObject({ jobs: z.array(name).check(z.minLength(1)), dryRun }),
]);
const keys = ['job', 'jobs', 'dryRun'] as const;

/**
 * Reads an event of a trigger: a tick, or jobs by their names. Nobody reads what a trigger is answered, so that every
 * other one is a mistake that must be told.
 */
export function readTimer(event: object): Request {
  const { trigger_type, time, user_event: carried }: Partial<Record<string, unknown>> = { ...event };
  if (trigger_type !== 'TIMER')
    return notUnderstood(
      `a trigger event that is no TIMER event: trigger_type is ${shown(trigger_type)} - expected "TIMER"`,
    );
  const at = typeof time === 'string' ? readIsoInstant(time) : undefined;
  if (typeof at !== 'number') {
    const found = at === 'no-offset' ? `${shown(time)} has no offset` : `is ${shown(time)}`;
    return notUnderstood(
      `a trigger event that is no TIMER event: time ${found} - expected ISO 8601 with an offset, ` +
        'such as 2026-11-23T03:30:00+08:00',
    );
  }
  if (carried === undefined || carried === null) return { kind: 'tick', at };
  if (typeof carried === 'string' && ['', '{}'].includes(carried.trim())) return { kind: 'tick', at };
  const written = typeof carried === 'string' ? parseJson(carried) : undefined;
  const user = asked.safeParse(written);
  if (!user.success) return notUnderstood(`the timer's user_event ${flawOf(carried, written)}`);
  const { dryRun } = user.data;
  return { kind: 'timer-jobs', at, dryRun, jobs: 'job' in user.data ? [user.data.job] : user.data.jobs };
}

/** What is wrong with it, what was expected, and what was most likely meant. */
function flawOf(carried: unknown, written: unknown): string {
  const expected = 'expected {"job":"NAME"} or {"jobs":["NAME", …]} as text, or nothing for whatever is due';
  if (typeof carried !== 'string') return `is ${shown(carried)}, which is no text - ${expected}`;
  const found = `is ${shown(carried)}`;
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    const meant = meantBy(written ?? carried.trim());
    return `${found} - ${expected}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
  }
  for (const key of Object.keys(written)) {
    if ((keys as readonly string[]).includes(key)) continue;
    const near = nearestName(key, keys);
    const meant = near === undefined ? '' : `; did you mean "${near}"?`;
    return `${found}, which has the unknown key ${shown(key)} - ${expected}${meant}`;
  }
  return `${found} - ${expected}`;
}

/** A name alone, or several, are most likely those of jobs. */
function meantBy(written: unknown): string | undefined {
  const isName = (value: unknown) => typeof value === 'string' && /^[\w.-]{1,64}$/.test(value);
  if (isName(written)) return JSON.stringify({ job: written });
  if (Array.isArray(written) && written.length > 0 && written.length <= 5 && written.every(isName))
    return JSON.stringify({ jobs: written });
  return undefined;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'absent').slice(0, 80);
}

function notUnderstood(reason: string): Request {
  return { kind: 'not-understood', reason, from: 'trigger' };
}
