import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { git, interruption, run } from './release-commands.mjs';
import { faultOfVersion, moveUnreleased, unlikeLocked } from './release-texts.mjs';

/**
 * `npm run release -- 0.2.0`: what is under Unreleased becomes 0.2.0. Texts are written, then `npm test` runs on them,
 * then they are committed, and of the commit zip, package and checksums are made; the tag comes last. Whatever fails,
 * all that was done before is undone. Nothing leaves this machine.
 *
 * All commands are npm's scripts of the package.json here and git's, so it runs in any repository that has them.
 */
const [version = '', ...others] = process.argv.slice(2);
const tag = `v${version}`;
const subject = `chore(release): ${version}`;
const texts = ['CHANGELOG.md', 'package.json', 'package-lock.json'];
const schedule = 'config/schedule.yaml';
const folder = `dist/release/${version}`;

/**
 * What is undone when something fails, entered before it is done: whoever is killed in between may have done it.
 *
 * @type {{ readonly what: string, readonly byHand: string, readonly undo: () => Promise<unknown> }[]}
 */
const begun = [];

try {
  const { faults, notes, changelog } = await lookAround();
  if (faults.length > 0) {
    for (const fault of faults) complain(fault);
    complain('nothing was done');
    process.exitCode = 1;
  } else tell(await release(changelog, notes));
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  if (begun.length > 0) await undoAll();
  else complain('nothing was done');
  const { signal } = interruption;
  process.exitCode = signal === undefined ? 1 : 128 + constants.signals[signal];
}

/** All that stands in the way, at once. */
async function lookAround() {
  const before = JSON.parse(await readFile('package.json', 'utf8')).version;
  const moved = moveUnreleased(await readFile('CHANGELOG.md', 'utf8'), version, today());
  const branch = await git('symbolic-ref', '--short', '-q', 'HEAD').catch(() => 'no branch');
  const changed = await git('status', '--porcelain');
  const unlike = unlikeLocked(
    await packagesOf('package-lock.json'),
    await packagesOf('node_modules/.package-lock.json'),
  );
  const tagged = (await git('tag', '--list', tag)) !== '';
  const unfinished = !tagged && (await git('log', '-1', '--format=%s')) === subject;
  const faults = [
    others.length > 0 ? `more than one version is given: ${others.join(' ')}` : undefined,
    unfinished
      ? `a release of ${version} was begun and not finished - git reset --keep HEAD~1, and then once more`
      : faultOfVersion(version, before),
    branch === 'main' ? undefined : `this is ${branch} - git switch main, where releases are made`,
    changed === ''
      ? undefined
      : `the tree is not clean - commit, stash or remove:\n${changed.replace(/^/gm, '  ')}`,
    tagged ? `there is a tag ${tag} - choose a greater version` : undefined,
    unlike.length === 0
      ? undefined
      : `${unlike.length} packages are not as package-lock.json says, such as ${unlike[0]} - npm ci`,
    'fault' in moved ? moved.fault : undefined,
  ].filter((fault) => fault !== undefined);
  return {
    faults,
    ...('fault' in moved ? { notes: '', changelog: '' } : { notes: moved.notes, changelog: moved.text }),
  };
}

/**
 * @param {string} changelog
 * @param {string} notes
 */
async function release(changelog, notes) {
  const present = texts.filter((path) => existsSync(path));
  await writeTexts(changelog, present);
  await run('npm', ['test'], { output: 'inherit' });
  const changed = (await git('status', '--porcelain')).split('\n').filter((line) => line !== '');
  const strange = changed.map((line) => line.slice(3)).filter((path) => !texts.includes(path));
  if (strange.length > 0)
    throw new Error(
      `${strange.join(', ')} changed while the tests ran - look what it is, and then once more`,
    );
  await commitTexts(present);
  const sums = await writeFiles();
  begun.push({
    what: `tag ${tag} is there`,
    byHand: `git tag --delete ${tag}`,
    undo: async () => (await git('tag', '--list', tag)) === '' || (await git('tag', '--delete', tag)),
  });
  const message = `${version}\n\n${notes}\n\n${sums}`;
  await git('tag', '--annotate', '--cleanup=verbatim', '--message', message, tag);
  return { commit: await git('rev-parse', 'HEAD'), sums };
}

/**
 * @param {string} changelog
 * @param {readonly string[]} present
 */
async function writeTexts(changelog, present) {
  const before = await Promise.all(present.map((path) => readFile(path)));
  begun.push({
    what: `${present.join(', ')} are changed`,
    byHand: `git restore ${present.join(' ')}`,
    undo: async () => {
      for (const [at, path] of present.entries()) await writeFile(path, before[at] ?? '');
    },
  });
  await writeFile('CHANGELOG.md', changelog);
  await run('npm', ['version', version, '--no-git-tag-version', '--ignore-scripts']);
}

/** @param {readonly string[]} present */
async function commitTexts(present) {
  const before = await git('rev-parse', 'HEAD');
  begun.push({
    what: `a commit "${subject}" is there`,
    byHand: `git reset --keep ${before.slice(0, 12)}`,
    undo: async () => {
      if ((await git('rev-parse', 'HEAD')) === before) return;
      if ((await git('log', '-1', '--format=%P %s')) !== `${before} ${subject}`)
        throw new Error('others are on it');
      await git('reset', '--quiet', '--keep', before);
    },
  });
  await git('commit', '--quiet', '--message', subject, '--', ...present);
}

/** Zip, package and checksums, all of them or none; gives the checksums. */
async function writeFiles() {
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  try {
    await run('npm', ['run', '--silent', 'package', '--', unfinished]);
    await packWithPackage(unfinished);
    const names = (await readdir(unfinished)).sort();
    const sums = await Promise.all(
      names.map(async (name) => {
        const hash = createHash('sha256').update(await readFile(`${unfinished}/${name}`));
        return `${hash.digest('hex')}  ${name}`;
      }),
    );
    await writeFile(`${unfinished}/SHA256SUMS`, `${sums.join('\n')}\n`);
    await rm(folder, { recursive: true, force: true });
    begun.push({
      what: `${folder} is there`,
      byHand: `remove ${folder}`,
      undo: () => rm(folder, { recursive: true, force: true }),
    });
    await rename(unfinished, folder);
    return sums.join('\n');
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/**
 * The zip as whoever has the package would make it, so it is of the same build; and the package has then been tried.
 *
 * @param {string} unfinished
 */
async function packWithPackage(unfinished) {
  const [name = ''] = await readdir(unfinished);
  const installed = `${unfinished}.installed`;
  try {
    await mkdir(installed, { recursive: true });
    await writeFile(`${installed}/package.json`, '{ "private": true }');
    const quietly = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
    await run('npm', ['install', ...quietly, resolve(unfinished, name)], { cwd: installed });
    const zip = resolve(unfinished, `nightshift-function-${version}.zip`);
    const pack = ['nightshift', 'pack', '--schedule', resolve(schedule), '--out', zip];
    await run('npm', ['exec', '--offline', '--', ...pack], { cwd: installed });
  } finally {
    await rm(installed, { recursive: true, force: true });
  }
}

/** Newest first. What cannot be undone is told with the way to do it by hand, and so is all before it. */
async function undoAll() {
  interruption.heeded = false;
  let left = false;
  for (const { what, byHand, undo } of begun.reverse()) {
    if (!left)
      try {
        await undo();
        continue;
      } catch (error) {
        left = true;
        complain(error instanceof Error ? error.message : String(error));
      }
    complain(`it may be that ${what}, which is not undone - ${byHand}`);
  }
  if (!left) complain('nothing of it is left: tree, branch and tags are as they were');
}

/** @param {{ readonly commit: string, readonly sums: string }} released */
function tell({ commit, sums }) {
  const names = sums.split('\n').map((line) => line.split('  ')[1] ?? '');
  const lines = [
    `${version} is commit ${commit.slice(0, 12)} with tag ${tag}, and in ${folder}:`,
    ...sums.split('\n').map((line) => `  ${line}`),
    'Nothing has left this machine. Next:',
    `  git push --atomic origin main ${tag}`,
    `  gh release create ${tag} --notes-from-tag ${folder}/*`,
    `  npm publish ./${folder}/${names.find((name) => name.endsWith('.tgz'))}`,
    `To take it back before that: git tag --delete ${tag} && git reset --keep HEAD~1`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** @param {string} line */
function complain(line) {
  process.stderr.write(`release: ${line}\n`);
}

/** @param {string} path */
async function packagesOf(path) {
  return existsSync(path) ? JSON.parse(await readFile(path, 'utf8')).packages : {};
}

function today() {
  return new Date().toISOString().slice(0, 10);
}
