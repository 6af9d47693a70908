type Schema = Readonly<Record<string, unknown>>;

/**
 * What a value breaks of a JSON Schema, as `path: keyword`. Knows the keywords that our schemas use, and throws
 * at any other, so that none is passed over in silence.
 */
export function violations(schema: Schema, value: unknown, path = '$'): string[] {
  return Object.entries(schema).flatMap(([keyword, rule]): string[] => {
    if (annotations.has(keyword)) return [];
    const check = keywords[keyword];
    if (!check) throw new TypeError(`The test knows no keyword ${keyword}, at ${path}.`);
    return check(rule, value, path, schema).map((problem) =>
      problem === '' ? `${path}: ${keyword}` : problem,
    );
  });
}

type Check = (rule: unknown, value: unknown, path: string, schema: Schema) => string[];

const annotations = new Set(['$schema', '$id', 'title', 'description', 'default', 'format']);
const unless = (holds: boolean): string[] => (holds ? [] : ['']);
const entries = (value: unknown) => (isMapping(value) ? Object.entries(value) : []);

const keywords: Readonly<Record<string, Check>> = {
  type: (rule, value) => unless(rule === 'integer' ? Number.isInteger(value) : rule === typeOf(value)),
  const: (rule, value) => unless(rule === value),
  enum: (rule, value) => unless(Array.isArray(rule) && rule.includes(value)),
  pattern: (rule, value) => unless(typeof value !== 'string' || new RegExp(String(rule), 'u').test(value)),
  minLength: (rule, value) => unless(typeof value !== 'string' || value.length >= Number(rule)),
  minimum: (rule, value) => unless(typeof value !== 'number' || value >= Number(rule)),
  maximum: (rule, value) => unless(typeof value !== 'number' || value <= Number(rule)),
  minItems: (rule, value) => unless(!Array.isArray(value) || value.length >= Number(rule)),
  required: (rule, value) =>
    unless(!isMapping(value) || (rule as string[]).every((key) => Object.hasOwn(value, key))),
  anyOf: (rule, value, path) =>
    unless((rule as Schema[]).some((alternative) => violations(alternative, value, path).length === 0)),
  oneOf: (rule, value, path) =>
    unless((rule as Schema[]).filter((each) => violations(each, value, path).length === 0).length === 1),
  not: (rule, value, path) => unless(violations(rule as Schema, value, path).length > 0),
  items: (rule, value, path) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => violations(rule as Schema, item, `${path}[${index}]`))
      : [],
  propertyNames: (rule, value, path) =>
    entries(value).flatMap(([key]) => violations(rule as Schema, key, `${path}.${key}`)),
  properties: (rule, value, path) =>
    entries(value).flatMap(([key, property]) => {
      const schema = (rule as Record<string, Schema>)[key];
      return schema ? violations(schema, property, `${path}.${key}`) : [];
    }),
  patternProperties: (rule, value, path) =>
    Object.entries(rule as Record<string, Schema>).flatMap(([pattern, schema]) =>
      entries(value).flatMap(([key, property]) =>
        new RegExp(pattern, 'u').test(key) ? violations(schema, property, `${path}.${key}`) : [],
      ),
    ),
  additionalProperties: (rule, value, path, { properties, patternProperties }) =>
    entries(value)
      .filter(([key]) => !(isMapping(properties) && Object.hasOwn(properties, key)))
      .filter(([key]) => !entries(patternProperties).some(([pattern]) => new RegExp(pattern, 'u').test(key)))
      .flatMap(([key, property]) =>
        rule === false
          ? [`${path}.${key}: additionalProperties`]
          : violations(rule as Schema, property, `${path}.${key}`),
      ),
};

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
