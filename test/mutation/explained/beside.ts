import type { Explanation } from './explanation.ts';

/** In what runs know of each other, and in how the instances of a run and what is held of them are kept. */
export const inBeside: readonly Explanation[] = [
  {
    file: 'run/in-hand.ts',
    text: 'return one.openedAt < other.openedAt || (one.openedAt === other.openedAt && one.run < other.run);',
    changes: ['one.run < other.run -> one.run <= other.run'],
    why: 'a run is not compared with itself',
  },
  {
    file: 'run/in-hand.ts',
    text: "if (!state.rules.inMaintenanceWindow || gripOf(one) !== 'queued') return false;",
    changes: ["!state.rules.inMaintenanceWindow || gripOf(one) !== 'queued' -> (gripOf(one) !== 'queued')"],
    why: 'where nobody goes by windows of their own nobody waits for one: only slower',
  },
  {
    file: 'run/in-hand.ts',
    text: 'if (!theirs || !ours) return false;',
    changes: ['!theirs || !ours -> (!theirs)'],
    why: 'only what the run itself is about is asked for; the compiler asks for the question',
  },
  {
    file: 'run/in-hand.ts',
    text: 'own.instances.places === before.own.instances.places &&',
    changes: [
      'own.instances.places === before.own.instances.places && others.length === before.others.length && others.every(({ run }, at) => run === before.others[at]?.run) -> (others.length === before.others.length) && (others.every(({ run }, at) => run === before.others[at]?.run))',
    ],
    why: 'a run that was read again is about the same instances, of which each counts as changed: only slower',
  },
  {
    file: 'run/roster.ts',
    text: 'if (!one || one === before) return undefined;',
    changes: ['!one || one === before -> (one === before)'],
    why: 'of nobody both are undefined; the compiler asks for the question',
  },
  {
    file: 'run/roster.ts',
    text: 'const members = owned ?? [...(this.#parts[at.part]?.members ?? [])];',
    changes: [
      'owned ?? [...(this.#parts[at.part]?.members ?? [])] -> ([...(this.#parts[at.part]?.members ?? [])])',
    ],
    why: 'what is copied once more is the same: only slower',
  },
  {
    file: 'run/roster.ts',
    text: 'const members = owned ?? [...(this.#parts[at.part]?.members ?? [])];',
    changes: ['this.#parts[at.part]?.members ?? [] -> (this.#parts[at.part]?.members)'],
    why: 'each place is in a part that is there; the compiler asks for the question',
  },
  {
    file: 'run/roster.ts',
    text: 'if (!owned) this.#own.set(at.part, members);',
    changes: ['!owned -> true'],
    why: 'what is set once more is the same',
  },
  {
    file: 'run/roster.ts',
    text: 'if (!owned) this.#own.set(at.part, members);',
    changes: ['!owned -> false', 'this.#own.set(at.part, members); -> (nothing)'],
    why: 'what is copied once more is the same: only slower',
  },
  {
    file: 'run/roster.ts',
    text: 'if (part) yield tallyIn(layout, part);',
    changes: ['part -> true'],
    why: 'each part of a region is there; the compiler asks for the question',
  },
  {
    file: 'run/roster.ts',
    text: 'if (since?.places === theirs.places) {',
    changes: ['since?.places === theirs.places -> true'],
    why: 'of what was placed anew all parts differ: only slower',
  },
  {
    file: 'run/roster.ts',
    text: 'const [few, many] = own.size < theirs.size ? [own, theirs] : [theirs, own];',
    changes: [
      'own.size < theirs.size -> own.size <= theirs.size',
      'own.size < theirs.size -> true',
      'own.size < theirs.size -> false',
    ],
    why: 'whichever of the two is gone through: only slower',
  },
  {
    file: 'run/held.ts',
    text: 'const changed = own.get(place) ?? new Map(part);',
    changes: ['own.get(place) ?? new Map(part) -> (new Map(part))'],
    why: 'what is copied once more is the same: only slower',
  },
  {
    file: 'run/held.ts',
    text: 'return this.#places.get(id)?.part ?? 0;',
    changes: ['this.#places.get(id)?.part ?? 0 -> (this.#places.get(id)?.part)'],
    why: 'who has no place is nobody of the run, and any key does for those',
  },
  {
    file: 'run/held.ts',
    text: 'if (part !== before.#parts.get(place))',
    changes: ['part !== before.#parts.get(place) -> true'],
    why: 'in what is the same nothing is new: only slower',
  },
  {
    file: 'run/held.ts',
    text: 'if (part !== this.#parts.get(place)) for (const id of part.keys()) if (!this.has(id)) yield id;',
    changes: ['part !== this.#parts.get(place) -> true'],
    why: 'in what is the same nobody is free: only slower',
  },
  {
    file: 'run/other-runs.ts',
    text: "const phase = { kind: 'failed-try', final: false, code: 'journal-unread', reason: '' } as const;",
    changes: ['false -> true', "'journal-unread' -> '?'"],
    why: 'it holds by the kind of its phase, and is asked for nothing else',
  },
  {
    file: 'run/other-runs.ts',
    text: "if (recorder.pending) await recorder.record([], 'fact');",
    changes: ["'fact' -> '?'"],
    why: 'what is neither a look nor an intent is a fact',
  },
  {
    file: 'run/other-runs.ts',
    text: "if (!(await recorder.record([], 'fact'))) return undefined;",
    changes: ["'fact' -> '?'"],
    why: 'what is neither a look nor an intent is a fact',
  },
  {
    file: 'run/other-runs.ts',
    text: 'checked.set(known, instances);',
    changes: ['checked.set(known, instances); -> (nothing)'],
    why: 'what was found to be free is looked for again: only slower',
  },
  {
    file: 'run/in-hand.ts',
    text: 'const since = other.rules.inMaintenanceWindow ? undefined : before.others[at]?.instances;',
    changes: ['other.rules.inMaintenanceWindow -> true'],
    why: 'what has not changed is gone through as well: only slower',
  },
  {
    file: 'run/other-runs.ts',
    text: 'before = looked;',
    changes: ['before = looked; -> (nothing)'],
    why: 'what has not changed is gone through as well: only slower',
  },
];
