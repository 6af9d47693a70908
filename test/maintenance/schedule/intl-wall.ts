const minuteMs = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * What a clock on a wall of the zone shows at an instant, as milliseconds from 1970-01-01 00:00 on the same wall.
 * Reads Intl's digits rather than offsets, and shares nothing with the code under test.
 */
export function intlWall(zone: string, instant: number): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    formats.set(zone, format);
  }
  return Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
}

const transitions = new Map<string, readonly number[]>();

/** The first minutes at which the wall of a zone shows something else than a minute more, between two instants. */
export function intlTransitions(zone: string, from: number, to: number): readonly number[] {
  const key = `${zone} ${from} ${to}`;
  const known = transitions.get(key) ?? findTransitions(zone, from, to);
  transitions.set(key, known);
  return known;
}

function findTransitions(zone: string, from: number, to: number): readonly number[] {
  const found: number[] = [];
  const offset = (instant: number) => intlWall(zone, instant) - instant;
  const step = 12 * 60 * minuteMs;
  let atEnd = offset(from);
  for (let at = from; at < to; at += step) {
    const atBegin = atEnd;
    atEnd = offset(at + step);
    if (atBegin === atEnd) continue;
    let [before, after] = [at, at + step];
    while (after - before > minuteMs) {
      const middle = before + Math.floor((after - before) / minuteMs / 2) * minuteMs;
      if (offset(middle) === atBegin) before = middle;
      else after = middle;
    }
    found.push(after);
  }
  return found;
}
