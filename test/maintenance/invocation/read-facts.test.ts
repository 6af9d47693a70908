import { expect, test } from 'vitest';
import { readFacts } from '../../../functions/maintenance/invocation/read-facts.ts';
import type { InstanceFacts } from '../../../functions/maintenance/plan/instance.ts';
import { CallError } from '../../../functions/maintenance/run/call-failure.ts';
import type { NoSuchInstance } from '../../../functions/maintenance/run/fleet.ts';

const keeping: InstanceFacts = { cacheMode: 'ha', replicasPerShard: 2, appendOnly: true, task: undefined };
const numbered = (region: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ region, id: `${region}-${index}` }));

/** A fleet of which some regions or instances cannot be read; it writes down who is asked, and how many at once. */
function fleet(
  answer: (region: string, id: string) => InstanceFacts | NoSuchInstance | CallError | TypeError,
) {
  const asked: string[] = [];
  const open = new Map<string, number>();
  const most = new Map<string, number>();
  const facts = async (region: string, id: string) => {
    asked.push(id);
    const now = (open.get(region) ?? 0) + 1;
    open.set(region, now);
    most.set(region, Math.max(most.get(region) ?? 0, now));
    // Several turns of the event loop, so that whoever may start meanwhile has started.
    for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
    open.set(region, (open.get(region) ?? 0) - 1);
    const found = answer(region, id);
    if (found instanceof Error) throw found;
    return found;
  };
  return { facts, asked, most };
}

const unread = { unreadable: { code: 'TIMEOUT', message: 'no answer' } };
const readIn = (found: ReadonlyMap<string, object>) =>
  [...found.values()].filter((each) => !('unreadable' in each));
const gone = { code: 'DCS.3022', message: 'This DCS instance does not exist.', status: 404 };
const silence = () => new CallError({ kind: 'ambiguous', code: 'TIMEOUT', message: 'no answer' });

test('reads every instance once, forty of a region at a time, regions side by side', async () => {
  const { facts, asked, most } = fleet(() => keeping);
  const instances = [...numbered('beijing', 60), ...numbered('guangzhou', 50)];
  const found = await readFacts(instances, { facts });
  expect([...found.keys()].sort()).toEqual(instances.map(({ id }) => id).sort());
  expect(asked).toHaveLength(110);
  expect(asked.slice(0, 80).filter((id) => id.startsWith('guangzhou'))).toHaveLength(40);
  expect(Object.fromEntries(most)).toEqual({ beijing: 40, guangzhou: 40 });
});

test('reads as many at a time as it is told', async () => {
  const { facts, most } = fleet(() => keeping);
  await readFacts(numbered('beijing', 9), { facts }, { atOnce: 3 });
  expect(most.get('beijing')).toBe(3);
});

test('says what DCS said of one that is gone, why another cannot be read, and reads the others', async () => {
  const { facts } = fleet((_, id) =>
    id === 'beijing-1' ? { none: gone } : id === 'beijing-2' ? silence() : keeping,
  );
  const found = await readFacts(numbered('beijing', 5), { facts });
  expect(Object.fromEntries(found)).toEqual({
    'beijing-0': keeping,
    'beijing-1': { unreadable: gone },
    'beijing-2': unread,
    'beijing-3': keeping,
    'beijing-4': keeping,
  });
});

test('gives a region up that answers nothing any more, and reads the other to its end', async () => {
  const { facts, asked } = fleet((region) => (region === 'beijing' ? silence() : keeping));
  const found = await readFacts([...numbered('beijing', 1_000), ...numbered('guangzhou', 40)], { facts });
  expect(readIn(found)).toHaveLength(40);
  expect(found.get('beijing-999')).toEqual(unread);
  // Eight failures in a row, and what was under way when the eighth came.
  expect(asked.filter((id) => id.startsWith('beijing')).length).toBeLessThanOrEqual(8 + 40);
});

test('reads a region on in which every other instance cannot be read', async () => {
  const { facts } = fleet((_, id) => (Number(id.split('-')[1]) % 2 === 0 ? keeping : silence()));
  expect(readIn(await readFacts(numbered('beijing', 100), { facts }))).toHaveLength(50);
});

test('asks nothing for no instances', async () => {
  const { facts, asked } = fleet(() => keeping);
  expect((await readFacts([], { facts })).size).toBe(0);
  expect(asked).toEqual([]);
});

test('does not hide a mistake in the adapter', async () => {
  const { facts } = fleet(() => new TypeError('there is no region "beijing"'));
  await expect(readFacts(numbered('beijing', 1), { facts })).rejects.toThrow(TypeError);
});
