import { asCount, asDocument, asText, asWord } from '../../maintenance/huawei/optional-field.ts';
import { type Answers, endOf } from './answers.ts';
import type { Ask, Reply } from './ask.ts';

/** The path of the list of instances; the whole table is in `read-dcs.ts`, which imports this file. */
const path = '/v2/{project_id}/instances';
const largestPage = 1000;
const usualPage = 10;

type Row = Readonly<Record<string, unknown>>;

/** Settles what lists hold, in which order, and what filters make of them. `own` is the instance that is probed. */
export async function readLists(ask: Ask, own: Row, answers: Answers): Promise<void> {
  const list = (query: Readonly<Record<string, string>>) => ask({ method: 'GET', path, query });
  const whole = await list({ limit: String(largestPage) });
  const rows = rowsOf(whole);
  if (!rows || rows.length === 0) {
    const why = `the list of all instances was answered with ${endOf(whole)}`;
    for (const id of ofLists) answers.leave(id, why);
    return;
  }
  const isPartial = rows.length >= largestPage;
  if (isPartial) answers.leave('dcs.list.filters', `there are ${largestPage} instances or more`);
  const again = [
    rowsOf(await list({ limit: String(largestPage) })),
    rowsOf(await list({ limit: String(largestPage) })),
  ];
  const sameOrder = again.every((other) => other && idsOf(other).join() === idsOf(rows).join());
  noteOrder(rows, again, sameOrder, answers);

  const [one, usual, beyond] = [
    await list({ limit: '1' }),
    await list({}),
    await list({ offset: String(rows.length + largestPage), limit: '1' }),
  ];
  const total = asCount(asDocument(one.body)['instance_num']);
  const expected = asCount(asDocument(whole.body)['instance_num']) ?? rows.length;
  if (rows.length < 2) answers.leave('dcs.list.total', 'there is only one instance');
  answers.see(
    'dcs.list.total',
    total === expected ? 'all' : total === 1 ? 'those of the page' : String(total),
  );
  if (rows.length > usualPage) answers.see('dcs.list.limit', rowsOf(usual)?.length ?? endOf(usual));
  else answers.leave('dcs.list.limit', `there are only ${rows.length} instances`);
  answers.see('dcs.list.beyond', rowsOf(beyond)?.length === 0 ? 'an empty list' : endOf(beyond));
  if (rows.length < 4 || !sameOrder)
    answers.leave('dcs.list.offset', sameOrder ? 'there are fewer than 4 instances' : 'the order changes');
  else {
    const [shown] = idsOf(rowsOf(await list({ offset: '2', limit: '2' })) ?? []);
    const isSecondPage = rows.length > 4 && shown === idsOf(rows)[4];
    answers.see(
      'dcs.list.offset',
      shown === idsOf(rows)[2] ? 'instances' : isSecondPage ? 'pages' : 'neither',
    );
  }
  const states = [...new Set(rows.map(({ sub_status }) => String(asWord(sub_status) ?? 'none')))].sort();
  answers.see('dcs.show.sub-status', states.join(', '));
  if (!isPartial) await readFilters(list, rows, own, answers);
  await readOddTags(list, rows, answers);
}

const ofLists = [
  'dcs.list.total',
  'dcs.list.offset',
  'dcs.list.limit',
  'dcs.list.beyond',
  'dcs.list.order',
  'dcs.list.filters',
  'dcs.list.odd-tags',
  'dcs.show.sub-status',
];

type List = (query: Readonly<Record<string, string>>) => Promise<Reply>;

function noteOrder(
  rows: readonly Row[],
  again: readonly (readonly Row[] | undefined)[],
  sameOrder: boolean,
  answers: Answers,
): void {
  const set = (some: readonly Row[]) => [...idsOf(some)].sort().join();
  if (rows.length < 3) answers.leave('dcs.list.order', 'there are fewer than 3 instances');
  if (again.some((other) => !other || set(other) !== set(rows)))
    answers.leave('dcs.list.order', 'instances came or went meanwhile');
  answers.see('dcs.list.order', sameOrder ? sortedBy(rows) : 'unstable');
}

/** What a list that is the same each time goes by. */
function sortedBy(rows: readonly Row[]): string {
  const isSorted = (field: string, sign: 1 | -1) =>
    new Set(rows.map((row) => row[field])).size > 1 &&
    rows.every((row, index) => {
      const [before, now] = [asText(rows[index - 1]?.[field]), asText(row[field])];
      if (before === undefined || now === undefined || before === now) return true;
      return before < now ? sign > 0 : sign < 0;
    });
  if (isSorted('name', 1)) return 'by-name';
  for (const field of ['created_at', 'updated_at', 'instance_id']) {
    if (isSorted(field, 1)) return `by ${field}`;
    if (isSorted(field, -1)) return `by ${field}, the last first`;
  }
  return 'the same each time, by nothing known';
}

/** A filter, and the instances that it is documented to find. */
type Filter = { readonly query: Readonly<Record<string, string>>; readonly finds: (row: Row) => boolean };

/** Each filter as documented, and where a looser or a narrower one would find something else. */
async function readFilters(list: List, rows: readonly Row[], own: Row, answers: Answers): Promise<void> {
  const name = asText(own['name']) ?? '';
  const [[key, value] = ['', '']] = tagsOf(own);
  const part = name.slice(0, Math.max(3, Math.ceil(name.length / 2)));
  const holds = (text: string) => (row: Row) => (asText(row['name']) ?? '').includes(text);
  const filters: Filter[] = [
    { query: { name: part }, finds: holds(part) },
    { query: { name, name_equal: 'true' }, finds: (row) => row['name'] === name },
    { query: { name: name.toUpperCase() }, finds: holds(name.toUpperCase()) },
    { query: { name: name.replaceAll('-', '_') }, finds: holds(name.replaceAll('-', '_')) },
    { query: { status: 'RUNNING' }, finds: (row) => row['status'] === 'RUNNING' },
  ];
  // Signs that the query itself is made of are another point.
  if (key !== '' && !/[,=]/.test(key + value)) {
    const has = (row: Row) => tagsOf(row).some(([one, other]) => one === key && other === value);
    filters.push({ query: { tags: `${key}=${value}` }, finds: has });
    filters.push({ query: { tags: `${key}=${value},nightshift-nobody=has` }, finds: () => false });
  }
  const verdicts = new Map<string, string[]>();
  for (const { query, finds } of filters) {
    const found = rowsOf(await list({ ...query, limit: String(largestPage) }));
    const verdict = verdictOn(found && idsOf(found), idsOf(rows.filter(finds)), idsOf(rows));
    if (verdict === undefined) continue;
    verdicts.set(verdict, [...(verdicts.get(verdict) ?? []), Object.keys(query).join(' and ')]);
  }
  // Some filters may be known and others not; only where none is, all are ignored.
  const isIgnored = [...verdicts.keys()].every((word) => word === 'ignored');
  const worst = ['refused', 'too-strict', ...(isIgnored ? ['ignored'] : ['loose', 'ignored'])]
    .concat('as-documented')
    .find((word) => verdicts.has(word));
  if (worst === undefined) return answers.leave('dcs.list.filters', 'every filter finds all instances here');
  const filtered = worst === 'as-documented' ? undefined : [...new Set(verdicts.get(worst))].join(', ');
  return answers.see('dcs.list.filters', worst === 'ignored' && !isIgnored ? 'loose' : worst, filtered);
}

/** What a list is beside the one that is documented; `undefined` where nothing could be told apart. */
function verdictOn(
  found: readonly string[] | undefined,
  expected: readonly string[],
  all: readonly string[],
): string | undefined {
  if (!found) return 'refused';
  const missing = expected.some((id) => !found.includes(id));
  const more = found.some((id) => !expected.includes(id));
  if (missing) return 'too-strict';
  if (more) return found.length === all.length && all.length > 1 ? 'ignored' : 'loose';
  return expected.length === all.length ? undefined : 'as-documented';
}

async function readOddTags(list: List, rows: readonly Row[], answers: Answers): Promise<void> {
  const odd = rows.flatMap((row) => tagsOf(row).map(([key, value]) => ({ row, key, value })));
  const one = odd.find(({ key, value }) => /[,=]/.test(key + value));
  if (!one) return answers.leave('dcs.list.odd-tags', 'no instance has such a tag');
  const found = rowsOf(await list({ tags: `${one.key}=${one.value}`, limit: String(largestPage) }));
  const isFound = found && idsOf(found).includes(String(one.row['instance_id']));
  return answers.see('dcs.list.odd-tags', isFound ? 'found' : found ? 'not found' : 'refused');
}

function rowsOf({ status, body }: Reply): readonly Row[] | undefined {
  const { instances } = asDocument(body);
  return status === 200 && Array.isArray(instances) ? instances.map(asDocument) : undefined;
}

function idsOf(rows: readonly Row[]): readonly string[] {
  return rows.map(({ instance_id }) => String(asWord(instance_id)));
}

function tagsOf({ tags }: Row): readonly (readonly [key: string, value: string])[] {
  return (Array.isArray(tags) ? tags : []).map((each) => {
    const { key, value } = asDocument(each);
    return [String(asWord(key) ?? ''), String(asWord(value) ?? '')];
  });
}
