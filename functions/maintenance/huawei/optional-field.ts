// By hand and not with zod, which would be a tenth of what a run costs up to its first call.

/** A text; of an optional field, whatever odd is in it counts as absent. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A text with something in it. */
export function asWritten(value: unknown): string | undefined {
  return asText(value) || undefined;
}

/** A number that JSON can hold. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A whole number from 0 on. */
export function asCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** What stands for a word: the examples of Huawei's own documentation have numbers there. */
export function asWord(value: unknown): string | number | undefined {
  return asText(value) ?? asNumber(value);
}

/** Whether a value is a JSON object. */
export function isDocument(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON object to read fields of; one without any for everything else. */
export function asDocument(value: unknown): Readonly<Record<string, unknown>> {
  return isDocument(value) ? value : {};
}

/** Whether a field says nothing, which DCS writes as null, as an empty string and, in some answers, as `{}`. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
