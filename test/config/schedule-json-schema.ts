import * as z from 'zod/mini';
import { oneTimePattern } from '../../functions/maintenance/schedule/one-time.ts';
import { scheduleSchema } from '../../functions/maintenance/schedule/schema.ts';
import { selectorKeys } from '../../functions/maintenance/schedule/selector-schema.ts';
import { keyMeaningsEn } from './key-meanings-en.ts';

type JsonSchema = { readonly [keyword: string]: unknown };

/** The JSON Schema of `schedule.yaml`, for editors: draft 2020-12, of what people write rather than what is read. */
export function scheduleJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(scheduleSchema, { io: 'input' });
  return {
    $schema,
    $id: 'schedule.schema.json',
    title: 'Nightshift schedule',
    description: 'What is restarted or flushed, when and where.',
    ...annotated(schema, ''),
    patternProperties: {
      '^x-': { description: 'Means nothing by itself: a place for anchors (&) and notes.' },
    },
  };
}

/** The same schema with descriptions; they live here because the function does not need them. */
function annotated(schema: JsonSchema, path: string): JsonSchema {
  // What all jobs may share is described where it is one job's.
  const description = keyMeaningsEn[path] ?? keyMeaningsEn[path.replace(/^defaults\./, 'jobs.*.')];
  const result: Record<string, unknown> = description === undefined ? {} : { description };
  if (path === 'jobs.*.targets') result['anyOf'] = selecting;
  if (path === 'overrides.*') result['oneOf'] = overriding;
  if (path === 'jobs.*') result['not'] = { required: ['cron', 'at'] };
  const step = (key: string) => (path === '' ? key : `${path}.${key}`);
  for (const [keyword, value] of Object.entries(schema)) {
    result[keyword] = annotatedPart(keyword, value, path, step);
  }
  if (path === 'jobs.*.at') result['pattern'] = oneTimePattern.source;
  return result;
}

function annotatedPart(
  keyword: string,
  value: unknown,
  path: string,
  step: (key: string) => string,
): unknown {
  if ((keyword === 'anyOf' || keyword === 'oneOf') && Array.isArray(value)) {
    return value.map((alternative) => annotated(alternative, path));
  }
  if (!isSchema(value)) return value;
  switch (keyword) {
    case 'items':
    case 'additionalProperties':
      return annotated(value, step('*'));
    case 'properties':
      return Object.fromEntries(
        Object.entries(value).map(([key, property]) => [
          key,
          isSchema(property) ? annotated(property, step(key)) : property,
        ]),
      );
    default:
      return value;
  }
}

/** Of the conditions at least one, as `check/check-targets.ts` wants. */
const selecting = selectorKeys.map((key) => ({ required: [key] }));

/** Of the effects exactly one, as the schema's own transformation wants. */
const overriding = ['skip', 'pause', 'move'].map((key) => ({ required: [key] }));

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
