import { scheduleJsonSchema } from './schedule-json-schema.ts';
import { summaryJsonSchema } from './summary-json-schema.ts';

/** The checked-in JSON Schemas as they should be: their texts by their paths from the top of the project. */
export function jsonSchemas(): Readonly<Record<string, string>> {
  return {
    'config/schedule.schema.json': written(scheduleJsonSchema()),
    'config/summary.schema.json': written(summaryJsonSchema()),
  };
}

function written(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
