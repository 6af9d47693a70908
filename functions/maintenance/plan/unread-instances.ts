import { firstNames } from '../foundation/first-names.ts';
import { groupBy } from '../foundation/group-by.ts';
import type { Selectors } from '../schedule/selector-schema.ts';
import { type Instance, shownName, type UnreadField } from './instance.ts';
import type { PlannedInstance } from './plan.ts';

/**
 * One that the job is for, or may be for: nothing is done to what cannot be read, and nothing to the others for its
 * sake. `open` is what of the targets it cannot be judged by.
 */
export function unreadInstance(instance: Instance, open: readonly (keyof Selectors)[] = []): PlannedInstance {
  const { id, region, unread = [], cacheModeUnread } = instance;
  const untold = open.filter((key) => !unread.some((field) => fieldOf[key] === field));
  const isOdd = unread.some((field) => field === 'id' || field === 'status' || field === 'rows');
  return {
    id,
    name: shownName(instance),
    region,
    decision: 'refuse',
    ...(isOdd || untold.length === 0
      ? {
          code: 'unreadable',
          reason: `DCS lists it ${howListed(instance)}, so nothing was done to it - look at it in the console`,
        }
      : {
          code: 'untold',
          reason: `DCS does not tell ${untold.map((key) => untoldWords(instance, key)).join(', ')}, which the targets select by, so nothing was done to it - look at it in the console`,
          cause: untold.includes('cacheModes') ? cacheModeUnread : undefined,
        }),
    losesData: false,
    tier: 0,
    wave: null,
    groups: [],
  };
}

/** Where a row says what a condition goes by, and something odd may be instead. */
const fieldOf: Partial<Record<keyof Selectors, UnreadField>> = {
  names: 'name',
  tags: 'tags',
  engineVersions: 'engineVersion',
};

/** What DCS does not tell of an instance in a way that a condition can be judged by. */
function untoldWords({ cacheMode, status, engineVersion }: Instance, key: keyof Selectors): string {
  switch (key) {
    case 'enterpriseProjects':
      return 'its enterprise project';
    case 'cacheModes':
      return cacheMode === undefined ? 'its cache mode' : `a cache mode that is known (${cacheMode})`;
    case 'capacity':
      return 'its capacity';
    case 'availabilityZones':
      return 'its availability zones';
    case 'statuses':
      return `a status that is known (${status})`;
    case 'age':
      return 'when it was created';
    case 'engineVersions':
      return engineVersion === '' ? 'its engine version' : `enough of its engine version (${engineVersion})`;
    case 'ids':
    case 'names':
    case 'tags':
      return `its ${key}`;
    default:
      return key satisfies never;
  }
}

function howListed(instance: Instance): string {
  if (instance.unread?.includes('rows')) return 'in two rows that differ';
  return `with ${fieldsOf(instance)} that cannot be read`;
}

/** Names enough to find the others by. */
const mostNames = 5;

/** Says how many rows of a list could not be read that are about no instance of the job. */
export function unreadNotes(others: readonly Instance[]): readonly string[] {
  const regions = groupBy(others, ({ region }) => region);
  return [...regions].map(([region, its]) => {
    const named = its.map((one) => `${shownName(one)} (${fieldsOf(one)})`);
    const rows = its.length === 1 ? '1 row' : `${its.length} rows`;
    return `${rows} of the list of ${region} cannot be read, of instances that the job is not for: ${firstNames(named, mostNames)}`;
  });
}

const words: Record<UnreadField, string> = {
  id: 'an id',
  status: 'a status',
  name: 'a name',
  tags: 'tags',
  engineVersion: 'an engine version',
  rows: 'two rows that differ',
};

/** What of an instance's row cannot be read, in words: `a name, tags`; empty where all of it can. */
export function fieldsOf({ unread = [] }: Pick<Instance, 'unread'>): string {
  if (unread.includes('rows')) return words.rows;
  return unread.map((field) => words[field]).join(', ');
}
