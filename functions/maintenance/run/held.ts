import type { Places } from './roster.ts';
import type { Tracked } from './state.ts';

/** Which instances of one part of a run others have in hand, and which run each. */
type Part = ReadonlyMap<string, string>;

const nothing: Part = new Map();

/** Of some that wait those that were free, when others had these of their part in hand. */
const freeOf = new WeakMap<readonly Tracked[], { readonly part: Part; readonly free: readonly Tracked[] }>();

/**
 * Which of a run's instances other runs have in hand, and which run each. It never changes: what is held after a later look
 * shares with it all parts of the run in which nothing differs, as one state of the run does with the next, and only the
 * others are walked over. Of a run that waits for another of thousands, each look differs in a few.
 */
export class Held implements Iterable<readonly [id: string, run: string]> {
  readonly size: number;
  readonly #places: Places;
  readonly #parts: ReadonlyMap<number, Part>;

  constructor(places: Places, parts: ReadonlyMap<number, Part> = new Map()) {
    this.#places = places;
    this.#parts = parts;
    this.size = [...parts.values()].reduce((sum, part) => sum + part.size, 0);
  }

  get(id: string): string | undefined {
    return this.#partOf(id).get(id);
  }

  has(id: string): boolean {
    return this.#partOf(id).has(id);
  }

  *[Symbol.iterator](): Iterator<readonly [id: string, run: string]> {
    for (const part of this.#parts.values()) yield* part;
  }

  /** The same but for some instances, which a run has in hand now, or nobody. */
  with(changes: Iterable<readonly [id: string, run: string | undefined]>): Held {
    const own = new Map<number, Map<string, string>>();
    for (const [id, run] of changes) {
      const place = this.#placeOf(id);
      const part = own.get(place) ?? this.#parts.get(place) ?? nothing;
      if (part.get(id) === run) continue;
      const changed = own.get(place) ?? new Map(part);
      own.set(place, changed);
      if (run === undefined) changed.delete(id);
      else changed.set(id, run);
    }
    return own.size === 0 ? this : new Held(this.#places, new Map([...this.#parts, ...own]));
  }

  /** Those of some that wait that nobody else has in hand; for as many as one tally has, as it has them. */
  free(waiting: readonly Tracked[]): readonly Tracked[] {
    const [first] = waiting;
    if (this.size === 0 || !first) return waiting;
    const part = this.#partOf(first.planned.id);
    const known = freeOf.get(waiting);
    if (known?.part === part) return known.free;
    const free = waiting.filter(({ planned }) => !this.has(planned.id));
    freeOf.set(waiting, { part, free });
    return free;
  }

  /** What others have in hand that they had not before, or another had. */
  *newSince(before: Held): Iterable<readonly [id: string, run: string]> {
    for (const [place, part] of this.#parts)
      if (part !== before.#parts.get(place))
        for (const [id, run] of part) if (before.get(id) !== run) yield [id, run];
  }

  /** Whom another had in hand before, and nobody has any more. */
  *freedSince(before: Held): Iterable<string> {
    for (const [place, part] of before.#parts)
      if (part !== this.#parts.get(place)) for (const id of part.keys()) if (!this.has(id)) yield id;
  }

  #placeOf(id: string): number {
    return this.#places.get(id)?.part ?? 0;
  }

  #partOf(id: string): Part {
    return this.#parts.get(this.#placeOf(id)) ?? nothing;
  }
}
