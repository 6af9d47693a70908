// What a release changes in texts, and the order of versions; pure.

/** No pre-releases: whoever looks for the name of a build in code and logs expects three numbers before its plus. */
const threeNumbers = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/**
 * Why a version cannot follow another one; `undefined` where it can.
 *
 * @param {string} version
 * @param {string} before
 */
export function faultOfVersion(version, before) {
  if (!threeNumbers.test(version))
    return `${version === '' ? 'no version is given' : `"${version}" is no version of three numbers`} - npm run release -- 0.2.0`;
  const [to = [], from = []] = [version, before].map((each) => each.split('.').map(Number));
  const at = to.findIndex((number, place) => number !== from[place]);
  if (at < 0) return `package.json has version ${before} already - choose a greater one`;
  return Number(to[at]) > Number(from[at])
    ? undefined
    : `${version} is less than ${before}, which package.json has - choose a greater one`;
}

const unreleased = /^## (\[?)Unreleased\]?.*$/im;
const entry = /^[ \t]*[-*] \S/m;
const linkOfUnreleased = /^\[unreleased\]:[ \t]*(\S*\/compare\/)(\S+?)\.\.\.HEAD[ \t]*$/im;

/**
 * Gives what is under _Unreleased_ a section of its own, and leaves _Unreleased_ empty: the whole text, and what the
 * new section says. A link at the bottom that compares with HEAD moves on.
 *
 * @param {string} changelog
 * @param {string} version
 * @param {string} date
 * @returns {{ readonly text: string, readonly notes: string } | { readonly fault: string }}
 */
export function moveUnreleased(changelog, version, date) {
  const found = unreleased.exec(changelog);
  if (!found)
    return { fault: 'CHANGELOG.md has no "## Unreleased" - begin that section above the last release' };
  const titles = changelog.match(/^## .*$/gm) ?? [];
  if (titles.some((title) => title.split(/[\s[\]]+/)[1] === version))
    return { fault: `CHANGELOG.md has a section ${version} already - choose another version` };
  const begin = found.index + found[0].length;
  const [body = ''] = /^(?:(?!^## |^\[[^\]\n]+\]:)[\s\S])*/m.exec(changelog.slice(begin)) ?? [];
  const notes = inOrder(body);
  if (!entry.test(notes))
    return {
      fault: 'nothing is under Unreleased in CHANGELOG.md - write there what users notice, a line each',
    };
  const title = found[1] === '' ? version : `[${version}]`;
  const after = changelog.slice(begin + body.length);
  const text = `${changelog.slice(0, begin)}\n\n## ${title} - ${date}\n\n${notes}\n${after && `\n${after}`}`;
  const moved = text.replace(
    linkOfUnreleased,
    (_, compare, last) =>
      `[Unreleased]: ${compare}v${version}...HEAD\n[${version}]: ${compare}${last}...v${version}`,
  );
  return { text: moved, notes };
}

const kinds = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

/**
 * The same with each heading once, in the order of Keep a Changelog, as merging branches leaves several; without those
 * that nothing is under.
 *
 * @param {string} section
 */
function inOrder(section) {
  const [before = '', ...parts] = `\n${section}`.split(/^### +/m);
  /** @type {Map<string, string[]>} */
  const bodies = new Map(kinds.map((kind) => [kind, []]));
  for (const part of parts) {
    const [title = '', ...lines] = part.split('\n');
    const body = lines.join('\n').trim();
    if (entry.test(body)) bodies.set(title.trim(), [...(bodies.get(title.trim()) ?? []), body]);
  }
  const told = [...bodies].filter(([, texts]) => texts.length > 0);
  return [before.trim(), ...told.map(([title, texts]) => `### ${title}\n\n${texts.join('\n')}`)]
    .filter((text) => text !== '')
    .join('\n\n');
}

/**
 * What npm has installed that is not what package-lock.json says: the release would be made of it.
 *
 * @param {Readonly<Record<string, Locked>>} wanted `packages` of package-lock.json
 * @param {Readonly<Record<string, Locked>>} installed those of node_modules/.package-lock.json
 * @returns {readonly string[]}
 *
 * @typedef {{ readonly version?: string, readonly optional?: boolean, readonly devOptional?: boolean }} Locked
 */
export function unlikeLocked(wanted, installed) {
  const names = new Set([...Object.keys(wanted), ...Object.keys(installed)].filter((name) => name !== ''));
  return [...names].filter((name) => {
    const [to, is] = [wanted[name], installed[name]];
    // Those of other platforms are left out.
    if (is === undefined) return to?.optional !== true && to?.devOptional !== true;
    return is.version !== to?.version;
  });
}
