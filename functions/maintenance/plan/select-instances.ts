import type { CallCause } from '../foundation/call-cause.ts';
import { isGlob, matchesGlob } from '../foundation/matches-glob.ts';
import type { Selectors, Targets } from '../schedule/schema.ts';
import type { Instance, UnreadField } from './instance.ts';

/** What a region's inventory looks like to the planner: its instances, or why it could not be read. */
export type RegionInventory =
  | { readonly region: string; readonly instances: readonly Instance[] }
  | {
      readonly region: string;
      readonly unread: CallCause;
      /** How often it was asked for and for how long, where that was more than once. */
      readonly asked?: string | undefined;
    }
  /** Another of the job's regions is the same project: its instances would be in the plan twice. */
  | { readonly region: string; readonly twin: string };

/** What a job's targets make of an inventory. */
type Selection = {
  /** The instances the job is for. */
  readonly selected: readonly Instance[];
  /** Those it is for, or may be for, of which too much cannot be read to touch them. */
  readonly unread: readonly Instance[];
  /** Those that cannot be read and that it is not for. */
  readonly unreadOthers: readonly Instance[];
  /** The ids it names that no readable region has. */
  readonly missing: readonly string[];
};

/** Selects by ids, names, tags and engine versions, takes the exclusions out, and orders by region and name. */
export function selectInstances(targets: Targets, inventory: readonly RegionInventory[]): Selection {
  const known = inventory
    .flatMap((region) => ('instances' in region ? region.instances : []))
    .sort((a, b) => compare(a.region, b.region) || compare(a.name, b.name) || compare(a.id, b.id));
  const answerOf = judgeBy(targets);
  const selected: Instance[] = [];
  const unread: Instance[] = [];
  const unreadOthers: Instance[] = [];
  for (const instance of known) {
    const meant = answerOf(instance);
    const readable = !instance.unread?.some((field) => unjudgeable.has(field));
    if (meant === 'yes' && readable) selected.push(instance);
    else if (meant !== 'no') unread.push(instance);
    else if (instance.unread) unreadOthers.push(instance);
  }
  const named = new Set(targets.ids);
  for (const { id } of known) named.delete(id);
  return { selected, unread, unreadOthers, missing: [...named] };
}

const unjudgeable: ReadonlySet<UnreadField> = new Set(['id', 'status', 'rows']);

type Answer = 'yes' | 'no' | 'unknown';

/**
 * Conditions that are given narrow each other: `names` and `tags` together mean both. Exclusions widen each other:
 * whoever writes two of them wants neither kind touched.
 */
function judgeBy({ exclude, ...targets }: Targets): Condition {
  const conditions = conditionsOf(targets);
  const exclusions = exclude ? conditionsOf(exclude) : [];
  return (instance) => {
    const wanted = conditions.map((answer) => answer(instance));
    const unwanted = exclusions.map((answer) => answer(instance));
    if (wanted.includes('no') || unwanted.includes('yes')) return 'no';
    return wanted.includes('unknown') || unwanted.includes('unknown') ? 'unknown' : 'yes';
  };
}

/** How many of some instances meet all conditions that are given, as far as they can be read. */
export function countSelected(instances: readonly Instance[], selectors: Selectors): number {
  const conditions = conditionsOf(selectors);
  return instances.filter((instance) => conditions.every((answer) => answer(instance) === 'yes')).length;
}

type Condition = (instance: Instance) => Answer;

/** What is asked of each instance, made once for all: whoever lists thousands by id or name has them looked up. */
function conditionsOf({ ids, names, tags, engineVersions }: Selectors): readonly Condition[] {
  const judge =
    (field: UnreadField, holds: (instance: Instance) => boolean): Condition =>
    (instance) =>
      instance.unread?.includes(field) ? 'unknown' : holds(instance) ? 'yes' : 'no';
  const [plainIds, plainNames] = [new Set(ids), new Set(names)];
  const globs = [...plainNames].filter(isGlob);
  const pairs = Object.entries(tags ?? {});
  return [
    // An id that is named and not there is told by itself.
    ...(ids ? [({ id }: Instance) => (plainIds.has(id) ? ('yes' as const) : ('no' as const))] : []),
    ...(names
      ? [judge('name', ({ name }) => plainNames.has(name) || globs.some((glob) => matchesGlob(name, glob)))]
      : []),
    ...(tags
      ? [judge('tags', (instance) => pairs.every(([key, value]) => instance.tags[key] === value))]
      : []),
    ...(engineVersions
      ? [
          judge('engineVersion', (instance) =>
            engineVersions.some((version) => isVersion(instance.engineVersion, version)),
          ),
        ]
      : []),
  ];
}

/** `5.0` means 5.0 and 5.0.14, not 5.01. */
function isVersion(actual: string, wanted: string): boolean {
  return actual === wanted || actual.startsWith(`${wanted}.`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
