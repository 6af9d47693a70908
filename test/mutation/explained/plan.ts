import type { Explanation } from './explanation.ts';

/** In how a job and an inventory become a plan. */
export const inPlan: readonly Explanation[] = [
  {
    file: 'plan/conditions.ts',
    text: 'const globs = [...plain].filter(isGlob);',
    changes: ['[...plain].filter(isGlob) -> [...plain]'],
    why: 'what is no pattern matches itself alone, and that has been looked up: only slower',
  },
  {
    file: 'plan/conditions.ts',
    text: 'return mode !== undefined && (cacheModes as readonly string[]).includes(mode);',
    changes: [
      'mode !== undefined && (cacheModes as readonly string[]).includes(mode) -> ((cacheModes as readonly string[]).includes(mode))',
    ],
    why: 'undefined is no mode; the compiler asks for the question',
  },
  {
    file: 'plan/decide-by-conditions.ts',
    text: "return { kind: 'no-data', reason };",
    changes: ["'no-data' -> '?'"],
    why: 'whoever lacks a metric never waits, and what is neither met nor not met is decided in the same way',
  },
  {
    file: 'plan/metric-conditions.ts',
    text: "const [cause] = judged.flatMap(({ verdict }) => (verdict.kind === 'no-data' && verdict.cause) || []);",
    changes: ["verdict.kind === 'no-data' && verdict.cause -> (verdict.cause)"],
    why: 'no other verdict has a cause; the compiler asks for the question',
  },
  {
    file: 'plan/outside-targets.ts',
    text: 'const nowhere = named.filter((id) => !byId.has(id) && !byName.has(id));',
    changes: [
      'named.filter((id) => !byId.has(id) && !byName.has(id)) -> named',
      '!byId.has(id) && !byName.has(id) -> (!byName.has(id))',
      '!byId.has(id) && !byName.has(id) -> (!byId.has(id))',
    ],
    why: 'what is found is told by that, whatever else it may be meant for: only slower',
  },
  {
    file: 'plan/narrowing.ts',
    text: 'const [status] = new Set(statuses).size === 1 ? (statuses ?? []) : [];',
    changes: ['statuses ?? [] -> (statuses)'],
    why: 'of none there is no set of one; the compiler asks for the question',
  },
  {
    file: 'plan/make-plan.ts',
    text: "return 'fault' in window ? undefined : window;",
    changes: ["'fault' in window -> false"],
    why: 'whose window cannot be read is refused, and no window is shown of that',
  },
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
    file: 'plan/decide-by-conditions.ts',
    text: 'if (at !== undefined && now - at < atMostEvery) {',
    changes: ['at !== undefined && now - at < atMostEvery -> (now - at < atMostEvery)'],
    why: 'what is not a number is not less than another; the compiler asks for the question',
  },
  {
    file: 'plan/judge-rule.ts',
    text: "const known = verdicts.filter((verdict) => verdict.kind !== 'no-data');",
    changes: [
      "verdicts.filter((verdict) => verdict.kind !== 'no-data') -> verdicts",
      "verdict.kind !== 'no-data' -> true",
    ],
    why: 'what has no value is neither of the two that decide, and is told before all that are known',
  },
  {
    file: 'plan/fingerprint.ts',
    text: '.sort((a, b) => (a.text < b.text ? -1 : 1))',
    changes: ['a.text < b.text -> a.text <= b.text'],
    why: 'no two instances have the same region and id',
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
    text: 'return a < b ? -1 : 1;',
    changes: ['a < b -> a <= b'],
    why: 'the values differ',
  },
  {
    file: 'plan/why-nothing.ts',
    text: '`no instance has the tag ${tagText(key, value)}, ${insteadOf(nearest === undefined || own === undefined ? undefined : tagText(own, nearest), distinct(known))}`,',
    changes: ['nearest === undefined || own === undefined -> (nearest === undefined)'],
    why: 'of no key there are no values, and none of them is near',
  },
  {
    file: 'plan/why-nothing.ts',
    text: 'const found = nearest === undefined ? undefined : instances.find((instance) => instance.id === nearest);',
    changes: [
      'instances.find((instance) => instance.id === nearest) -> instances.findLast((instance) => instance.id === nearest)',
      'nearest === undefined -> false',
    ],
    why: 'no two instances have the same id, and none has none',
  },
  {
    file: 'plan/waves.ts',
    text: 'let place = Math.max(firstWithRoom, nextWith.get(key) ?? 0);',
    changes: [
      'Math.max(firstWithRoom, nextWith.get(key) ?? 0) -> Math.min(firstWithRoom, nextWith.get(key) ?? 0)',
      'nextWith.get(key) ?? 0 -> (0)',
    ],
    why: 'who begins to look earlier is kept out of the same waves: only slower',
  },
  {
    file: 'plan/waves.ts',
    text: 'if (groups.length > 0) nextWith.set(key, place + 1);',
    changes: [
      'groups.length > 0 -> false',
      'nextWith.set(key, place + 1); -> (nothing)',
      'place + 1 -> place - 1',
    ],
    why: 'who begins to look earlier is kept out of the same waves: only slower',
  },
  {
    file: 'plan/waves.ts',
    text: 'while (keepsOut(taken[firstWithRoom], sizeOf(firstWithRoom), [])) firstWithRoom++;',
    changes: [
      'keepsOut(taken[firstWithRoom], sizeOf(firstWithRoom), []) -> false',
      'firstWithRoom++ -> firstWithRoom--',
    ],
    why: 'who begins to look earlier is kept out of the same waves: only slower',
  },
  {
    file: 'plan/waves.ts',
    text: 'const values = [...new Set(instances.map(tierValue))]',
    changes: [
      '[...new Set(instances.map(tierValue))] .filter((value) => value !== undefined) -> [...new Set(instances.map(tierValue))]',
    ],
    why: 'undefined is sorted behind all others anyway; the compiler asks for the question',
  },
  {
    file: 'plan/waves.ts',
    text: '.filter((value) => value !== undefined)',
    changes: ['value !== undefined -> true'],
    why: 'undefined is sorted behind all others anyway; the compiler asks for the question',
  },
  {
    file: 'plan/narrowing.ts',
    text: 'while (length < one.length && one[length] === other[length]) length += 1;',
    changes: ['length < one.length -> length <= one.length'],
    why: 'behind its end a name has no letter, and where both end a slice goes no further',
  },
  {
    file: 'plan/why-nothing.ts',
    text: 'if (excluding.length === 0 && !finerKeys.some((key) => selectors[key])) return [];',
    changes: ['excluding.length === 0 && !finerKeys.some((key) => selectors[key]) -> false'],
    why: 'without such a condition nothing is told below: only slower',
  },
  {
    file: 'plan/why-nothing.ts',
    text: "key: 'tags',",
    changes: ["'tags' -> '?'"],
    why: 'nobody asks whether a condition is on a tag',
  },
  {
    file: 'plan/why-nothing.ts',
    text: 'const all = isSized ? instances.toSorted((one, other) => sizeOf(one) - sizeOf(other)) : instances;',
    changes: ['isSized -> true'],
    why: 'what has no size is sorted by its text below',
  },
  {
    file: 'plan/why-nothing.ts',
    text: 'if (ids.length === 0) return new Map();',
    changes: ['ids.length === 0 -> false'],
    why: 'of no ids none is meant for anything: only slower',
  },
];
