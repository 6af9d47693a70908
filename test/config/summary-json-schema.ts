import * as z from 'zod/mini';
import { summarySchema } from '../../functions/maintenance/report/summary.ts';

/** The JSON Schema of a summary, for those who receive one by webhook or read the function's answer: draft 2020-12. */
export function summaryJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(summarySchema, { io: 'output' });
  return {
    $schema,
    $id: 'summary.schema.json',
    title: 'Nightshift summary',
    description: 'The outcome of a run: one entry for each selected instance.',
    ...schema,
  };
}
