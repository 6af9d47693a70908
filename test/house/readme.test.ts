import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { demoFleet } from '../../functions/minicloud/demo/demo-fleet.ts';
import { documents, pageAt } from './documents.ts';
import { readSources } from './sources.ts';

const english = pageAt('README.md');
const blocksOf = (language: string) =>
  english.blocks.filter((block) => block.language === language).map(({ code }) => code);

describe.each(['README.md', 'README.zh-CN.md'])('%s', (path) => {
  test('has at most 200 lines', () => {
    expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThanOrEqual(201);
  });

  test('leads to every page and decision in its language', () => {
    const folder = path === 'README.md' ? /^docs\/(?!zh-CN)/ : /^docs\/zh-CN\//;
    const links = pageAt(path).links.map((link) => link.replace(/#.*/, ''));
    expect([...documents.keys()].filter((page) => folder.test(page) && !links.includes(page))).toEqual([]);
  });
});

describe('README', () => {
  test('begins with ten lines of YAML on the first screen', () => {
    expect(english.blocks[0]).toMatchObject({ language: 'yaml' });
    expect(english.blocks[0]?.code.trimEnd().split('\n')).toHaveLength(10);
    expect(english.text.split('\n').indexOf('```yaml')).toBeLessThan(10);
  });

  test('shows output of instances that the demonstration has', () => {
    const output = blocksOf('text').find((code) => code.startsWith('Local Huawei Cloud')) ?? '';
    const named = [...output.matchAll(/^(?: {2}[\d:]{8} {2})?([a-z-]+-(?:staging|web|mobile)) /gm)];
    expect(named.length).toBeGreaterThan(5);
    const known = demoFleet.map(({ name }) => name);
    expect(named.map(([, name]) => name).filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });

  test('comes to a run on a real account in six steps', () => {
    const [, ...steps] = blocksOf('sh').map((code) => code.trimEnd());
    expect(steps.map((step) => /nightshift (\w+)|npm install/.exec(step)?.[0])).toEqual([
      'npm install',
      'nightshift init',
      'nightshift policy',
      'nightshift deploy',
      'nightshift plan',
      'nightshift run',
    ]);
  });
});

describe('the command line in documents', () => {
  const commandFiles = [...readSources('functions').values()].filter(({ text }) =>
    /\.command\('\w+'\)/.test(text),
  );
  const sources = new Map(
    commandFiles.flatMap(({ text }) =>
      [...text.matchAll(/\.command\('(\w+)'\)/g)].map(([, name = '']) => [name, text] as const),
    ),
  );
  const everything = [...readSources('functions').values()].map(({ text }) => text).join('\n');
  const mentioned = [...documents].flatMap(([path, { text }]) =>
    [...text.matchAll(/(?:npm run -s nightshift --|\bnightshift) ([a-z]+)((?: --[a-z-]+)*)/g)]
      .filter(([whole]) => path !== 'CHANGELOG.md' || whole.includes('--'))
      .map(([, name = '', options = '']) => ({ path, name, options: options.trim().split(' ') })),
  );

  test('has no command and no option that there is not', () => {
    const quoted = mentioned.filter(({ name }) => sources.has(name));
    expect(quoted.length).toBeGreaterThan(40);
    const unknown = quoted.flatMap(({ path, name, options }) =>
      options
        .filter((option) => option !== '' && !everything.includes(`'${option}`))
        .map((option) => `${path}: ${name} ${option}`),
    );
    expect(unknown).toEqual([]);
  });

  test('is told whole in docs/command-line.md', () => {
    const told = new Set(mentioned.filter(({ path }) => path.startsWith('docs/')).map(({ name }) => name));
    const listed = pageAt('docs/command-line.md').rows.flatMap(([names = '']) =>
      [...names.matchAll(/`(\w+)/g)].map(([, name]) => name),
    );
    expect([...sources.keys()].filter((name) => !listed.includes(name)).toSorted()).toEqual([]);
    expect(told.size).toBeGreaterThan(5);
  });
});
