import type { CallCause } from '../foundation/call-cause.ts';
import type { Selectors, Targets } from '../schedule/selector-schema.ts';
import { type Answer, conditionsOf } from './conditions.ts';
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

/**
 * Selects by all conditions of targets, takes the exclusions out, and orders by region and name. Ages are those of the
 * instant `now`; without it none is known.
 */
export function selectInstances(
  targets: Targets,
  inventory: readonly RegionInventory[],
  now?: number,
): Selection {
  const known = inventory
    .flatMap((region) => ('instances' in region ? region.instances : []))
    .sort((a, b) => compare(a.region, b.region) || compare(a.name, b.name) || compare(a.id, b.id));
  const answerOf = judgeBy(targets, now);
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

/** Whether targets are for an instance. */
type Judge = (instance: Instance) => Answer;

/**
 * Conditions that are given narrow each other: `names` and `tags` together mean both. Exclusions widen each other:
 * whoever writes two of them wants neither kind touched.
 */
function judgeBy({ exclude, ...targets }: Targets, now: number | undefined): Judge {
  const conditions = conditionsOf(targets, now);
  const exclusions = exclude ? conditionsOf(exclude, now) : [];
  return (instance) => {
    const wanted = conditions.map(({ answer }) => answer(instance));
    const unwanted = exclusions.map(({ answer }) => answer(instance));
    if (wanted.includes('no') || unwanted.includes('yes')) return 'no';
    return wanted.includes('unknown') || unwanted.includes('unknown') ? 'unknown' : 'yes';
  };
}

/** By which conditions of targets an instance cannot be judged, each once. */
export function openConditions(
  { exclude, ...targets }: Targets,
  now: number | undefined,
): (instance: Instance) => readonly (keyof Selectors)[] {
  const conditions = [...conditionsOf(targets, now), ...(exclude ? conditionsOf(exclude, now) : [])];
  return (instance) => [
    ...new Set(conditions.filter(({ answer }) => answer(instance) === 'unknown').map(({ key }) => key)),
  ];
}

/** Whether targets go by what most lists do not tell. */
export function needsCacheModes({ exclude, cacheModes }: Targets): boolean {
  return cacheModes !== undefined || exclude?.cacheModes !== undefined;
}

/** What lists tell enough for; `undefined` conditions are none. */
export function withoutCacheModes({ exclude, ...targets }: Targets): Targets {
  return {
    ...targets,
    cacheModes: undefined,
    ...(exclude && { exclude: { ...exclude, cacheModes: undefined } }),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
