import type { CronRefusal } from './cron-refusal.ts';

/** The five fields in the order they are written. */
export const fieldOrder = ['minute', 'hour', 'day', 'month', 'weekday'] as const;

type Field = (typeof fieldOrder)[number];

/** With which other fields people change one that is refused: hour and minute, a weekday in the month's place. */
const exchanged: Readonly<Record<Field, readonly Field[]>> = {
  minute: ['hour'],
  hour: ['minute'],
  day: ['weekday', 'month'],
  month: ['weekday', 'day'],
  weekday: ['month', 'day'],
};

/**
 * A refusal of a field, with the expression in which it has changed places with another one, where that is taken. Hour
 * 24 is no minute in the wrong place but midnight.
 */
export function adviseOnOrder(
  refusal: CronRefusal,
  field: Field,
  fields: readonly string[],
  isCron: (text: string) => boolean,
): CronRefusal {
  const at = fieldOrder.indexOf(field);
  if (refusal.code !== 'cron.range' && refusal.code !== 'cron.syntax') return refusal;
  if (field === 'hour' && fields[at] === '24')
    return { ...refusal, expected: `${refusal.expected} (midnight is 0)` };
  const turned = placesFor(field, fields[at] ?? '')
    .map((other) => swapped(fields, at, fieldOrder.indexOf(other)).join(' '))
    .find(isCron);
  if (turned === undefined) return refusal;
  return { ...refusal, expected: `${refusal.expected}; or, in the order ${fieldOrder.join(' ')}, ${turned}` };
}

/** A number that no month can be may be a day; 0 and 8 are rather counted from elsewhere. */
function placesFor(field: Field, text: string): readonly Field[] {
  if (text === '0') return [];
  return field === 'weekday' && /^\d+$/.test(text) ? (Number(text) > 12 ? ['day'] : []) : exchanged[field];
}

function swapped(fields: readonly string[], one: number, other: number): readonly string[] {
  return fields.map(
    (text, at) => (at === one ? fields[other] : at === other ? fields[one] : undefined) ?? text,
  );
}
