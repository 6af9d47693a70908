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
    file: 'run/other-runs.ts',
    text: "if (done.length > 0 && recorder.pending) await recorder.record([], 'fact');",
    changes: ["'fact' -> '?'"],
    why: 'what is neither a look nor an intent is a fact',
  },
  {
    file: 'run/other-runs.ts',
    text: "if (done.length > 0 && (await recorder.record([], 'fact'))) for (const id of done) freed.add(id);",
    changes: ["'fact' -> '?'"],
    why: 'what is neither a look nor an intent is a fact',
  },
  {
    file: 'run/make-call.ts',
    text: 'const mayCall = () => (recorder.state.lease?.until ?? 0) - clock.now() >= leaseForCallMs;',
    changes: ['recorder.state.lease?.until ?? 0 -> (recorder.state.lease?.until)'],
    why: 'what is not a number is not more; the compiler asks for the number',
  },
  {
    file: 'run/make-call.ts',
    text: ": ({ kind: 'refused', failure: taken === undefined ? tooLate : inHandOf(taken) } as const);",
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
    file: 'run/other-runs.ts',
    text: "const phase = { kind: 'failed-try', final: false, code: 'journal-unread', reason: '' } as const;",
    changes: ['false -> true', "'journal-unread' -> '?'"],
    why: 'it holds by the kind of its phase, and is asked for nothing else',
  },
  {
    file: 'run/other-runs.ts',
    text: 'isFree(one) ? one : { ...one, phase },',
    changes: ['...one -> (nothing)'],
    why: 'it holds by the kind of its phase, and is asked for nothing else',
  },
];
