import { hourMs } from '../foundation/time/duration.ts';
import type { JournalError } from '../run/journal-error.ts';
import { scheduledFires } from '../schedule/fires/scheduled-fires.ts';
import type { Span } from '../schedule/fires/wall-hours.ts';
import type { Invocation } from './invocation.ts';

type Needed = Pick<Invocation, 'schedule' | 'clock' | 'register' | 'calendars' | 'zoneOffset'>;

/**
 * Whether people were told within the hour of what a tick fails with: a journal that does not work fails every tick,
 * and one message says it. The journal itself knows where it can still be written; where it can only be read, the last
 * tick that it took tells since when it fails; and where it is silent, a tick with something due tells, and after that
 * the first of each hour. What this process has told itself, whoever tells remembers.
 */
export async function saidBefore(error: JournalError, own: Span, needed: Needed): Promise<boolean> {
  return (await byRegister(error, own, needed)) ?? byHour(own, needed);
}

/** `undefined` when the register does not tell, or is what does not answer. */
async function byRegister(
  { code, what: cause }: JournalError,
  { after }: Span,
  { register, clock, schedule }: Needed,
): Promise<boolean | undefined> {
  if (code === 'journal.unreachable') return undefined;
  const now = clock.now();
  const open = await register.open().catch(() => undefined);
  if (!open) return undefined;
  if (open.said?.some((one) => one.cause === cause && now - one.at < hourMs)) return true;
  const noted = await register.enter({ kind: 'said', cause, at: now }).then(
    () => true,
    () => false,
  );
  // An entry that was answered and is not there would have every tick tell.
  if (noted && (await register.open().catch(() => undefined))?.said?.some((one) => one.cause === cause))
    return false;
  if (open.lastTick === undefined || open.lastTick > after) return undefined;
  return (after - open.lastTick) % hourMs >= schedule.tickMs;
}

/** A tick that fails when nothing was due for an hour may tell at the next full hour; one with fires tells at once. */
async function byHour(own: Span, { schedule, zoneOffset, calendars }: Needed): Promise<boolean> {
  const days = await calendars();
  const isDue = (span: Span) => scheduledFires(schedule, span, zoneOffset, days).length > 0;
  const fullHour = own.upTo % hourMs < schedule.tickMs;
  const dueBefore = isDue({ after: own.after - hourMs, upTo: own.after });
  // Where something is due all the time, the full hours tell.
  if (isDue(own)) return dueBefore && !fullHour;
  return dueBefore || !fullHour;
}
