import type { Explanation } from './explanation.ts';

/** In what follows from looks and answers. */
export const inJudging: readonly Explanation[] = [
  {
    file: 'run/judge-evidence.ts',
    text: "return apart === undefined || (answer?.kind === 'failure' && answer.failure.kind === 'wait');",
    changes: [
      "answer?.kind === 'failure' && answer.failure.kind === 'wait' -> (answer.failure.kind === 'wait')",
    ],
    why: 'what was refused has its failure',
  },
  {
    file: 'run/judge-evidence.ts',
    text: 'const fell = fewestKeys !== undefined && keysBefore !== undefined && keysFell(keysBefore, fewestKeys);',
    changes: [
      'fewestKeys !== undefined && keysBefore !== undefined && keysFell(keysBefore, fewestKeys) -> (keysBefore !== undefined) && (keysFell(keysBefore, fewestKeys))',
      'fewestKeys !== undefined && keysBefore !== undefined && keysFell(keysBefore, fewestKeys) -> (fewestKeys !== undefined) && (keysFell(keysBefore, fewestKeys))',
    ],
    why: 'what is not known is not less; the compiler asks for the question',
  },
  {
    file: 'run/judge-evidence.ts',
    text: 'const kept = fewestKeys !== undefined && keysBefore !== undefined && keysBefore > 0 && !fell;',
    changes: [
      'fewestKeys !== undefined && keysBefore !== undefined && keysBefore > 0 && !fell -> (fewestKeys !== undefined) && (keysBefore > 0) && (!fell)',
    ],
    why: 'undefined is not more than nothing; the compiler asks for the question',
  },
  {
    file: 'run/judge-evidence.ts',
    text: 'return fewest !== undefined && keysFell(keysBefore, fewest)',
    changes: ['fewest !== undefined && keysFell(keysBefore, fewest) -> (keysFell(keysBefore, fewest))'],
    why: 'where its keys are known, the fewest are; the compiler asks for the question',
  },
  {
    file: 'run/judge-evidence.ts',
    text: "if (answer?.kind !== 'failure') return keepWatching;",
    changes: ["answer?.kind !== 'failure' -> false"],
    why: 'what was refused has its failure',
  },
  {
    file: 'run/judge-evidence.ts',
    text: "case 'accepted':",
    changes: ["'accepted' -> '?'"],
    why: 'nobody asks for the code of what was accepted',
  },
  {
    file: 'run/judge-evidence.ts',
    text: "case 'unnamed':",
    changes: ["'unnamed' -> '?'"],
    why: 'what is no case gives the certainty itself, which is its code',
  },
  {
    file: 'run/judge-evidence.ts',
    text: "case 'rejected':",
    changes: ["'rejected' -> '?'"],
    why: 'what is no case gives the certainty itself, which is its code',
  },
  {
    file: 'run/judge-watched.ts',
    text: "const isWell = verdict.verdict === 'end' && verdict.outcome === 'succeeded' && phase.certainty !== 'lost';",
    changes: [
      "verdict.verdict === 'end' && verdict.outcome === 'succeeded' && phase.certainty !== 'lost' -> (verdict.outcome === 'succeeded') && (phase.certainty !== 'lost')",
    ],
    why: 'only an end has an outcome; the compiler asks for the question',
  },
  {
    file: 'run/instance-changes.ts',
    text: 'if (leftAt === undefined || backAt === undefined || backAt - leftAt <= (one.outageMs ?? -1))',
    changes: [
      'leftAt === undefined || backAt === undefined || backAt - leftAt <= (one.outageMs ?? -1) -> (backAt === undefined) || (backAt - leftAt <= (one.outageMs ?? -1))',
      'one.outageMs ?? -1 -> (one.outageMs)',
    ],
    why: 'what is back has left, and nothing is less than undefined; the compiler asks for both',
  },
  {
    file: 'run/instance-changes.ts',
    text: "if (phase.kind === 'done' && phase.outOfSight)",
    changes: ["phase.kind === 'done' && phase.outOfSight -> (phase.outOfSight)"],
    why: 'only what is done has it; the compiler asks for the question',
  },
  {
    file: 'run/instance-changes.ts',
    text: ': keysBefore !== undefined && keysFell(keysBefore, count);',
    changes: ['keysBefore !== undefined && keysFell(keysBefore, count) -> (keysFell(keysBefore, count))'],
    why: 'nothing is less than a part of undefined; the compiler asks for the question',
  },
  {
    file: 'run/securing.ts',
    text: "return backups.find((backup) => backup.id === stage.backup) ?? 'missing';",
    changes: [
      'backups.find((backup) => backup.id === stage.backup) -> backups.findLast((backup) => backup.id === stage.backup)',
    ],
    why: 'no two backups have the same id',
  },
  {
    file: 'run/securing.ts',
    text: "if (!sight || now >= nextLook) return { verdict: 'find' };",
    changes: ['!sight || now >= nextLook -> (now >= nextLook)'],
    why: 'where nothing was seen the next look has been due for ever; the compiler asks for the question',
  },
  {
    file: 'run/closed.ts',
    text: "if (readiness.kind !== 'waits' || !readiness.unmet) return ofAll;",
    changes: ["readiness.kind !== 'waits' || !readiness.unmet -> (!readiness.unmet)"],
    why: 'no other has anything that is unmet; the compiler asks for the question',
  },
  {
    file: 'run/closed.ts',
    text: "if (readiness.kind !== 'waits' || !readiness.unmet) return undefined;",
    changes: ["readiness.kind !== 'waits' || !readiness.unmet -> (!readiness.unmet)"],
    why: 'no other has anything that is unmet; the compiler asks for the question',
  },
  {
    file: 'run/closed.ts',
    text: 'if (!ofAll && until !== undefined && until >= startUntil)',
    changes: ['!ofAll && until !== undefined && until >= startUntil -> (!ofAll) && (until >= startUntil)'],
    why: 'undefined is not later than anything; the compiler asks for the question',
  },
  {
    file: 'run/closed.ts',
    text: "const waited = phase.kind === 'done' && phase.conclusion.code === 'maintenance-window';",
    changes: [
      "phase.kind === 'done' && phase.conclusion.code === 'maintenance-window' -> (phase.conclusion.code === 'maintenance-window')",
    ],
    why: 'whoever was refused is done; the compiler asks for the question',
  },
  {
    file: 'run/conclude.ts',
    text: 'const { unfinished } = concernsAll(context) ? standing : { unfinished: standing.restless };',
    changes: ['concernsAll(context) -> true'],
    why: 'of those that rest nothing is decided then: only slower',
  },
  {
    file: 'run/conclude.ts',
    text: 'if (closed || stuckGroups.size > 0 || mayWaitInVain(state, now, context.limits)) return true;',
    changes: [
      'closed || stuckGroups.size > 0 || mayWaitInVain(state, now, context.limits) -> true',
      'stuckGroups.size > 0 -> stuckGroups.size >= 0',
    ],
    why: 'of those that rest nothing is decided then: only slower',
  },
  {
    file: 'run/conclude.ts',
    text: 'if (held.size > 0 && now >= waitsUntil(state)) return true;',
    changes: [
      'held.size > 0 && now >= waitsUntil(state) -> (now >= waitsUntil(state))',
      'held.size > 0 && now >= waitsUntil(state) -> (held.size > 0)',
      'held.size > 0 && now >= waitsUntil(state) -> true',
      'held.size > 0 -> held.size >= 0',
    ],
    why: 'of those that rest nothing is decided then: only slower',
  },
  {
    file: 'run/readiness.ts',
    text: "return readiness.kind === 'ready' || (readiness.kind === 'waits' && readiness.why === 'pause');",
    changes: ["readiness.kind === 'waits' && readiness.why === 'pause' -> (readiness.why === 'pause')"],
    why: 'no other kind has it; the compiler asks for the question',
  },
  {
    file: 'run/readiness.ts',
    text: "return readiness.kind === 'waits' && readiness.why === 'maintenance-window';",
    changes: [
      "readiness.kind === 'waits' && readiness.why === 'maintenance-window' -> (readiness.why === 'maintenance-window')",
    ],
    why: 'no other kind has it; the compiler asks for the question',
  },
  {
    file: 'run/readiness.ts',
    text: "if (readiness.kind === 'waits' && isOutsideWindow(readiness))",
    changes: ["readiness.kind === 'waits' && isOutsideWindow(readiness) -> (isOutsideWindow(readiness))"],
    why: 'whoever is outside of a window waits; the compiler asks for the question',
  },
  {
    file: 'run/readiness.ts',
    text: "if (phase.kind === 'waiting' && phase.notBefore > now)",
    changes: ["phase.kind === 'waiting' && phase.notBefore > now -> (phase.notBefore > now)"],
    why: 'no other phase has it, and undefined is not later than now; the compiler asks for the question',
  },
  {
    file: 'run/readiness.ts',
    text: 'if (!state.rules.inMaintenanceWindow) return undefined;',
    changes: ['!state.rules.inMaintenanceWindow -> false'],
    why: 'where the job keeps to no windows nobody waits for his: only slower',
  },
  {
    file: 'run/readiness.ts',
    text: 'first = Math.min(first, readiness.until ?? first);',
    changes: ['readiness.until ?? first -> (readiness.until)'],
    why: 'whoever waits for his window knows when it opens; the compiler asks for the number',
  },
  {
    file: 'run/readiness.ts',
    text: 'const lookedAt = Math.max(state.openedAt, state.regions.get(region)?.lookedAt ?? now);',
    changes: ['state.regions.get(region)?.lookedAt ?? now -> (state.regions.get(region)?.lookedAt)'],
    why: 'what is not a number is not less than another; the compiler asks for the number',
  },
  {
    file: 'run/instance-changes.ts',
    text: "return changed(one, { phase: phase.kind === 'watching' ? watchedOn(phase, look) : { ...phase, ...look } });",
    changes: ["phase.kind === 'watching' -> false"],
    why: 'it is the same, only laid out otherwise in memory: only slower',
  },
  {
    file: 'run/instance-changes.ts',
    text: 'const fellIll = one.sent !== undefined && (one.nodesBefore?.active ?? 0) > (now?.active ?? 0);',
    changes: [
      'one.nodesBefore?.active ?? 0 -> (one.nodesBefore?.active)',
      'now?.active ?? 0 -> (now?.active)',
    ],
    why: 'of whom nothing is known now nothing was known before, and neither undefined nor 0 is more than a number of nodes',
  },
];
