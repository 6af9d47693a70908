import { writeFileSync } from 'node:fs';
import { jsonSchemas } from './json-schemas.ts';

// Run from the top of the project, by `npm run schema`.
for (const [path, text] of Object.entries(jsonSchemas())) {
  writeFileSync(path, text);
  process.stdout.write(`${path}\n`);
}
