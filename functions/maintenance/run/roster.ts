/** So many instances at most are copied where one of them changes. */
const mostTogether = 64;

/** What has its place by an id and a region. */
type Placed = { readonly planned: { readonly id: string; readonly region: string } };

/** Some instances of one region, and their tally once that was asked for. */
type Part<One, Tally> = { readonly members: readonly One[]; tally?: Tally };

/** In which part each instance is, and where in it. */
export type Places = ReadonlyMap<string, { readonly part: number; readonly member: number }>;

/** What never changes of a run's instances. */
type Layout<One, Tally> = {
  readonly count: (members: readonly One[]) => Tally;
  readonly places: Places;
  /** The parts of each region. */
  readonly byRegion: ReadonlyMap<string, readonly number[]>;
};

/**
 * The instances of a run by their ids, in the order of its plan. Which they are never changes, so the state after an event
 * shares with the one before it all parts in which nothing has: a run takes some steps for each of its instances, and
 * none of them may cost the more the larger the run is.
 */
export class Roster<One extends Placed, Tally> {
  readonly #layout: Layout<One, Tally>;
  readonly #parts: readonly Part<One, Tally>[];

  constructor(layout: Layout<One, Tally>, parts: readonly Part<One, Tally>[]) {
    this.#layout = layout;
    this.#parts = parts;
  }

  get size(): number {
    return this.#layout.places.size;
  }

  /** The same for all states of the run that this process has made of each other. */
  get places(): Places {
    return this.#layout.places;
  }

  get(id: string): One | undefined {
    return memberAt(this.#layout, this.#parts, id);
  }

  has(id: string): boolean {
    return this.#layout.places.has(id);
  }

  keys(): Iterable<string> {
    return this.#layout.places.keys();
  }

  *values(): Iterable<One> {
    for (const { members } of this.#parts) yield* members;
  }

  *[Symbol.iterator](): Iterator<readonly [id: string, one: One]> {
    for (const { members } of this.#parts) for (const one of members) yield [one.planned.id, one];
  }

  /** The tallies of its parts, in their order. */
  tallies(): readonly Tally[] {
    return this.#parts.map((part) => tallyIn(this.#layout, part));
  }

  /** Those of a region. */
  talliesIn(region: string): Iterable<Tally> {
    return talliesIn(this.#layout, this.#parts, region);
  }

  /** Those in whose parts something differs from an earlier state, or a later one; all, where they are placed anew. */
  *changedSince(other: Roster<One, Tally> | undefined): Iterable<One> {
    const before = other?.places === this.places ? other.#parts : [];
    for (const [at, part] of this.#parts.entries()) if (part !== before[at]) yield* part.members;
  }

  /** A copy that can be changed. */
  draft(): RosterDraft<One, Tally> {
    return new RosterDraft(this.#layout, this.#parts);
  }
}

/** The instances of a run while events are applied to them; the roster that it was made from stays as it is. */
class RosterDraft<One extends Placed, Tally> {
  readonly #layout: Layout<One, Tally>;
  readonly #parts: Part<One, Tally>[];
  /** The members of the parts that are no roster's. */
  readonly #own = new Map<number, One[]>();

  constructor(layout: Layout<One, Tally>, parts: readonly Part<One, Tally>[]) {
    this.#layout = layout;
    this.#parts = [...parts];
  }

  get(id: string): One | undefined {
    return memberAt(this.#layout, this.#parts, id);
  }

  /** Puts what an instance becomes into its place, and answers it; `undefined` where nothing changes or nobody has the id. */
  change(id: string, change: (one: One) => One): One | undefined {
    const at = this.#layout.places.get(id);
    const before = at && this.#parts[at.part]?.members[at.member];
    const one = before && change(before);
    if (!one || one === before) return undefined;
    const owned = this.#own.get(at.part);
    const members = owned ?? [...(this.#parts[at.part]?.members ?? [])];
    if (!owned) this.#own.set(at.part, members);
    members[at.member] = one;
    this.#parts[at.part] = { members };
    return one;
  }

  /** The tallies of a region's parts, as they are now. */
  talliesIn(region: string): Iterable<Tally> {
    return talliesIn(this.#layout, this.#parts, region);
  }

  roster(): Roster<One, Tally> {
    this.#own.clear();
    return new Roster(this.#layout, [...this.#parts]);
  }
}

/** Instances in parts, which are counted when somebody asks; of an id that comes twice the last counts. */
export function rosterOf<One extends Placed, Tally>(
  instances: Iterable<One>,
  count: (members: readonly One[]) => Tally,
): Roster<One, Tally> {
  const each = new Map<string, One>();
  for (const one of instances) each.set(one.planned.id, one);
  const places = new Map<string, { readonly part: number; readonly member: number }>();
  const byRegion = new Map<string, number[]>();
  const parts: { readonly region: string; readonly members: One[] }[] = [];
  for (const [id, one] of each) {
    const { region } = one.planned;
    let last = parts.at(-1);
    if (last?.region !== region || last.members.length === mostTogether) {
      last = { region, members: [] };
      byRegion.set(region, [...(byRegion.get(region) ?? []), parts.length]);
      parts.push(last);
    }
    places.set(id, { part: parts.length - 1, member: last.members.length });
    last.members.push(one);
  }
  return new Roster(
    { count, places, byRegion },
    parts.map(({ members }) => ({ members })),
  );
}

/**
 * The ids of the instances that two runs are both about; where the one was looked at before, only those in whose parts it
 * differs since.
 */
export function* commonIds<One extends Placed, Tally>(
  own: Roster<One, Tally>,
  theirs: Roster<One, Tally>,
  since?: Roster<One, Tally>,
): Iterable<string> {
  if (since?.places === theirs.places) {
    for (const { planned } of theirs.changedSince(since)) if (own.has(planned.id)) yield planned.id;
    return;
  }
  const [few, many] = own.size < theirs.size ? [own, theirs] : [theirs, own];
  for (const id of few.keys()) if (many.has(id)) yield id;
}

function memberAt<One, Tally>(
  { places }: Layout<One, Tally>,
  parts: readonly Part<One, Tally>[],
  id: string,
): One | undefined {
  const at = places.get(id);
  return at && parts[at.part]?.members[at.member];
}

function tallyIn<One, Tally>({ count }: Layout<One, Tally>, part: Part<One, Tally>): Tally {
  part.tally ??= count(part.members);
  return part.tally;
}

function* talliesIn<One, Tally>(
  layout: Layout<One, Tally>,
  parts: readonly Part<One, Tally>[],
  region: string,
): Iterable<Tally> {
  for (const at of layout.byRegion.get(region) ?? []) {
    const part = parts[at];
    if (part) yield tallyIn(layout, part);
  }
}
