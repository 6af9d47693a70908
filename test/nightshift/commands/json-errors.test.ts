import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { manualSchedule, project, serverless } from './functiongraph-beside.ts';
import type { Ended } from './kept-processes.ts';
import { type Nightshift, withFiles } from './run-nightshift.ts';

/** Whatever fails says so on standard output, in one shape. */
const errorSchema = z.object({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    todo: z.optional(z.string()),
    diagnostics: z.optional(z.array(z.looseObject({ file: z.string(), line: z.int(), code: z.string() }))),
  }),
});

function errorOf({ stdout }: Ended) {
  return errorSchema.parse(JSON.parse(stdout)).error;
}

/** Every command, with what it cannot do without. */
const commands: Readonly<Record<string, readonly string[]>> = {
  init: ['--yes'],
  next: [],
  validate: [],
  instances: [],
  plan: ['by-hand'],
  status: [],
  history: [],
  cancel: ['by-hand@1'],
  run: ['by-hand'],
  retry: ['by-hand@1'],
  follow: ['by-hand@1'],
  event: ['by-hand'],
  triggers: [],
  policy: [],
  pack: ['--out', 'a.zip'],
  deploy: ['--yes'],
  remove: ['--yes'],
  doctor: [],
  probe: ['--instance', '0f4b2c5e-6d0a-4d7e-9a52-2f0d3a3f6c11'],
  notify: ['--channel', 'ops'],
  stack: [],
  try: [],
};
const offline = ['init', 'next', 'validate', 'event', 'triggers', 'policy', 'pack', 'stack'];
const names = Object.keys(commands);
const ofSchedule = names.filter((name) => !['init', 'stack', 'remove', 'doctor', 'validate'].includes(name));

const files = {
  'schedule.yaml': manualSchedule,
  'serverless.yml': serverless({ timers: {} }),
  'dist/function/index.js': 'exports.handler = async () => 1;\n',
  'broken.yaml': 'version: 1\njobs: [\n',
};

/** One after the other takes a minute, all at once more than there is. */
async function inFours<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

const run = (nightshift: Nightshift, name: string, args: readonly string[], environment = {}) =>
  nightshift([name, ...(commands[name] ?? []), ...args, '--json'], environment);

describe('with --json every command answers JSON on standard output', () => {
  test('for an option that there is not, and ends with 2', async () => {
    await withFiles(files, (nightshift) =>
      inFours(names, async (name) => {
        const ended = await run(nightshift, name, ['--no-such-option']);
        expect([name, ended.code, errorOf(ended).code]).toEqual([name, 2, 'usage']);
        expect(errorOf(ended).message).toBe("unknown option '--no-such-option'");
      }),
    );
  });

  test('for a schedule that is not there, and ends with 1', async () => {
    await withFiles(files, (nightshift) =>
      inFours([...ofSchedule, 'validate'], async (name) => {
        const ended = await run(nightshift, name, ['--schedule', 'nowhere.yaml'], keys);
        expect([name, ended.code, errorOf(ended).code]).toEqual([name, 1, 'schedule.unreadable']);
      }),
    );
  });

  test('for a schedule with mistakes, which are given as validate gives them', async () => {
    await withFiles(files, async (nightshift) => {
      const validated = await run(nightshift, 'validate', ['--schedule', 'broken.yaml']);
      const { diagnostics } = JSON.parse(validated.stdout);
      expect(validated.code).toBe(1);
      expect(diagnostics.length).toBeGreaterThan(0);
      await inFours(ofSchedule, async (name) => {
        const ended = await run(nightshift, name, ['--schedule', 'broken.yaml'], keys);
        expect([name, ended.code, errorOf(ended).code]).toEqual([name, 1, 'schedule.invalid']);
        expect(errorOf(ended).diagnostics).toEqual(diagnostics);
      });
    });
  });

  test('where there are no keys', async () => {
    await withFiles(files, (nightshift) =>
      inFours(['plan', 'instances', 'deploy', 'remove'], async (name) => {
        const ended = await run(nightshift, name, [], { HOOK: keys.HOOK });
        expect([name, ended.code, errorOf(ended).code]).toEqual([name, 1, 'credentials.missing']);
      }),
    );
  });

  test('where nobody answers', async () => {
    const nobody = { 'schedule.yaml': withEndpoint, 'manual.yaml': manualSchedule };
    await withFiles({ ...files, ...nobody }, (nightshift) =>
      inFours(['plan', 'deploy', 'remove', 'status', 'history', 'cancel'], async (name) => {
        const to = {
          deploy: ['--endpoint', 'http://127.0.0.1:9', '--schedule', 'manual.yaml'],
          remove: ['--endpoint', 'http://127.0.0.1:9'],
        }[name];
        const ended = await run(nightshift, name, to ?? [], keys);
        expect([name, ended.code]).toEqual([name, 1]);
        expect(errorOf(ended).message).toContain('127.0.0.1:9');
      }),
    );
  });
});

test('every help says what the command ends with', async () => {
  await withFiles({}, (nightshift) =>
    inFours(names, async (name) => {
      const { stdout } = await nightshift([name, '--help']);
      expect(stdout.replace(/\s+/g, ' ')).toMatch(
        / Ends with 0\b.* with 2, Ctrl-C with 130, SIGTERM with 143\./,
      );
      expect(stdout).toMatch(/ --json /);
    }),
  );
});

test('what asks nobody needs nobody', async () => {
  await withFiles(files, (nightshift) =>
    inFours(offline, async (name) => {
      const { stdout } = await run(nightshift, name, []);
      expect(() => JSON.parse(stdout)).not.toThrow();
    }),
  );
});

const keys = {
  HUAWEICLOUD_SDK_AK: 'SOMEBODYSKEY00000001',
  HUAWEICLOUD_SDK_SK: 'a-secret-key-of-no-other-use-0123456789',
  HOOK: 'https://hooks.example.com/a-hook',
};

const withEndpoint = `version: 1
timezone: UTC
journal: { url: "obs://journal/nightshift", endpoint: "http://127.0.0.1:9" }
regions: { beijing: { region: cn-north-4, projectId: ${project}, endpoint: "http://127.0.0.1:9" } }
jobs: { by-hand: { action: restart, targets: { region: beijing, names: ["cache-*"] } } }
`;
