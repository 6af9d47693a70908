import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isMap, isScalar, parse, parseDocument, visit } from 'yaml';
import * as z from 'zod/mini';
import { concealLooks } from '../../functions/maintenance/secrets/conceal-looks.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const pipelines = ['github.yml', 'codearts/build.yml', 'codearts/change.yml', 'codearts/deploy.yml'].map(
  (name) => `config/ci/${name}`,
);
const workflows = ['config/ci/github.yml', '.github/workflows/ci.yml'];

/** Every value of a YAML file with the key that it is under. */
function valuesOf(path: string): readonly { readonly key: string; readonly value: string }[] {
  const found: { readonly key: string; readonly value: string }[] = [];
  visit(parseDocument(read(path)), {
    Pair(_, { key, value }) {
      if (isScalar(key) && isScalar(value))
        found.push({ key: String(key.value), value: String(value.value) });
    },
  });
  return found;
}

/** What a shell is given. */
const scriptsOf = (path: string) =>
  valuesOf(path).flatMap(({ key, value }) => (key === 'run' || key === 'command' ? [value] : []));

describe.each([...pipelines, ...workflows.slice(1)])('%s', (path) => {
  test('is YAML, without a warning', () => {
    const document = parseDocument(read(path), { uniqueKeys: true, strict: true });
    expect([...document.errors, ...document.warnings]).toEqual([]);
    expect(isMap(document.contents)).toBe(true);
  });

  test('has no secret in it: all that is one comes from where the platform keeps it', () => {
    expect(concealLooks(read(path))).toBe(read(path));
    const named = valuesOf(path).filter(({ key }) => /^[A-Z][A-Z0-9_]+$/.test(key));
    const written = named.filter(({ value }) => !/^\$\{\{ (secrets|vars)\.[A-Z0-9_]+ \}\}$/.test(value));
    expect(written).toEqual([]);
    const exported = scriptsOf(path).flatMap((script) => script.match(/(?<= )[A-Z][A-Z0-9_]+=\S+/g) ?? []);
    expect(exported.filter((each) => !/="\$\{\w+\}"$/.test(each))).toEqual([]);
  });
});

test.each(workflows)('actions of %s are pinned to a version', (path) => {
  const used = valuesOf(path).flatMap(({ key, value }) => (key === 'uses' ? [value] : []));
  expect(used.length).toBeGreaterThan(1);
  expect(used.filter((action) => !/^actions\/[\w-]+@v\d+$/.test(action))).toEqual([]);
});

test('the commands of a plan are the same on both platforms', () => {
  const planned = (path: string) =>
    scriptsOf(path)
      .join('\n')
      .replaceAll('npx --no-install ', '')
      .match(/^ *nightshift .*$/gm)
      ?.map((line) => line.trim())
      .sort();
  expect(planned('config/ci/github.yml')).toEqual(planned('config/ci/codearts/build.yml'));
});

/** The workflow, as far as it is judged here. */
const workflow = z
  .object({
    permissions: z.unknown(),
    jobs: z.record(
      z.string(),
      z.object({
        if: z.optional(z.string()),
        permissions: z.optional(z.unknown()),
        steps: z.array(
          z.object({
            run: z.optional(z.string()),
            with: z.optional(z.object({ script: z.optional(z.string()) })),
          }),
        ),
      }),
    ),
  })
  .parse(parse(read('config/ci/github.yml')));

describe('the workflow for GitHub', () => {
  const jobs = Object.entries(workflow.jobs);

  test('deploys main and nothing else', () => {
    const deploying = jobs.filter(([, { steps }]) =>
      steps.some(({ run = '' }) => /deploy(?! --dry-run)/.test(run)),
    );
    expect(deploying).toEqual([
      [
        'deploy',
        expect.objectContaining({ if: "github.event_name == 'push' && github.ref == 'refs/heads/main'" }),
      ],
    ]);
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(jobs.flatMap(([name, { permissions }]) => (permissions === undefined ? [] : [name]))).toEqual([
      'plan',
    ]);
  });

  test.each([
    ['is a new comment', [{ id: 1, body: 'Looks good.' }], 'createComment'],
    [
      'replaces the comment of before',
      [
        { id: 1, body: 'Looks good.' },
        { id: 2, body: '<!-- nightshift plan -->' },
      ],
      'updateComment',
    ],
  ])('the plan %s', async (_, comments, expected) => {
    const [script = ''] = jobs.flatMap(([, { steps }]) => steps.flatMap((step) => step.with?.script ?? []));
    const called: [string, Readonly<Record<string, unknown>>][] = [];
    const call = (name: string) => async (given: Readonly<Record<string, unknown>>) =>
      called.push([name, given]);
    const issues = {
      createComment: call('createComment'),
      updateComment: call('updateComment'),
      listComments: 'all',
    };
    const github = { rest: { issues }, paginate: async () => comments };
    const context = { repo: { owner: 'li.wei', repo: 'house' }, issue: { number: 7 } };
    const require = () => ({ readFileSync: () => 'line\n'.repeat(20_000) });
    await new Function('github', 'context', 'require', `return (async () => {${script}})();`)(
      github,
      context,
      require,
    );
    const [[name, { body, ...where }] = ['', { body: '' }]] = called;
    expect({ calls: called.length, name, where }).toEqual({
      calls: 1,
      name: expected,
      where: {
        owner: 'li.wei',
        repo: 'house',
        ...(name === 'createComment' ? { issue_number: 7 } : { comment_id: 2 }),
      },
    });
    expect(body).toMatch(/^<!-- nightshift plan -->\n~{6}text\nline\n[\s\S]*\n~{6}\n$/);
    expect(String(body).length).toBeLessThan(65_536);
  });
});

describe('the image', () => {
  /** A line an instruction, in Docker's words. */
  const instructions = read('config/ci/Dockerfile')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { word = '', rest = '' } = /^(?<word>[A-Z]+) (?<rest>\S.*)$/.exec(line)?.groups ?? {};
      return { word, rest, line };
    });
  const all = (word: string) => instructions.filter((each) => each.word === word).map(({ rest }) => rest);

  test('is made by instructions that Docker has, in an order that it takes', () => {
    const known = ['FROM', 'COPY', 'RUN', 'ENV', 'USER', 'WORKDIR', 'CMD'];
    expect(instructions.filter(({ word }) => !known.includes(word)).map(({ line }) => line)).toEqual([]);
    expect(instructions[0]?.word).toBe('FROM');
    expect(all('CMD').map((command) => JSON.parse(command))).toEqual([['nightshift', '--help']]);
  });

  test('is slim, and of a Node.js that the package allows', () => {
    const { engines } = z
      .object({ engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(read('package.json')));
    const [, least = ''] = /^>=(\d+)\.\d+$/.exec(engines.node) ?? [];
    const bases = all('FROM').map((from) => /^node:(\d+)-bookworm-slim( AS \w+)?$/.exec(from)?.[1]);
    expect(bases.length).toBeGreaterThan(0);
    for (const base of bases) expect(Number(base)).toBeGreaterThan(Number(least));
  });

  test('runs as a user that is not root, and nothing after that is done as root', () => {
    expect(all('USER')).toEqual(['node']);
    const after = instructions.slice(instructions.findIndex(({ word }) => word === 'USER') + 1);
    expect(after.map(({ word }) => word)).toEqual(['WORKDIR', 'CMD']);
  });

  test('has the package in it, and no key or file of whoever makes it', () => {
    expect(all('COPY')).toEqual([
      'nightshift-dcs-nightshift-*.tgz /package/',
      '--from=installed /installed /usr/local',
    ]);
    expect(all('ENV')).toEqual(['NODE_ENV=production']);
  });
});
