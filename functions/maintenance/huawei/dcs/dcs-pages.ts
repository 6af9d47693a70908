import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../../foundation/group-by.ts';
import { asWord, isDocument, isEmpty } from '../optional-field.ts';
import { malformedAnswer } from './dcs-failure.ts';

/** A page of a list. */
export type Page<Item> = {
  /** How many entries the service says there are in all. */
  readonly total: number | undefined;
  readonly items: readonly Item[];
  /** How many rows it had, where some of them are no items. */
  readonly rows?: number;
};

/** Where an answer has its list and how long the list is. */
type ListKeys = { readonly operation: string; readonly rows: string; readonly total?: string };

/**
 * The rows of a list that an answer carries: none where DCS leaves the list out, writes null for it or answers without a
 * body. Throws `HuaweiCallError` for an answer to something else, and for one that speaks of rows it does not have.
 */
export function rowsOf(answer: unknown, { operation, rows, total = '' }: ListKeys): readonly unknown[] {
  if (!isDocument(answer)) throw malformedAnswer(`${operation} answered something else than a list`, answer);
  const { [rows]: list, [total]: count, httpStatusCode: _, ...others } = answer;
  // An error under a status of success, whatever list stands beside it.
  const fails = !isEmpty(others['error_code']) || !isEmpty(others['error_msg']);
  if (Array.isArray(list) && !(fails && list.length === 0)) return list;
  const nothing = list === null || (list === undefined && Object.values(others).every(isEmpty));
  if (nothing && !fails && !(Number(asWord(count)) > 0)) return [];
  throw malformedAnswer(`${operation} answered something else than a list at "${rows}"`, answer);
}

/** Rows of a page, each id once: of one that has two rows which differ, neither is believed. */
export function uncontradicted<Item extends { readonly id: string }>(
  items: readonly Item[],
): readonly Item[] {
  return [...groupBy(items, ({ id }) => id).values()].flatMap(([one, ...others]) =>
    one !== undefined && others.every((other) => isDeepStrictEqual(other, one)) ? [one] : [],
  );
}

/** Most entries DCS lets a page have; its own default is 10. */
export const largestPage = 1_000;

const passes = 3;

/** How many pages of a list are asked for side by side: of a thousand rows each, more would take too much memory. */
const pagesAtOnce = 4;

/** Says of what was read so far that it is all that is wanted. */
type Enough = (ids: ReadonlyMap<string, unknown>) => boolean;

/**
 * Reads a list to its end, or until there is enough of it, each entry once. The list is not sorted in any documented
 * way, so instances that come and go between two pages can hide others: when the pages do not add up to a total that
 * held still, the list is read again, one page after another, and in the end everything seen is kept. A total that
 * stays different is no error: whether it counts the instances that failed to be created is not documented.
 */
export async function readAllPages<Item extends { readonly id: string }>(
  readPage: (offset: number) => Promise<Page<Item>>,
  isEnough: Enough = () => false,
): Promise<readonly Item[]> {
  const seen = new Map<string, Item>();
  for (let pass = 1; pass <= passes; pass += 1) {
    const { items, addsUp } = await (pass === 1 ? readSideBySide(readPage, isEnough) : readInTurn(readPage));
    if (addsUp) return [...items.values()];
    const known = seen.size;
    for (const [id, item] of items) seen.set(id, item);
    if (seen.size === known) break;
  }
  return [...seen.values()];
}

type Pass<Item> = { readonly items: ReadonlyMap<string, Item>; readonly addsUp: boolean };

/** The first page tells how many there are, and how long pages are: the others need not wait for each other. */
async function readSideBySide<Item extends { readonly id: string }>(
  readPage: (offset: number) => Promise<Page<Item>>,
  isEnough: Enough,
): Promise<Pass<Item>> {
  const first = await readPage(0);
  const { total, rows = first.items.length } = first;
  if (total === undefined || rows === 0) return readInTurn(readPage, first);
  const items = new Map(first.items.map((item) => [item.id, item]));
  const ofFirst = items.size;
  const totals = new Set<number | undefined>([total]);
  for (let offset = rows, known = 0; offset < total && items.size > known && !isEnough(items); ) {
    known = items.size;
    const offsets = Array.from({ length: pagesAtOnce }, (_, index) => offset + index * rows);
    offset += pagesAtOnce * rows;
    for (const page of await Promise.all(offsets.filter((each) => each < total).map(readPage))) {
      for (const item of page.items) items.set(item.id, item);
      totals.add(page.total);
    }
  }
  const isComplete = items.size === total || items.size === ofFirst;
  return { items, addsUp: (totals.size === 1 && isComplete) || isEnough(items) };
}

async function readInTurn<Item extends { readonly id: string }>(
  readPage: (offset: number) => Promise<Page<Item>>,
  first?: Page<Item>,
): Promise<Pass<Item>> {
  const items = new Map<string, Item>();
  const totals = new Set<number | undefined>();
  let offset = 0;
  for (let pages = 0; ; pages += 1) {
    const {
      items: found,
      total,
      rows = found.length,
    } = pages === 0 && first ? first : await readPage(offset);
    const known = items.size;
    for (const item of found) items.set(item.id, item);
    totals.add(total);
    offset += rows;
    // A short page is no end, DCS may give less than was asked for; a page with nothing new is.
    const nothingNew = items.size === known;
    if (!nothingNew && (total === undefined || offset < total)) continue;
    const allOnOnePage = pages === 0 || (pages === 1 && nothingNew);
    const complete = total === undefined || items.size === total || allOnOnePage;
    return { items, addsUp: totals.size === 1 && complete };
  }
}
