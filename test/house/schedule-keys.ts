import { scheduleJsonSchema } from '../config/schedule-json-schema.ts';

/** A key of the schedule by its path, with `*` for any name or index, and what is there when it is not written. */
export type ScheduleKey = {
  readonly path: string;
  /** `either`: required in one of the ways to write its mapping, and unknown in another. */
  readonly need: 'required' | 'either' | 'optional' | { readonly default: unknown };
  /** What may be written there. */
  readonly schema: Schema;
};

/** As much of a JSON Schema as tells keys and values. */
export type Schema = {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly default?: unknown;
};

/** Every key that may hold a value rather than other keys, in the order of the schema. */
export function scheduleKeys(): readonly ScheduleKey[] {
  return keysOf(scheduleJsonSchema() as Schema, '', 'required');
}

function keysOf(schema: Schema, path: string, need: ScheduleKey['need']): readonly ScheduleKey[] {
  const { properties, required = [], additionalProperties, items, anyOf, oneOf } = schema;
  // Its keys are those of a job.
  if (path === 'defaults') return [{ path, need, schema }];
  if (properties)
    return Object.entries(properties).flatMap(([key, inner]) =>
      keysOf(inner, path === '' ? key : `${path}.${key}`, needOf(inner, required.includes(key))),
    );
  const ways = anyOf ?? oneOf;
  if (ways)
    return joined(
      ways.map((way) => keysOf(way, path, need)),
      path,
    );
  const inner = typeof additionalProperties === 'object' ? additionalProperties : items;
  return inner && holdsKeys(inner) ? keysOf(inner, `${path}.*`, need) : [{ path, need, schema }];
}

/** Tags and lists of names hold values, not keys of ours. */
function holdsKeys({ properties, additionalProperties, items, anyOf, oneOf }: Schema): boolean {
  return Boolean(properties ?? items ?? anyOf ?? oneOf) || typeof additionalProperties === 'object';
}

function needOf(schema: Schema, required: boolean): ScheduleKey['need'] {
  if (required) return 'required';
  return schema.default === undefined ? 'optional' : { default: schema.default };
}

/** The keys of several ways to write what is at a path. A plain value beside a mapping is short for all of it. */
function joined(ways: readonly (readonly ScheduleKey[])[], path: string): readonly ScheduleKey[] {
  const keys = new Map<string, ScheduleKey>();
  for (const key of ways.flat()) {
    const before = keys.get(key.path)?.schema;
    keys.set(key.path, before ? { ...key, schema: { anyOf: [before, key.schema] } } : key);
  }
  if (keys.has(path)) return [...keys.values()];
  const inAll = (wanted: string) => ways.every((way) => way.some((key) => key.path === wanted));
  return [...keys.values()].map((key) =>
    inAll(key.path) || key.need !== 'required' ? key : { ...key, need: 'either' },
  );
}
