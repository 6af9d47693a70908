import type { ListedInstance } from '../place/listed-instance.ts';

/** An instance that the first job leaves out. */
type Excluded = {
  /** By its name where that is its own and no pattern; else by its id. */
  readonly by: 'names' | 'ids';
  readonly value: string;
  /** Why, as `plan` says it. */
  readonly reason: string;
};

/** Whom the first job of a schedule is for. */
export type FirstTargets =
  /** Nothing is known of the account. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'tag';
      readonly key: string;
      readonly value: string;
      /** How many instances have the tag. */
      readonly tagged: number;
      readonly excluded: readonly Excluded[];
    }
  /** No tag is for instances that may be restarted first: one instance. */
  | {
      readonly kind: 'instance';
      readonly id: string;
      readonly name: string;
      /** Why a restart would lose its data, or may; `undefined` when it keeps it. */
      readonly loses: string | undefined;
      /** The tag that would have been chosen, but for how many would have to be left out one by one. */
      readonly insteadOf: CrowdedTag | undefined;
    };

/** A tag of which more lose their data than anybody would read a list of. */
type CrowdedTag = {
  readonly key: string;
  readonly value: string;
  readonly tagged: number;
  readonly losing: number;
};

type Seen = Pick<ListedInstance, 'id' | 'name' | 'tags' | 'restart' | 'unread'>;

/** A tag and who has it. */
type Candidate = { readonly key: string; readonly value: string; readonly tagged: readonly Seen[] };

const forTrying =
  /^(dev|devel|development|test|testing|tst|staging|stage|stg|uat|sit|qa|sandbox|demo|pre|preprod|preview|canary|开发|测试|预发|预发布)\d*$/i;
const forLiving = /(^|[^a-z])(prod|prd|production|live|online)($|[^a-z])|生产/i;

/** Names that somebody reads through before a first restart. */
const mostExcluded = 20;

/** Fewer instances are chosen before more than these: each is looked at. */
const mostAtOnce = 500;

/**
 * The tags that a first job may go by, the best first: those that speak of trying things out, then those that no instance
 * has which looks like production.
 */
export function candidates(instances: readonly Seen[]): readonly Candidate[] {
  const byTag = new Map<string, { key: string; value: string; tagged: Seen[] }>();
  for (const instance of instances.filter(isWhole))
    for (const [key, value] of Object.entries(instance.tags)) {
      const tag = JSON.stringify([key, value]);
      const known = byTag.get(tag);
      if (known) known.tagged.push(instance);
      else byTag.set(tag, { key, value, tagged: [instance] });
    }
  return [...byTag.values()]
    .filter(({ key, value }) => isPlain(key) && isPlain(value))
    .filter(({ value, tagged }) => forTrying.test(value) || !tagged.some(looksLiving))
    .toSorted(
      (one, other) =>
        Number(forTrying.test(other.value)) - Number(forTrying.test(one.value)) ||
        Number(one.tagged.length > mostAtOnce) - Number(other.tagged.length > mostAtOnce) ||
        other.tagged.length - one.tagged.length ||
        (`${one.key}=${one.value}` < `${other.key}=${other.value}` ? -1 : 1),
    );
}

/** Instances whose data is to be asked for before the targets are chosen: those of the best tag, and some others. */
export function worthLooking<Instance extends Seen>(instances: readonly Instance[]): readonly Instance[] {
  const [best] = candidates(instances);
  const chosen = new Set<Seen>(best?.tagged ?? []);
  const others = instances.filter((instance) => !chosen.has(instance) && isWhole(instance));
  const calm = others.toSorted((one, other) => Number(looksLiving(one)) - Number(looksLiving(other)));
  return [...instances.filter((instance) => chosen.has(instance)), ...calm.slice(0, mostOthers)];
}

const mostOthers = 50;

/**
 * Chooses by what is there: the best tag of which an instance keeps its data over a restart, without those that do not
 * where they are few; else one instance, rather one that keeps its data and does not look like production.
 */
export function chooseTargets(instances: readonly Seen[]): FirstTargets {
  const keeps = ({ restart }: Seen) => restart?.losesData === false;
  const usable = candidates(instances)
    .filter(({ tagged }) => tagged.some(keeps) && tagged.every(({ restart }) => restart !== null))
    .map((candidate) => ({ ...candidate, excluded: candidate.tagged.filter((each) => !keeps(each)) }));
  const chosen = usable.find(({ excluded }) => excluded.length <= mostExcluded);
  if (chosen) {
    const { key, value, tagged, excluded } = chosen;
    return {
      kind: 'tag',
      ...{ key, value, tagged: tagged.length },
      excluded: excluded.map((instance) => excluding(instance, instances)),
    };
  }
  const [crowded] = usable;
  const [first] = (crowded?.tagged ?? instances)
    .filter(isWhole)
    .toSorted(
      (one, other) =>
        Number(keeps(other)) - Number(keeps(one)) || Number(looksLiving(one)) - Number(looksLiving(other)),
    );
  if (!first) return { kind: 'unknown' };
  const { id, name, restart } = first;
  return {
    kind: 'instance',
    id,
    name,
    loses: keeps(first) ? undefined : (restart?.reason ?? 'nobody looked'),
    insteadOf: crowded && {
      ...{ key: crowded.key, value: crowded.value },
      ...{ tagged: crowded.tagged.length, losing: crowded.excluded.length },
    },
  };
}

function excluding({ id, name, restart }: Seen, all: readonly Seen[]): Excluded {
  const isItsOwn = name !== '' && isPlain(name) && all.filter((other) => other.name === name).length === 1;
  const reason = restart?.reason ?? '';
  return isItsOwn ? { by: 'names', value: name, reason } : { by: 'ids', value: id, reason };
}

/** Nothing of it is in doubt. */
function isWhole({ unread }: Seen): boolean {
  return unread === null;
}

function looksLiving({ name, tags }: Seen): boolean {
  return [name, ...Object.values(tags)].some((word) => forLiving.test(word));
}

/** Neither a pattern nor a variable to the schedule, nor anything that nobody sees. */
function isPlain(text: string): boolean {
  return !/[*?$\p{C}]/u.test(text);
}
