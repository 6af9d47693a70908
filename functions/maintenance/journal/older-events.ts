import type { RunEvent } from '../run/event.ts';

/**
 * The events of a line that an older version wrote, as today's say the same. A record is never rewritten: whoever goes
 * on with its run appends lines of his own version after it, which the older one leaves alone.
 *
 * Version 1 had no word for an answer in doubt: whatever was not `success` stood in `rejected`, in whatever spelling,
 * and was sent again. What it did then stands in the events that follow; where it did not live to do anything, nothing
 * is known but that it was not the word.
 */
export function eventsOfVersion(version: number, events: readonly RunEvent[]): readonly RunEvent[] {
  return version === 1 ? events.map(sinceVersion1) : events;
}

function sinceVersion1(event: RunEvent): RunEvent {
  if (event.type !== 'answered' || event.rejected.length === 0) return event;
  const odd = event.rejected.map((id) => [id, 'something else than "success"'] as const);
  return { ...event, rejected: [], odd };
}
