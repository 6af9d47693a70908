import * as z from 'zod/mini';
import { listedInstancesSchema } from '../../functions/nightshift/place/listed-instance.ts';
import { evidenceSchema } from '../../functions/nightshift/probe/evidence.ts';
import { scheduleJsonSchema } from './schedule-json-schema.ts';
import { summaryJsonSchema } from './summary-json-schema.ts';
import { summaryTypes } from './summary-types.ts';

/** The checked-in JSON Schemas, and the types of the summary, as they should be: their texts by their paths from the top of the project. */
export function jsonSchemas(): Readonly<Record<string, string>> {
  return {
    'config/schedule.schema.json': written(scheduleJsonSchema()),
    'config/summary.schema.json': written(summaryJsonSchema()),
    'config/instances.schema.json': written(instancesJsonSchema()),
    'config/evidence.schema.json': written(evidenceJsonSchema()),
    'config/summary.d.ts': summaryTypes(),
  };
}

/** Of what `nightshift instances --json` prints, for programs that read it. */
function instancesJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(listedInstancesSchema, { io: 'output' });
  return {
    $schema,
    $id: 'instances.schema.json',
    title: 'Nightshift instances',
    description: 'The instances of an account, as nightshift instances --json prints them.',
    ...schema,
  };
}

/** Of the file that `nightshift probe` writes. */
function evidenceJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(evidenceSchema, { io: 'output' });
  return {
    $schema,
    $id: 'evidence.schema.json',
    title: 'Nightshift evidence',
    description: 'What nightshift probe found out about an account, with nothing in it that is its own.',
    ...schema,
  };
}

function written(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
