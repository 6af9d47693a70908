import type { Explanation } from './explanation.ts';

/** In what events change in the state of a run. */
export const inState: readonly Explanation[] = [
  {
    file: 'run/fold.ts',
    text: "const ofAll = kind !== 'wait' && before !== undefined && failsForAll({ ...before, failing });",
    changes: [
      "kind !== 'wait' && before !== undefined && failsForAll({ ...before, failing }) -> (kind !== 'wait') && (failsForAll({ ...before, failing }))",
    ],
    why: 'every call is to a region of the state; the compiler asks for the question',
  },
  {
    file: 'run/fold.ts',
    text: 'const setbacks = (draft.regions.get(region)?.setbacks ?? 0) + 1;',
    changes: ['draft.regions.get(region)?.setbacks ?? 0 -> (draft.regions.get(region)?.setbacks)'],
    why: 'every call is to a region of the state; the compiler asks for the number',
  },
  {
    file: 'run/fold.ts',
    text: "const whose = ofAll ? 'of-all' : ids.length === 1 ? 'own' : 'shared';",
    changes: ["'own' -> '?'"],
    why: 'only the others are asked for',
  },
  {
    file: 'run/opened-state.ts',
    text: 'outOfSight: false,',
    changes: ['false -> true'],
    why: 'it is asked only of what was sent',
  },
  {
    file: 'run/after-call.ts',
    text: "export const suspects = '!';",
    changes: ["'!' -> '?'"],
    why: 'any text does that is no part of a call',
  },
  {
    file: 'run/after-call.ts',
    text: "if (phase.kind === 'announced' && phase.begun) return watch(one, { at, certainty: 'lost', answer });",
    changes: ["phase.kind === 'announced' && phase.begun -> (phase.begun)", "'lost' -> '?'"],
    why: 'only what was announced has begun, and what has begun was accepted',
  },
  {
    file: 'run/after-call.ts',
    text: "case 'permanent':",
    changes: ["'permanent' -> '?'"],
    why: 'what is no case goes on behind them as well',
  },
  {
    file: 'run/after-call.ts',
    text: "case 'wait':",
    changes: ["'wait' -> '?'"],
    why: 'what is no case goes on behind them as well',
  },
  {
    file: 'run/draft-state.ts',
    text: "phase.kind === 'watching' || phase.kind === 'announced' || (phase.kind === 'done' && phase.outOfSight)",
    changes: ["phase.kind === 'done' && phase.outOfSight -> (phase.outOfSight)"],
    why: 'no other phase has it; the compiler asks for the question',
  },
  {
    file: 'run/fold.ts',
    text: 'update(draft, seen.id, (one) => afterSighting(one, seen, at, { ...rules, single: false }));',
    changes: ['single: false -> (nothing)'],
    why: 'what is left out is not so; the compiler asks for it',
  },
  {
    file: 'run/fold.ts',
    text: 'for (const id of baseline',
    changes: ['baseline -> true'],
    why: 'later figures change only what is watched, and that is in sight: only slower',
  },
  {
    file: 'run/fold.ts',
    text: '? (draft.regions.get(event.region)?.ids ?? [])',
    changes: ['draft.regions.get(event.region)?.ids ?? [] -> (draft.regions.get(event.region)?.ids)'],
    why: 'the baseline of a region is asked only of one of the state; the compiler asks for the question',
  },
  {
    file: 'run/fold.ts',
    text: "case 'ending':",
    changes: ["'ending' -> '?'"],
    why: 'what is no case changes nothing either',
  },
  {
    file: 'run/standing.ts',
    text: "const outOfSight = phase.kind === 'done' && phase.outOfSight;",
    changes: ["phase.kind === 'done' && phase.outOfSight -> (phase.outOfSight)"],
    why: 'no other phase has it; the compiler asks for the question',
  },
  {
    file: 'run/tally.ts',
    text: 'if (doneAt !== undefined && ownWave !== null && !one.judged?.keeps)',
    changes: [
      'doneAt !== undefined && ownWave !== null && !one.judged?.keeps -> (doneAt !== undefined) && (!one.judged?.keeps)',
    ],
    why: 'whoever has no wave was done before the run began, and has no end in it; the compiler asks for the question',
  },
  {
    file: 'run/tally.ts',
    text: 'if (!one.judged?.keeps) wave = Math.min(wave, ownWave ?? wave);',
    changes: ['ownWave ?? wave -> (ownWave)'],
    why: 'whoever is to be touched has a wave; the compiler asks for the question',
  },
  {
    file: 'run/tally.ts',
    text: "phase.kind === 'waiting' &&",
    changes: [
      "phase.kind === 'waiting' && phase.notBefore <= openedAt && one.cohort === '' && one.sent === undefined && one.failedTries === 0 && one.trouble === undefined && one.heldSince === undefined && (one.judged === undefined || one.judged.verdict.kind === 'met') && one.secured === undefined && (one.maintenance === undefined || 'begin' in dailyWindowOf(one.maintenance)) && (seen === undefined || (seen.status === 'RUNNING' && seen.idle)) -> (phase.notBefore <= openedAt) && (one.cohort === '') && (one.sent === undefined) && (one.failedTries === 0) && (one.trouble === undefined) && (one.heldSince === undefined) && (one.judged === undefined || one.judged.verdict.kind === 'met') && (one.secured === undefined) && (one.maintenance === undefined || 'begin' in dailyWindowOf(one.maintenance)) && (seen === undefined || (seen.status === 'RUNNING' && seen.idle))",
    ],
    why: 'no other phase has a notBefore, and undefined is not earlier than anything; the compiler asks for the question',
  },
];
