import { oneOf } from '../../maintenance/document/nearest-name.ts';
import { writePath } from '../../maintenance/document/path.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { ScheduleError } from '../../maintenance/runtime/schedule-error.ts';
import type { ChannelSettings } from '../../maintenance/schedule/channels/channel-settings.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { resolveEnvironment } from '../../maintenance/schedule/resolve-environment.ts';

/** A channel with its variables replaced, and what of it must not be shown. */
export type FoundChannel = { readonly settings: ChannelSettings; readonly secrets: readonly string[] };

/**
 * The channel of a name. Only its own variables are asked for, as nothing else is used. Throws `CodedError`
 * `channel.unknown`, which names those there are, and `ScheduleError` for variables that are missing or unfit.
 */
export function findChannel(
  name: string,
  parsed: ParsedSchedule,
  lookup: (variable: string) => string | undefined,
): FoundChannel {
  const { notify } = parsed.schedule;
  if (!Object.hasOwn(notify, name)) throw unknownChannel(name, Object.keys(notify));
  const own = `${writePath(['notify', name])}.`;
  const references = parsed.references.filter(({ path }) => path.startsWith(own));
  const resolved = resolveEnvironment({ ...parsed, references }, lookup);
  if (!resolved.ok) throw new ScheduleError(resolved.diagnostics);
  const settings = resolved.schedule.notify[name];
  if (!settings) throw unknownChannel(name, Object.keys(notify));
  return { settings, secrets: resolved.secrets };
}

function unknownChannel(name: string, known: readonly string[]): CodedError {
  const expected = known.length > 0 ? `expected ${oneOf(known, name)}` : 'the schedule has no "notify"';
  return new CodedError('channel.unknown', `there is no channel "${name}" - ${expected}`);
}
