import { summaryJsonSchema } from './summary-json-schema.ts';

/** The types of a summary, for whoever receives one in TypeScript: what its JSON Schema says. */
export function summaryTypes(): string {
  return `/** The outcome of a run, as webhooks get it and the function answers: see summary.schema.json. */
export type Summary = ${typeOf(summaryJsonSchema(), '')};

/** One entry for each selected instance. */
export type SummaryInstance = Summary['instances'][number];
`;
}

type Schema = {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};

const plain: ReadonlyMap<unknown, string> = new Map([
  ['string', 'string'],
  ['number', 'number'],
  ['integer', 'number'],
  ['boolean', 'boolean'],
  ['null', 'null'],
]);

/** Throws at what it does not know: a type that says less than the schema would be believed. */
function typeOf(schema: Schema, indent: string): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map((each) => typeOf(each, indent)).join(' | ');
  const { type: types } = schema;
  if (Array.isArray(types)) return types.map((type) => typeOf({ ...schema, type }, indent)).join(' | ');
  if (schema.type === 'array' && schema.items) return `readonly (${typeOf(schema.items, indent)})[]`;
  if (schema.type === 'object' && schema.properties) {
    const members = Object.entries(schema.properties).map(([key, value]) => {
      const mark = schema.required?.includes(key) ? '' : '?';
      return `${indent}  readonly ${key}${mark}: ${typeOf(value, `${indent}  `)};\n`;
    });
    return `{\n${members.join('')}${indent}}`;
  }
  const type = plain.get(schema.type);
  if (type === undefined) throw new TypeError(`there is no type for ${JSON.stringify(schema)}`);
  return type;
}
