import { groupBy } from '../../foundation/group-by.ts';
import type { IcsEvent } from './ics-event.ts';
import type { IcsTime } from './ics-time.ts';

/** An event that is to be laid on days, and the times of it for which others stand. */
export type CurrentEvent = { readonly event: IcsEvent; readonly replaced: readonly IcsTime[] };

/**
 * What holds of all that a file has: of the same event the newest version, by its number and then by when it was written
 * (RFC 5546, 2.1.5), and nothing of what is cancelled. Events with one id that say neither may be different ones of a
 * careless program; all of them count.
 */
export function currentEvents(events: readonly IcsEvent[]): readonly CurrentEvent[] {
  const named = events.filter(({ uid }) => uid !== '');
  const byUid = groupBy(named, ({ uid }) => uid);
  const current: CurrentEvent[] = events
    .filter(({ uid, cancelled }) => uid === '' && !cancelled)
    .map((event) => ({ event, replaced: [] }));
  for (const [, versions] of byUid) {
    const series = newest(versions.filter(({ replaces }) => !replaces));
    const changes = [
      ...groupBy(
        versions.filter(({ replaces }) => replaces),
        (each) => keyOf(each.replaces),
      ),
    ].flatMap(([, each]) => newest(each));
    const ended = Math.max(
      -1,
      ...series.filter(({ cancelled }) => cancelled).map(({ sequence }) => sequence),
    );
    const replaced = changes.flatMap(({ replaces }) => replaces ?? []);
    for (const event of series) if (!event.cancelled) current.push({ event, replaced });
    for (const event of changes)
      if (!event.cancelled && event.sequence > ended) current.push({ event, replaced: [] });
  }
  return current;
}

function newest(versions: readonly IcsEvent[]): readonly IcsEvent[] {
  let latest = -1;
  for (const { sequence } of versions) latest = Math.max(latest, sequence);
  const last = lastWritten(versions.filter(({ sequence }) => sequence === latest));
  const cancelling = last.find(({ cancelled }) => cancelled);
  return cancelling ? [cancelling] : last;
}

function lastWritten(versions: readonly IcsEvent[]): readonly IcsEvent[] {
  let latest = Number.NEGATIVE_INFINITY;
  for (const { stamp } of versions) latest = Math.max(latest, stamp ?? Number.POSITIVE_INFINITY);
  return latest === Number.POSITIVE_INFINITY ? versions : versions.filter(({ stamp }) => stamp === latest);
}

function keyOf(time: IcsTime | undefined): string {
  if (!time) return '';
  switch (time.is) {
    case 'day':
      return `day ${time.day}`;
    case 'utc':
      return `utc ${time.instant}`;
    case 'floating':
    case 'zoned':
      return `wall ${time.wall}`;
  }
}
