import type { Mutant } from './mutant.ts';

/** Why no test can tell mutants from the code: it names both, so that it goes out of date when the code changes. */
export type Explanation = {
  /** Its path in functions/maintenance. */
  readonly file: string;
  /** The line of the code, without its indentation. */
  readonly text: string;
  /** What stands in that line, and what instead, as `describeChange` writes it. */
  readonly changes: readonly string[];
  readonly why: string;
};

/** A change as people read it: `a < b -> a <= b`. */
export function describeChange({ was, became }: Pick<Mutant, 'was' | 'became'>): string {
  return `${was} -> ${became === '' ? '(nothing)' : became}`;
}

/** Whether an explanation is about a mutant. */
export function explains({ file, text, changes }: Explanation, mutant: Mutant): boolean {
  return mutant.path.endsWith(`/${file}`) && text === mutant.text && changes.includes(describeChange(mutant));
}

/** Mutants that do what the code does, or whose difference nobody can notice. */
export const explanations: readonly Explanation[] = [
  {
    file: 'plan/data-loss.ts',
    text: 'if (replicasPerShard !== undefined && replicasPerShard < 2)',
    changes: ['replicasPerShard !== undefined && replicasPerShard < 2 -> (replicasPerShard < 2)'],
    why: 'undefined is not less than a number; the compiler asks for the question',
  },
  {
    file: 'plan/data-loss.ts',
    text: "['ha', 'always'],",
    changes: ["'always' -> '?'"],
    why: "only 'told' is asked for",
  },
  {
    file: 'plan/data-loss.ts',
    text: "['ha_rw_split', 'always'],",
    changes: ["'always' -> '?'"],
    why: "only 'told' is asked for",
  },
  {
    file: 'plan/data-loss.ts',
    text: 'return { loses: true, unknown: true, reason, ...(cause && { cause }) };',
    changes: ['cause && { cause } -> ({ cause })'],
    why: 'what is undefined is in no record and in no answer',
  },
  {
    file: 'plan/fingerprint.ts',
    text: '.sort((a, b) => (String(a) < String(b) ? -1 : 1)),',
    changes: ['String(a) < String(b) -> String(a) <= String(b)'],
    why: 'no two instances have the same region and id',
  },
  {
    file: 'plan/instance.ts',
    text: "export const unreadStatus = 'UNREADABLE';",
    changes: ["'UNREADABLE' -> '?'"],
    why: 'any text that is no status of DCS does',
  },
  {
    file: 'plan/make-plan.ts',
    text: '...(cause && { cause }),',
    changes: ['cause && { cause } -> ({ cause })'],
    why: 'what is undefined is in no record and in no answer',
  },
  {
    file: 'plan/select-instances.ts',
    text: "return wanted.includes('unknown') || unwanted.includes('unknown') ? 'unknown' : 'yes';",
    changes: ["'unknown' -> '?'"],
    why: 'only yes and no are asked for',
  },
  {
    file: 'plan/waves.ts',
    text: 'const tierOf = ({ id }: Instance) => rules.tiers.get(id) ?? 0;',
    changes: ['rules.tiers.get(id) ?? 0 -> (rules.tiers.get(id))'],
    why: 'tiers are of all instances or of none, and what is not a number changes no order',
  },
  {
    file: 'plan/waves.ts',
    text: 'for (const { id } of inOrder.slice(0, canaries)) waves.set(id, 0);',
    changes: ['inOrder.slice(0, canaries) -> inOrder'],
    why: 'all but the canaries are numbered anew below',
  },
  {
    file: 'plan/waves.ts',
    text: "const tier = tiers.get(left[0]?.id ?? '');",
    changes: ["left[0]?.id ?? '' -> (left[0]?.id)", "'' -> '?'"],
    why: 'there is a first one as long as any are left',
  },
  {
    file: 'plan/waves.ts',
    text: 'return a < b ? -1 : 1;',
    changes: ['a < b -> a <= b'],
    why: 'the values differ',
  },
  {
    file: 'run/choose-call.ts',
    text: 'if (its.length === 0 || !known) return [];',
    changes: ['its.length === 0 || !known -> (its.length === 0)'],
    why: 'the regions that are asked about are those of the state',
  },
  {
    file: 'run/choose-call.ts',
    text: "each.kind === 'securing' ? [{ id: each.one.planned.id, ...each.verdict }] : [],",
    changes: ["each.kind === 'securing' -> true"],
    why: 'no verdict on one that is watched is called make, find or wait',
  },
  {
    file: 'run/choose-call.ts',
    text: "const waits = verdicts.flatMap((verdict) => (verdict.verdict === 'wait' ? [verdict.until] : []));",
    changes: ["verdict.verdict === 'wait' -> true"],
    why: 'make and find have been answered above, and the others decided before',
  },
  {
    file: 'run/choose-call.ts',
    text: "const starts = its.flatMap(({ phase }) => (phase.kind === 'waiting' ? [phase.notBefore] : []));",
    changes: ["phase.kind === 'waiting' -> true"],
    why: 'no other has a notBefore, and undefined is later than nothing',
  },
  {
    file: 'run/choose-starts.ts',
    text: 'if (room <= 0 || inFlight.some((one) => isOutOfSight(one, state, now))) return starts;',
    changes: [
      'room <= 0 || inFlight.some((one) => isOutOfSight(one, state, now)) -> (inFlight.some((one) => isOutOfSight(one, state, now)))',
      'room <= 0 -> room < 0',
    ],
    why: 'without room nobody is chosen below',
  },
  {
    file: 'run/choose-starts.ts',
    text: 'const wave = canaryFirst ? 0 : lowest(its, ({ wave }) => wave ?? 0);',
    changes: ['wave ?? 0 -> (wave)'],
    why: 'only what was refused has no wave, and that has ended',
  },
  {
    file: 'run/choose-starts.ts',
    text: "if (phase.kind !== 'watching' || !region) return false;",
    changes: ["phase.kind !== 'watching' || !region -> (phase.kind !== 'watching')"],
    why: 'every instance is of a region of the state',
  },
  {
    file: 'run/in-hand.ts',
    text: 'return one.openedAt < other.openedAt || (one.openedAt === other.openedAt && one.run < other.run);',
    changes: ['one.run < other.run -> one.run <= other.run'],
    why: 'a run is not compared with itself',
  },
  {
    file: 'run/journal.ts',
    text: 'if (!known || entry.since < known.since) first.set(entry.run, entry);',
    changes: ['entry.since < known.since -> entry.since <= known.since'],
    why: 'two entries of one run and instant are the same',
  },
  {
    file: 'run/journal.ts',
    text: 'const runs = [...first.values()].sort((a, b) => a.since - b.since || (a.run < b.run ? -1 : 1));',
    changes: ['a.run < b.run -> a.run <= b.run'],
    why: 'each run is there once',
  },
  {
    file: 'run/leave-waiting.ts',
    text: 'const soon = (at: number | undefined) => at !== undefined && at > now && at <= now + inFunction;',
    changes: [
      'at !== undefined && at > now && at <= now + inFunction -> (at > now) && (at <= now + inFunction)',
    ],
    why: 'undefined is not later than anything; the compiler asks for the question',
  },
  {
    file: 'run/leave-waiting.ts',
    text: "case 'announced':",
    changes: ["'announced' -> '?'"],
    why: 'what is no case gives the phase itself, which counts as true; and what needs sight is asked for nothing else',
  },
  {
    file: 'run/leave-waiting.ts',
    text: "case 'failed-try':",
    changes: ["'failed-try' -> '?'"],
    why: 'what is no case gives the phase itself, which counts as true; and what needs sight is asked for nothing else',
  },
  {
    file: 'run/leave-waiting.ts',
    text: 'return true;',
    changes: ['return true; -> (nothing)'],
    why: 'the next case says the same: neither phase has a certainty',
  },
  {
    file: 'run/leave-waiting.ts',
    text: 'return undefined;',
    changes: ['return undefined; -> (nothing)'],
    why: 'what needs sight is asked for nothing else',
  },
  {
    file: 'run/leave-waiting.ts',
    text: 'return doneAt === undefined ? undefined : doneAt + rules.pauseBetween;',
    changes: ['doneAt === undefined -> false'],
    why: 'what is not a number is not soon',
  },
  {
    file: 'run/leave-waiting.ts',
    text: 'return blindSince !== undefined && blindSince <= before;',
    changes: ['blindSince !== undefined && blindSince <= before -> (blindSince <= before)'],
    why: 'undefined is not earlier than anything; the compiler asks for the question',
  },
  {
    file: 'run/leave-waiting.ts',
    text: 'if (shortest === undefined || least < shortest) shortest = least;',
    changes: ['least < shortest -> least <= shortest'],
    why: 'equal is equal',
  },
  {
    file: 'run/next-commands.ts',
    text: 'const edges = [limits.startUntil, limits.actUntil, state.rules.windowEnd ?? limits.actUntil];',
    changes: ['state.rules.windowEnd ?? limits.actUntil -> (state.rules.windowEnd)'],
    why: 'null is not later than now, and the other is there anyway',
  },
  {
    file: 'run/open-run.ts',
    text: "if (state.finishedAt !== undefined && state.told !== undefined) return { kind: 'over', state };",
    changes: ['state.finishedAt !== undefined && state.told !== undefined -> (state.told !== undefined)'],
    why: 'people are told only of a run that has finished',
  },
  {
    file: 'run/opened-state.ts',
    text: 'outOfSight: false,',
    changes: ['false -> true'],
    why: 'it is asked only of what was sent',
  },
  {
    file: 'run/recorder.ts',
    text: 'if (seen.length > 0) state = fold(seen, state);',
    changes: ['seen.length > 0 -> seen.length >= 0', 'seen.length > 0 -> true'],
    why: 'folding nothing gives the same state; it is only dear in a large run',
  },
  {
    file: 'run/recorder.ts',
    text: "await record([{ type: 'left', at: clock.now(), by, why }], 'fact');",
    changes: ["'fact' -> '?'"],
    why: 'what is neither a look nor an intent is a fact',
  },
  {
    file: 'run/driver.ts',
    text: "if (clock.now() >= recorder.renewAt) await recorder.record([], 'fact');",
    changes: ["'fact' -> '?'"],
    why: 'what is neither a look nor an intent is a fact',
  },
  {
    file: 'run/driver.ts',
    text: 'return (others?.held.size ?? 0) > 0 && now < openedAt + rules.settle.inFunction;',
    changes: ['others?.held.size ?? 0 -> (others?.held.size)'],
    why: 'undefined is not more than nothing; the compiler asks for the number',
  },
];
