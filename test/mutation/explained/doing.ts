import type { Explanation } from './explanation.ts';

/** In what is done for a run: opening, driving, recording, calling, and the ports. */
export const inDoing: readonly Explanation[] = [
  {
    file: 'run/driver.ts',
    text: "if (clock.now() >= recorder.renewAt) await recorder.record([], 'fact');",
    changes: ["'fact' -> '?'"],
    why: 'what is neither a look nor an intent is a fact',
  },
  {
    file: 'run/journal.ts',
    text: 'const { unbegun, ...earlier } = known && known.since <= entry.since ? known : entry;',
    changes: ['known.since <= entry.since -> known.since < entry.since'],
    why: 'two entries of one run and instant are the same, but for whether somebody came, which is asked of both',
  },
  {
    file: 'run/journal.ts',
    text: 'const runs = [...first.values()].sort((a, b) => a.since - b.since || (a.run < b.run ? -1 : 1));',
    changes: ['a.run < b.run -> a.run <= b.run'],
    why: 'each run is there once',
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
    text: 'if (calls.length === 0) return clock.wait(Math.max(0, ms));',
    changes: ['calls.length === 0 -> false'],
    why: 'a signal that nobody needs is only dearer',
  },
  {
    file: 'run/make-call.ts',
    text: "await recorder.record([{ type: 'refused', at, region, ids, failure: answer.failure }], 'fact');",
    changes: ["'fact' -> '?'"],
    why: 'what is neither a look nor an intent is a fact',
  },
  {
    file: 'run/make-call.ts',
    text: "else await recorder.record([answered(region, ids, answer, at)], 'fact');",
    changes: ["'fact' -> '?'"],
    why: 'what is neither a look nor an intent is a fact',
  },
  {
    file: 'run/make-call.ts',
    text: "await recorder.record([{ type: 'backup-begun', at, region, id, backup: answer.backup }], 'fact');",
    changes: ["'fact' -> '?'"],
    why: 'what is neither a look nor an intent is a fact',
  },
  {
    file: 'run/make-call.ts',
    text: "await recorder.record([{ type: 'backup-refused', at, region, id, failure: answer.failure }], 'fact');",
    changes: ["'fact' -> '?'"],
    why: 'what is neither a look nor an intent is a fact',
  },
  {
    file: 'run/make-call.ts',
    text: 'return (recorder.state.lease?.until ?? 0) - now >= leaseForCallMs ? undefined : tooLate;',
    changes: ['recorder.state.lease?.until ?? 0 -> (recorder.state.lease?.until)'],
    why: 'what is not a number is not more; the compiler asks for the number',
  },
  {
    file: 'run/make-call.ts',
    text: "? ({ kind: 'refused', failure } as const)",
    changes: ["'refused' -> '?'"],
    why: 'what was not begun was refused',
  },
  {
    file: 'run/make-call.ts',
    text: 'return;',
    changes: ['return; -> (nothing)'],
    why: 'the next case gives the command itself, and nobody asks what comes of a call',
  },
  {
    file: 'run/take-look.ts',
    text: "return phase.kind === 'watching' && phase.certainty === 'accepted' && phase.leftAt === undefined;",
    changes: [
      "phase.kind === 'watching' && phase.certainty === 'accepted' && phase.leftAt === undefined -> (phase.certainty === 'accepted') && (phase.leftAt === undefined)",
    ],
    why: 'no other phase has a certainty; the compiler asks for the question',
  },
  {
    file: 'run/take-look.ts',
    text: "case 'announced':",
    changes: ["'announced' -> '?'"],
    why: 'what is no case gives the phase itself, which counts as true',
  },
  {
    file: 'run/take-look.ts',
    text: "case 'watching':",
    changes: ["'watching' -> '?'"],
    why: 'what is no case gives the phase itself, which counts as true',
  },
  {
    file: 'run/take-look.ts',
    text: "return first ? [{ type: 'look-failed', at, region, failure: first.failure, backupsOf }] : [];",
    changes: ['first -> true'],
    why: 'each group has a first; the compiler asks for the question',
  },
  {
    file: 'run/make-call.ts',
    text: 'const readiness = one && readinessOf(one, state, now);',
    changes: ['one && readinessOf(one, state, now) -> (readinessOf(one, state, now))'],
    why: 'whoever is called for is of the run; the compiler asks for the question',
  },
  {
    file: 'run/make-call.ts',
    text: "return readiness?.kind === 'waits' && readiness.unmet ? [readiness.unmet().reason] : [];",
    changes: ["readiness?.kind === 'waits' && readiness.unmet -> (readiness.unmet)"],
    why: 'no other has anything that is unmet; the compiler asks for the question',
  },
  {
    file: 'run/make-call.ts',
    text: 'const ids = (state.regions.get(region)?.ids ?? []).filter(isWanted);',
    changes: ['state.regions.get(region)?.ids ?? [] -> (state.regions.get(region)?.ids)'],
    why: 'every call is to a region of the state; the compiler asks for the question',
  },
  {
    file: 'run/make-call.ts',
    text: 'const wanted = { region, ids, rules: conditions?.rules ?? [], now, until };',
    changes: ['conditions?.rules ?? [] -> (conditions?.rules)'],
    why: 'metrics are looked at only for conditions; the compiler asks for the question',
  },
  {
    file: 'run/driver.ts',
    text: 'const freed = [...held.freedSince(before)].flatMap((id) => instances.get(id) ?? []);',
    changes: ['instances.get(id) ?? [] -> (instances.get(id))'],
    why: 'what others have in hand of a run is of it; the compiler asks for the question',
  },
];
