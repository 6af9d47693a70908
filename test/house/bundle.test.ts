import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { reachable, readSources } from './sources.ts';

const input = z.object({ bytesInOutput: z.number() });
const metafileSchema = z.object({
  outputs: z.record(z.string(), z.object({ inputs: z.record(z.string(), input) })),
});
/** What the bundler put into the function, as it told at the last build. */
const { outputs } = metafileSchema.parse(
  JSON.parse(readFileSync('dist/local/function-metafile.json', 'utf8')),
);
const inputs = Object.values(outputs).flatMap((output) =>
  Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
);
const ours = inputs.filter((path) => /^functions\/.*\.ts$/.test(path));

const packages = [
  '@huaweicloud/huaweicloud-sdk-core',
  '@middy/core',
  'esdk-obs-nodejs',
  'fast-xml-parser',
  'ical.js',
  'yaml',
  'zod',
];

describe('the bundle holds only what runs', () => {
  test('of ours, what the handler imports', () => {
    expect(ours.length).toBeGreaterThan(100);
    const imported = reachable(['functions/maintenance.ts'], readSources('functions'), { types: false });
    const paths = new Set(imported.map(({ path }) => path));
    expect(ours.filter((path) => !paths.has(path))).toEqual([]);
  });

  test('of packages, these', () => {
    const names = inputs.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
    expect([...new Set(names)].sort()).toEqual(packages);
  });

  test('and besides, what stands in for parts of packages that it does not need', () => {
    const others = inputs.filter((path) => !ours.includes(path) && !path.startsWith('node_modules/'));
    const known =
      /^(functions\/maintenance\/huawei\/[\w-]+-substitutes\/[\w-]+\.cjs|no-stream:node:stream.*|<define:\w+>)$/;
    expect(others.filter((path) => !known.test(path))).toEqual([]);
  });
});
