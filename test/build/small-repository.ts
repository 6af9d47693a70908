/**
 * A repository with the scripts that ours has, each as short as can be. They say with `FAIL` in the environment what is
 * not to work.
 */
export const smallRepository: Readonly<Record<string, string>> = {
  '.gitignore': 'dist/\n',
  'CHANGELOG.md':
    '# Changelog\n\n## Unreleased\n\n### Added\n\n- A bell.\n\n## 0.1.0 - 2026-11-30\n\n- A door.\n',
  'package.json': JSON.stringify({
    name: 'house',
    version: '0.1.0',
    private: true,
    scripts: { test: 'node check.mjs', package: 'node write-package.mjs' },
  }),
  'package-lock.json': JSON.stringify({
    name: 'house',
    version: '0.1.0',
    lockfileVersion: 3,
    requires: true,
    packages: { '': { name: 'house', version: '0.1.0' } },
  }),
  'config/schedule.yaml': 'version: 1\n',
  'serverless.yml': 'functions: { nightshift: { codeUri: ./another } }\n',
  'check.mjs': `import { readFileSync } from 'node:fs';
if (!readFileSync('CHANGELOG.md', 'utf8').includes('## 0.2.0 - ')) throw new Error('not what will be released');
if (process.env.FAIL === 'wait') {
  process.stdout.write('checking\\n');
  setInterval(() => {}, 1_000);
} else process.exitCode = process.env.FAIL === 'test' ? 1 : 0;
`,
  'write-package.mjs': `import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
const { FAIL } = process.env;
const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
if (git('status', '--porcelain') !== '') throw new Error('made of more than the commit');
if (FAIL === 'another') {
  git('commit', '--quiet', '--allow-empty', '--message', 'another');
  throw new Error('no room is left');
}
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
cpSync('made', 'dist/made', { recursive: true });
writeFileSync('dist/made/package.json', JSON.stringify({ name: 'house', version, bin: { nightshift: 'pack.mjs' } }));
execFileSync('npm', ['pack', './dist/made', '--pack-destination', process.argv[2]], { stdio: 'ignore' });
`,
  'made/pack.mjs': `#!/usr/bin/env node
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const { argv } = process;
const after = (option) => argv[argv.indexOf(option) + 1];
if (existsSync('serverless.yml')) throw new Error('the function of another place is packed');
writeFileSync(after('--out'), 'zip of ' + readFileSync(after('--schedule'), 'utf8'));
`,
};
