import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { generatedPages } from './generated-pages.ts';
import { jsonSchemas } from './json-schemas.ts';

describe('what is made of the code and checked in', () => {
  test.each(Object.entries({ ...jsonSchemas(), ...generatedPages() }))(
    '%s is what the code makes',
    (path, text) => {
      const checkedIn = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
      expect(checkedIn === text, `${path} is stale: run "npm run schema" and commit what it writes`).toBe(
        true,
      );
    },
  );
});
