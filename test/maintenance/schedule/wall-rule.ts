import type { DstPolicy } from '../../../functions/maintenance/schedule/schema.ts';
import { intlWall } from './intl-wall.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What a wall shows around a change: the instants of each time, and by how much it jumps. */
type WallAround = { readonly shown: ReadonlyMap<number, readonly number[]>; readonly jump: number };

/** The instants around a change at which the wall shows each time, and how long it jumps over what it never shows. */
export function readWall(zone: string, change: number): WallAround {
  const shown = new Map<number, number[]>();
  for (let at = change - 5 * hourMs; at < change + 5 * hourMs; at += minuteMs) {
    const wall = intlWall(zone, at);
    shown.set(wall, [...(shown.get(wall) ?? []), at]);
  }
  return { shown, jump: intlWall(zone, change) - intlWall(zone, change - minuteMs) - minuteMs };
}

/** What the rule wants for a nominal time: by the wall alone, without an offset. */
export function wanted(
  wall: number,
  { shown, jump }: WallAround,
  { gap, overlap }: DstPolicy,
): readonly number[] {
  const instants = shown.get(wall);
  // A time that was jumped over runs as long after the last that was shown as the old clock would have taken.
  if (!instants) return gap === 'skip' ? [] : (shown.get(wall + jump) ?? []);
  const [first = 0] = instants;
  return overlap === 'both' ? instants : [overlap === 'first' ? first : (instants.at(-1) ?? 0)];
}
