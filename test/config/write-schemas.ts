import { writeFileSync } from 'node:fs';
import { generatedPages } from './generated-pages.ts';
import { jsonSchemas } from './json-schemas.ts';

// Run from the top of the project, by `npm run schema`.
for (const [path, text] of Object.entries({ ...jsonSchemas(), ...generatedPages() })) {
  writeFileSync(path, text);
  process.stdout.write(`${path}\n`);
}
