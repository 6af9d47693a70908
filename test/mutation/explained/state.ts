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
];
