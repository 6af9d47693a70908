import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../functions/maintenance/document/diagnostic.ts';
import { parseServerless } from '../../../functions/nightshift/deploy/serverless/parse-serverless.ts';

// Each `refused/<name>.yaml` stands beside `<name>.txt`, what its author is told: severity, code, line.
const folder = join(import.meta.dirname, 'refused');
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

const scene = {
  file: 'serverless.yml',
  lookup: (name: string) => (name === 'SECRET' ? 'whsec_s3cret' : undefined),
  readFile: (path: string) => (path === './values.yml' ? 'list: [1, 2]\n' : undefined),
};

describe('a serverless.yml is refused with all that is wrong in it', () => {
  test.each(names)('%s', async (name) => {
    const result = parseServerless(readFileSync(join(folder, name), 'utf8'), scene);
    if (result.ok) expect.unreachable(`${name} is accepted`);
    const told = result.diagnostics.map(
      (diagnostic) => `${diagnostic.severity} ${diagnostic.code}\n  ${formatDiagnostic(diagnostic)}\n`,
    );
    await expect(told.join('')).toMatchFileSnapshot(join(folder, name.replace('.yaml', '.txt')));
  });

  test('and never with a value that may be a secret', () => {
    for (const name of names) {
      const result = parseServerless(readFileSync(join(folder, name), 'utf8'), scene);
      expect(JSON.stringify(result.ok ? result : result.diagnostics)).not.toMatch(/s3cret/);
    }
  });
});
