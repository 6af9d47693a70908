import type { Explanation } from './explanation.ts';

/** In how a job and an inventory become a plan. */
export const inPlan: readonly Explanation[] = [
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
    file: 'plan/fingerprint.ts',
    text: '.sort((a, b) => (String(a) < String(b) ? -1 : 1)),',
    changes: ['String(a) < String(b) -> String(a) <= String(b)'],
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
    text: 'for (const { id } of inOrder.slice(0, canaries)) waves.set(id, 0);',
    changes: ['inOrder.slice(0, canaries) -> inOrder'],
    why: 'all but the canaries are numbered anew below',
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
    text: 'const found = instances.find((instance) => instance.id === nearest);',
    changes: [
      'instances.find((instance) => instance.id === nearest) -> instances.findLast((instance) => instance.id === nearest)',
    ],
    why: 'no two instances have the same id',
  },
];
