import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { reachable, readSources } from './sources.ts';

const input = z.object({ bytesInOutput: z.number() });
const metafileSchema = z.object({
  outputs: z.record(z.string(), z.object({ inputs: z.record(z.string(), input) })),
});
/** What the bundler put into each file of the function, as it told at the last build. */
const metafiles = z
  .record(z.enum(['index.js', 'run.js', 'rest.js']), metafileSchema)
  .parse(JSON.parse(readFileSync('dist/local/function-metafiles.json', 'utf8')));

function inputsOf(file: 'index.js' | 'run.js' | 'rest.js'): readonly string[] {
  return Object.entries(metafiles[file].outputs[file]?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 && path !== file && !path.startsWith('<define:') ? [path] : [],
  );
}

const [atOnce, acting, rest] = [inputsOf('index.js'), inputsOf('run.js'), inputsOf('rest.js')];
/** What one file takes from the other. */
const isStandIn = (path: string) => path.startsWith('stand-in:');
const inputs = [...atOnce, ...acting, ...rest].filter((path) => !isStandIn(path));
const ours = inputs.filter((path) => /^functions\/.*\.ts$/.test(path));

const packages = ['@huaweicloud/huaweicloud-sdk-core', '@middy/core', 'yaml', 'zod'];

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
      /^(functions\/maintenance\/huawei\/[\w-]+-substitutes\/[\w-]+\.cjs|entry-of-(index|run|rest)\.js|no-stream:node:stream.*)$/;
    expect(others.filter((path) => !known.test(path))).toEqual([]);
  });
});

test('no language is asked for when anything is sorted, which would be a tenth of a cold start', () => {
  for (const file of ['index.js', 'run.js', 'rest.js'])
    expect(readFileSync(`dist/function/${file}`, 'utf8')).not.toContain('localeCompare');
});

describe('of the three files', () => {
  test('none has a module that another has', () => {
    expect(inputs.filter((path, at) => inputs.indexOf(path) !== at)).toEqual([]);
  });

  test.each([
    ['index.js', atOnce, [...acting, ...rest]],
    ['run.js', acting, [...atOnce, ...rest]],
    ['rest.js', rest, [...atOnce, ...acting]],
  ])('%s takes from the others what is there', (_, file, others) => {
    const taken = file.filter(isStandIn).map((path) => path.slice('stand-in:'.length));
    expect(taken.length).toBeGreaterThan(4);
    expect(taken.filter((path) => !others.includes(path))).toEqual([]);
  });

  test('run.js has what carries a run out, and of what tells people of it, reads YAML or checks shapes nothing', () => {
    expect(acting).toEqual(
      expect.arrayContaining([
        'functions/maintenance/run/driver.ts',
        'functions/maintenance/plan/make-plan.ts',
        'functions/maintenance/huawei/dcs/dcs-client.ts',
        'functions/maintenance/journal/journal-over-store.ts',
      ]),
    );
    const own = acting.filter((path) => !isStandIn(path));
    const names = own.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
    expect([...new Set(names)]).toEqual(['@huaweicloud/huaweicloud-sdk-core']);
    expect(own.filter((path) => /\/(wording\/|[\w-]*card\.ts|[\w]+-channel\.ts)/.test(path))).toEqual([]);
  });

  test('index.js has nothing of what is said to people, or how', () => {
    const said = atOnce.filter((path) => !isStandIn(path) && /\/maintenance\/(notify|report)\//.test(path));
    expect(said).toEqual([]);
  });

  test('index.js has nothing of a plan, or of conditions', () => {
    const planned = atOnce.filter((path) =>
      /^functions\/maintenance\/(plan|schedule\/conditions)\//.test(path),
    );
    expect(planned).toEqual([]);
  });

  test('index.js is what the handler imports by statements', () => {
    const imported = reachable(['functions/maintenance.ts'], readSources('functions'), {
      types: false,
      dynamic: false,
    });
    const paths = new Set(imported.map(({ path }) => path));
    expect(atOnce.filter((path) => /^functions\/.*\.ts$/.test(path) && !paths.has(path))).toEqual([]);
  });

  test('index.js has all that an idle tick asks OBS with, and of packages middy alone', () => {
    for (const path of [
      'huawei/obs/obs-client.ts',
      'journal/register-over-store.ts',
      'invocation/answer-tick.ts',
    ])
      expect(atOnce).toContain(`functions/maintenance/${path}`);
    const names = atOnce.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
    expect([...new Set(names)]).toEqual(['@middy/core']);
  });
});
