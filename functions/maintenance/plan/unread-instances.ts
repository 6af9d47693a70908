import { firstNames } from '../foundation/first-names.ts';
import { groupBy } from '../foundation/group-by.ts';
import { type Instance, shownName, type UnreadField } from './instance.ts';
import type { PlannedInstance } from './plan.ts';

/** One that the job is for, or may be for: nothing is done to what cannot be read, and nothing to the others for its sake. */
export function unreadInstance(instance: Instance): PlannedInstance {
  const { id, region } = instance;
  return {
    id,
    name: shownName(instance),
    region,
    decision: 'refuse',
    code: 'unreadable',
    reason: `DCS lists it ${howListed(instance)}, so nothing was done to it - look at it in the console`,
    losesData: false,
    tier: 0,
    wave: null,
    groups: [],
  };
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
