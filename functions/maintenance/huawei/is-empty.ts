/** Whether a field says nothing, which DCS writes as null, as an empty string and, in some answers, as `{}`. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
