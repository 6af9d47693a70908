import type { Explanation } from './explanation.ts';

/** In what a run decides: who starts, what is called for, who ends and who gets another try. */
export const inDeciding: readonly Explanation[] = [
  {
    file: 'run/choose-call.ts',
    text: 'if (!known || (its.length === 0 && !someRestIn(state, region))) return [];',
    changes: [
      '!known || (its.length === 0 && !someRestIn(state, region)) -> (its.length === 0 && !someRestIn(state, region))',
    ],
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
    text: "if (phase.kind !== 'watching' || !region) return false;",
    changes: ["phase.kind !== 'watching' || !region -> (phase.kind !== 'watching')"],
    why: 'every instance is of a region of the state',
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
    text: 'return blindSince !== undefined && blindSince <= before;',
    changes: ['blindSince !== undefined && blindSince <= before -> (blindSince <= before)'],
    why: 'undefined is not earlier than anything; the compiler asks for the question',
  },
  {
    file: 'run/next-commands.ts',
    text: 'const edges = [limits.startUntil, limits.actUntil, state.rules.windowEnd ?? limits.actUntil];',
    changes: ['state.rules.windowEnd ?? limits.actUntil -> (state.rules.windowEnd)'],
    why: 'null is not later than now, and the other is there anyway',
  },
  {
    file: 'run/another-try.ts',
    text: 'return region !== undefined && failsForAll(region);',
    changes: ['region !== undefined && failsForAll(region) -> (failsForAll(region))'],
    why: 'every instance is of a region of the state',
  },
  {
    file: 'run/choose-starts.ts',
    text: "if (head === undefined || head.cohort === '') return { first: head, most: mostIdsPerCall };",
    changes: [
      "head === undefined || head.cohort === '' -> (head === undefined)",
      "head === undefined || head.cohort === '' -> false",
    ],
    why: 'no cohort is shorter than none, and of nobody nobody is first',
  },
  {
    file: 'run/conclude.ts',
    text: 'return blindSince !== undefined && now - blindSince >= state.rules.settle.timeout && now < pausedUntil;',
    changes: [
      'blindSince !== undefined && now - blindSince >= state.rules.settle.timeout && now < pausedUntil -> (now - blindSince >= state.rules.settle.timeout) && (now < pausedUntil)',
    ],
    why: 'what is not a number is not more',
  },
  {
    file: 'run/conclude.ts',
    text: 'if (!overtime && !(region && isDark(region, context))) return undefined;',
    changes: ['region && isDark(region, context) -> (isDark(region, context))'],
    why: 'every instance is of a region of the state',
  },
  {
    file: 'run/conclude.ts',
    text: 'if (region && isDark(region, context))',
    changes: ['region && isDark(region, context) -> (isDark(region, context))'],
    why: 'every instance is of a region of the state',
  },
  {
    file: 'run/standing.ts',
    text: 'const lookedAt = regions.get(one.planned.region)?.lookedAt ?? now;',
    changes: [
      'regions.get(one.planned.region)?.lookedAt ?? now -> (regions.get(one.planned.region)?.lookedAt)',
    ],
    why: 'every instance is of a region of the state',
  },
  {
    file: 'run/conclude.ts',
    text: 'if (trouble && shared && failsForAllIn(one, context)) {',
    changes: [
      'trouble && shared && failsForAllIn(one, context) -> (shared) && (failsForAllIn(one, context))',
    ],
    why: 'what is shared is of a trouble; the compiler asks for both',
  },
  {
    file: 'run/after-judging.ts',
    text: 'const current = [...instances.keys()].flatMap((id) => draft.instances.get(id) ?? []);',
    changes: ['draft.instances.get(id) ?? [] -> (draft.instances.get(id))'],
    why: 'a draft has all instances of the state; the compiler asks for the question',
  },
  {
    file: 'run/after-judging.ts',
    text: 'if (kept.length === 0) return;',
    changes: ['kept.length === 0 -> false'],
    why: 'for nobody no heir is looked for: only slower',
  },
  {
    file: 'run/after-judging.ts',
    text: '.filter(({ planned, judged, attempts }) => (planned.wave ?? 0) > 0 && !judged?.keeps && attempts === 0)',
    changes: ['planned.wave ?? 0 -> (planned.wave)'],
    why: 'null is not more than 0; the compiler asks for the question',
  },
  {
    file: 'run/read-verdicts.ts',
    text: 'const series = seriesOf(id, rule.metric, its).flatMap((wanted) => found.get(keyOf(wanted)) ?? []);',
    changes: ['found.get(keyOf(wanted)) ?? [] -> (found.get(keyOf(wanted)))'],
    why: 'all that a rule is judged by was asked for; the compiler asks for the question',
  },
  {
    file: 'run/read-verdicts.ts',
    text: 'const metric = names.find((name) => name === series.wanted.metric);',
    changes: [
      'names.find((name) => name === series.wanted.metric) -> names.findLast((name) => name === series.wanted.metric)',
    ],
    why: 'each metric stands there once',
  },
  {
    file: 'run/read-verdicts.ts',
    text: "if (series.kind === 'unread' || metric === undefined) return false;",
    changes: ["series.kind === 'unread' || metric === undefined -> (series.kind === 'unread')"],
    why: 'what is told was asked for; the compiler asks for the question',
  },
  {
    file: 'run/read-verdicts.ts',
    text: "if (earlier === undefined || later.kind === 'unread') return later;",
    changes: ["earlier === undefined || later.kind === 'unread' -> (earlier === undefined)"],
    why: 'before what could not be read nothing is asked for; the compiler asks for the question',
  },
  {
    file: 'run/choose-call.ts',
    text: 'for (const one of waiting.slice(0, mostIdsPerCall))',
    changes: ['waiting.slice(0, mostIdsPerCall) -> waiting'],
    why: 'no more are taken than one call can name: only slower',
  },
  {
    file: 'run/choose-call.ts',
    text: 'return one?.figuresAt !== undefined && now - one.figuresAt < measuredForMs;',
    changes: [
      'one?.figuresAt !== undefined && now - one.figuresAt < measuredForMs -> (now - one.figuresAt < measuredForMs)',
    ],
    why: 'what is not a number is not less than another; the compiler asks for the question',
  },
  {
    file: 'run/leave-waiting.ts',
    text: "case 'done':",
    changes: ["'done' -> '?'"],
    why: 'whoever is done is not among the restless',
  },
  {
    file: 'run/leave-waiting.ts',
    text: "return (readiness.kind === 'waits' ? readiness.until : undefined) ?? phase.notBefore;",
    changes: ["readiness.kind === 'waits' -> true"],
    why: 'no other has it; the compiler asks for the question',
  },
  {
    file: 'run/leave-waiting.ts',
    text: 'if (pauseBetween === 0) return false;',
    changes: ['pauseBetween === 0 -> false'],
    why: 'what is done was done before now, so a pause of no length is over: only slower',
  },
  {
    file: 'run/choose-starts.ts',
    text: 'if (pauseBetween === 0) return Number.NEGATIVE_INFINITY;',
    changes: ['pauseBetween === 0 -> false'],
    why: 'a pause of no length is over when it begins: only slower',
  },
  {
    file: 'run/choose-starts.ts',
    text: 'if (!lane || !one) break;',
    changes: ['!lane || !one -> (!one)', '!lane || !one -> (!lane)'],
    why: 'a region that gets a slot has somebody for it; the compiler asks for both',
  },
];
