import { parseDuration } from '../foundation/time/duration.ts';

/** One end of a range; an open one does not have the value itself. */
type Bound = { readonly value: number; readonly open: boolean };

/** What a condition such as `>= 8GB < 64GB` allows; without one of its ends, everything on that side. */
export type Range = {
  /** As it was written. */
  readonly text: string;
  readonly from?: Bound;
  readonly to?: Bound;
};

function compared(value: string): string {
  const one = `(?:>=|<=|>|<) *${value}`;
  return `${one}(?: +${one})?`;
}

const size = '\\d{1,6}(?:\\.\\d{1,3})? ?[GgMm][Bb]';
/** A capacity, or one or two comparisons with one: `8GB`, `>= 8GB`, `> 512MB <= 8GB`. */
export const capacityPattern = new RegExp(`^(?:${size}|${compared(size)})$`);
/** One or two comparisons with a duration: `> 30d`, `>= 1h < 7d`. */
export const agePattern = new RegExp(`^${compared('[1-9]\\d{0,4}[smhd]')}$`);
const versionPattern = new RegExp(`^${compared('\\d{1,3}(?:\\.\\d{1,3}){0,3}')}$`);

/** Reads a capacity into megabytes, of which a gigabyte has 1024; `undefined` where it is none, or nothing can have it. */
export function readCapacity(text: string): Range | undefined {
  return capacityPattern.test(text) ? readRange(text, comparing(readSize)) : undefined;
}

/** Reads an age into milliseconds; `undefined` where it is none, or nothing can have it. */
export function readAge(text: string): Range | undefined {
  return agePattern.test(text) ? readRange(text, comparing(parseDuration)) : undefined;
}

/** Whether a text is meant to compare with values, rather than to be one. */
export function compares(text: string): boolean {
  return /[<>=]/.test(text);
}

/**
 * Reads comparisons with versions, or a version that stands for all that begin with it, into places in the order of
 * versions; `undefined` where it is neither, or nothing can be in it. `5.0` is all of 5.0: what is above it begins
 * with 5.1.
 */
export function readVersions(text: string): Range | undefined {
  if (!compares(text)) {
    const span = versionSpan(text);
    return span && { text, from: { value: span.from, open: false }, to: { value: span.to, open: true } };
  }
  if (!versionPattern.test(text)) return undefined;
  return readRange(text, (written, sign) => {
    const span = versionSpan(written);
    const value = span && (sign === '>' || sign === '<=' ? span.to : span.from);
    return value === undefined ? undefined : { value, open: sign.startsWith('<') };
  });
}

/** Segments of a version, and how many each can tell apart. */
const segments = 4;
const perSegment = 1_000;

/** The first place that a version stands for, and the first after it: `5.0` is 5.0 and 5.0.14. */
export function versionSpan(text: string): { readonly from: number; readonly to: number } | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){0,3}$/.test(text)) return undefined;
  const parts = text.split('.').map(Number);
  const step = perSegment ** (segments - parts.length);
  const from = parts.reduce((sum, part) => sum * perSegment + part, 0) * step;
  return { from, to: from + step };
}

/** The shortest version that begins at a place. */
export function versionAt(place: number): string {
  const parts = Array.from(
    { length: segments },
    (_, at) => Math.floor(place / perSegment ** (segments - 1 - at)) % perSegment,
  );
  const last = parts.findLastIndex((part) => part !== 0);
  return parts.slice(0, Math.max(1, last) + 1).join('.');
}

/** What a comparison with a value allows is bounded by, by its sign; the sign of a value alone is `=`. */
type ReadBound = (value: string, sign: string) => Bound | undefined;

function comparing(read: (value: string) => number | undefined): ReadBound {
  return (text, sign) => {
    const value = read(text);
    return value === undefined ? undefined : { value, open: sign.length === 1 && sign !== '=' };
  };
}

function readRange(text: string, read: ReadBound): Range | undefined {
  if (!compares(text)) {
    const point = read(text, '=');
    return point && point.value > 0 ? { text, from: point, to: point } : undefined;
  }
  const ends: { from?: Bound; to?: Bound } = {};
  for (const [, sign = '', written = ''] of text.matchAll(/([<>]=?) *([^<>]+)/g)) {
    const end = sign.startsWith('>') ? 'from' : 'to';
    const bound = read(written.trim(), sign);
    if (!bound || ends[end]) return undefined;
    ends[end] = bound;
  }
  const { from, to } = ends;
  // No version is before the first of all, and no capacity is nothing.
  if (to?.value === 0) return undefined;
  return from && to && !isBefore(from, to) ? undefined : { text, ...ends };
}

/** Whether anything is between the two. */
function isBefore(from: Bound, to: Bound): boolean {
  return from.value < to.value || (from.value === to.value && !from.open && !to.open);
}

function readSize(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([GM])B$/.exec(text.toUpperCase()) ?? [];
  const megabytes = Number(number) * (unit === 'G' ? 1_024 : 1);
  return number === '' ? undefined : megabytes;
}

/** Whether a value is in a range. */
export function isInRange(value: number, { from, to }: Range): boolean {
  const point = { value, open: false };
  return (!from || isBefore(from, point)) && (!to || isBefore(point, to));
}

/** Whether there is something that is in both ranges. */
export function rangesMeet(one: Range, other: Range): boolean {
  return (
    (!one.to || !other.from || isBefore(other.from, one.to)) &&
    (!other.to || !one.from || isBefore(one.from, other.to))
  );
}

/** Whether all that is in the one range is in the other. */
export function rangeCovers(wide: Range, narrow: Range): boolean {
  const holds = (own: Bound | undefined, other: Bound | undefined, sign: 1 | -1) =>
    !own ||
    (other !== undefined &&
      (own.value * sign < other.value * sign || (own.value === other.value && (!own.open || other.open))));
  return holds(wide.from, narrow.from, 1) && holds(wide.to, narrow.to, -1);
}

/** Whether a version or a range that is selected by selects all of another as well: `5.0` selects 5.0.14. */
export function isVersionOf(wide: string, narrow: string): boolean {
  if (narrow === wide || narrow.startsWith(`${wide}.`)) return true;
  const [all, own] = [readVersions(wide), readVersions(narrow)];
  return all !== undefined && own !== undefined && rangeCovers(all, own);
}
