import { scheduleJsonSchema } from '../../functions/schedule/json-schema.ts';

/** A key of the schedule by its path, with `*` for any name or index, and what is there when it is not written. */
export type ScheduleKey = {
  readonly path: string;
  /** `either`: required in one of the ways to write its mapping, and unknown in another. */
  readonly need: 'required' | 'either' | 'optional' | { readonly default: unknown };
};

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
};

/** Every key that holds a value rather than other keys, in the order of the schema. */
export function scheduleKeys(): readonly ScheduleKey[] {
  return keysOf(scheduleJsonSchema() as Schema, '') ?? [];
}

/** `undefined` for a schema of plain values. */
function keysOf(schema: Schema, path: string): readonly ScheduleKey[] | undefined {
  const { properties, additionalProperties, items, anyOf } = schema;
  if (properties)
    return Object.entries(properties).flatMap(([key, inner]) => {
      const place = path === '' ? key : `${path}.${key}`;
      return keysOf(inner, place) ?? [{ path: place, need: needOf(inner, schema.required?.includes(key)) }];
    });
  if (typeof additionalProperties === 'object') return keysOf(additionalProperties, `${path}.*`);
  if (items) return keysOf(items, `${path}.*`);
  const ways = anyOf?.map((way) => keysOf(way, path));
  return ways?.some((way) => way === undefined) ? undefined : ways && joined(ways.flat(), ways.length);
}

function needOf(schema: Schema, required = false): ScheduleKey['need'] {
  if (required) return 'required';
  return schema.default === undefined ? 'optional' : { default: schema.default };
}

/** The keys of several ways to write one mapping. */
function joined(keys: readonly (ScheduleKey | undefined)[], ways: number): readonly ScheduleKey[] {
  const known = keys.filter((key) => key !== undefined);
  const paths = [...new Set(known.map(({ path }) => path))];
  return paths.map((path) => {
    const same = known.filter((key) => key.path === path);
    return same.length === ways && same[0] ? same[0] : { path, need: 'either' };
  });
}
