import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { jsonSchemas } from './json-schemas.ts';

describe('the checked-in JSON Schema', () => {
  test.each(Object.entries(jsonSchemas()))('%s is what the code makes', (path, text) => {
    const checkedIn = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
    expect(checkedIn === text, `${path} is stale: run "npm run schema" and commit what it writes`).toBe(true);
  });
});
