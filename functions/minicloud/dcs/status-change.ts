import * as z from 'zod/mini';
import { parseJson } from '../wire/parse-json.ts';
import { backupUnderWay } from './cloud-backup.ts';
import type { CloudInstance } from './cloud-instance.ts';
import type { CloudKnobs } from './cloud-knobs.ts';
import { type DcsAction, isDcsAction } from './dcs-action.ts';
import type { DcsError, DcsErrorCode } from './dcs-error.ts';
import { isRedis4OrLater } from './instance-seed.ts';

/** A valid body of `PUT /v2/{project}/instances/status`; each id once. */
export type StatusChange = { readonly ids: readonly string[]; readonly action: DcsAction };

const maxIds = 50;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const bodyShape = z.object({ instances: z.optional(z.unknown()), action: z.optional(z.unknown()) });

/** Reads the body as DCS does, or gives the error it answers. */
export function parseStatusChange(body: string): StatusChange | DcsError {
  if (body.trim() === '') return { code: 'DCS.4004' };
  const parsed = bodyShape.safeParse(parseJson(body));
  if (!parsed.success) return { code: 'DCS.4005' };
  const { instances, action } = parsed.data;
  // An empty array is undocumented; it leaves the instances unspecified just as well.
  if (!Array.isArray(instances) || instances.length === 0) return { code: 'DCS.4065' };
  if (instances.length > maxIds) return { code: 'DCS.4100' };
  if (!isDcsAction(action)) return { code: 'DCS.4064' };
  const ids = instances.filter((id) => typeof id === 'string' && uuid.test(id));
  if (ids.length < instances.length) return { code: 'DCS.4061' };
  return { ids: [...new Set(ids)], action };
}

/** Why DCS would not act on an instance at `now`; `undefined` when it would. */
export function objectionTo(
  action: DcsAction,
  instance: CloudInstance | undefined,
  now: number,
  knobs: CloudKnobs,
): DcsErrorCode | undefined {
  if (!instance) return 'DCS.3022';
  if (!isRedis4OrLater(instance.seed)) {
    if (action === 'flush') return knobs.unsupportedCode;
    if (action === 'soft_restart' && knobs.softRestartOfOldEngines === 'refused')
      return knobs.unsupportedCode;
  }
  const mayStart = instance.status === 'RUNNING' || (instance.status === 'ERROR' && action !== 'flush');
  if (!mayStart) return objectionToState(instance.status);
  if (backupUnderWay(instance) && (action === 'flush' || knobs.restartDuringBackup === 'refused'))
    return 'DCS.4096';
  if (instance.busyUntil > now && knobs.repeatBeforeItShows === 'refused') return 'DCS.4017';
  return undefined;
}

/** The code for a state that an instance must not be in. */
export function objectionToState(status: string): DcsErrorCode {
  return stateCodes.get(status) ?? 'DCS.4049';
}

/** The error table has no code for FLUSHING: DCS.4112, where it would stand, is missing. */
const stateCodes: ReadonlyMap<string, DcsErrorCode> = new Map([
  ['RESTARTING', 'DCS.4111'],
  ['FLUSHING', 'DCS.4026'],
  ['RESTORING', 'DCS.4097'],
  ['EXTENDING', 'DCS.4113'],
  ['UPGRADING', 'DCS.4116'],
  ['ROLLBACKING', 'DCS.4117'],
  ['CREATING', 'DCS.4118'],
  ['FREEZING', 'DCS.4120'],
]);
