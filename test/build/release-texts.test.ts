import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultOfVersion, moveUnreleased, unlikeLocked } from '../../functions/build/release-texts.mjs';

describe('a version follows another one', () => {
  test.each([
    ['0.1.1', '0.1.0'],
    ['0.2.0', '0.1.9'],
    ['0.10.0', '0.9.12'],
    ['1.0.0', '0.99.99'],
  ])('%s after %s', (version, before) => {
    expect(faultOfVersion(version, before)).toBeUndefined();
  });

  test.each([
    ['0.1.0', '0.1.0', 'already'],
    ['0.1.9', '0.2.0', 'less than 0.2.0'],
    ['0.9.0', '0.10.0', 'less than 0.10.0'],
    ['', '0.1.0', 'no version is given'],
    ['v0.2.0', '0.1.0', 'no version of three numbers'],
    ['0.2', '0.1.0', 'no version of three numbers'],
    ['0.2.0-rc.1', '0.1.0', 'no version of three numbers'],
    ['00.2.0', '0.1.0', 'no version of three numbers'],
    ['0.2.0\n', '0.1.0', 'no version of three numbers'],
  ])('but not %j after %s', (version, before, said) => {
    expect(faultOfVersion(version, before)).toContain(said);
  });
});

const released = '## 0.1.0 - 2026-11-30\n\n### Added\n\n- A function.\n';
const changelog = (unreleased: string, below = released) =>
  `# Changelog\n\n## Unreleased\n${unreleased}\n${below}`;
const move = (text: string) => moveUnreleased(text, '0.2.0', '2026-12-24');

describe('what is under Unreleased', () => {
  test('becomes a section, without headings that have nothing', () => {
    const moved = move(
      changelog('\n### Added\n\n- One.\n  Its second line.\n\n### Changed\n\n### Fixed\n\n- Two.\n'),
    );
    const notes = '### Added\n\n- One.\n  Its second line.\n\n### Fixed\n\n- Two.';
    expect(moved).toEqual({
      notes,
      text: `# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-12-24\n\n${notes}\n\n${released}`,
    });
  });

  test('has each heading once and in order, whatever merging has made of it', () => {
    const moved = move(
      changelog(
        '\n### Fixed\n\n- One.\n### Added\n\n- Two.\n\n### Fixed\n\n- Three.\n\n### Odd\n\n- Four.\n',
      ),
    );
    expect(moved).toMatchObject({
      notes: '### Added\n\n- Two.\n\n### Fixed\n\n- One.\n- Three.\n\n### Odd\n\n- Four.',
    });
  });

  test('keeps headings below one, and may be the last section', () => {
    const notes = '### Added\n\n#### Schedule\n\n- One.';
    expect(move(`# Changelog\n\n## Unreleased\n\n${notes}\n`)).toEqual({
      notes,
      text: `# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-12-24\n\n${notes}\n`,
    });
  });

  test('moves the links at the bottom on, where there are some', () => {
    const compare = 'https://example.com/nightshift/compare';
    const moved = move(
      `## [Unreleased]\n\n- One, of [a link](https://example.com).\n\n## [0.1.0] - 2026-11-30\n\n- A.\n\n[Unreleased]: ${compare}/v0.1.0...HEAD\n[0.1.0]: https://example.com/0.1.0\n`,
    );
    expect(moved).toMatchObject({
      text: `## [Unreleased]\n\n## [0.2.0] - 2026-12-24\n\n- One, of [a link](https://example.com).\n\n## [0.1.0] - 2026-11-30\n\n- A.\n\n[Unreleased]: ${compare}/v0.2.0...HEAD\n[0.2.0]: ${compare}/v0.1.0...v0.2.0\n[0.1.0]: https://example.com/0.1.0\n`,
    });
  });

  test.each([
    ['nothing', changelog(''), 'nothing is under Unreleased'],
    ['headings only', changelog('\n### Added\n\n### Fixed\n'), 'nothing is under Unreleased'],
    ['a sentence that is no entry', changelog('\nSoon.\n'), 'nothing is under Unreleased'],
    ['no such section', `# Changelog\n\n${released}`, 'has no "## Unreleased"'],
    [
      'a section of that version',
      changelog('\n- One.\n', released.replace('0.1.0', '0.2.0')),
      'a section 0.2.0 already',
    ],
    ['its brackets', changelog('\n- One.\n', '## [0.2.0]\n'), 'a section 0.2.0 already'],
  ])('is refused where there is %s', (_, text, said) => {
    expect(move(text)).toEqual({ fault: expect.stringContaining(said) });
  });

  test('of our own changelog could be released', () => {
    const own = readFileSync('CHANGELOG.md', 'utf8').replace(/^## Unreleased$/m, '$&\n\n- One more.');
    expect(moveUnreleased(own, '999.0.0', '2026-12-24')).toMatchObject({
      notes: expect.stringContaining('- One more.'),
      text: expect.stringMatching(/^## Unreleased\n\n## 999\.0\.0 - 2026-12-24\n\n[\s\S]*^## 0\.1\.0 - /m),
    });
  });
});

test('what is installed is held to package-lock.json, but for what other platforms have', () => {
  const wanted = {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '1.0.0' },
    'node_modules/of-mac': { version: '1.0.0', optional: true },
  };
  const installed = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/c': { version: '1.0.0' } };
  expect(unlikeLocked(wanted, installed)).toEqual(['node_modules/b', 'node_modules/c']);
  expect(
    unlikeLocked(wanted, { 'node_modules/a': { version: '1.0.1' }, 'node_modules/b': { version: '1.0.0' } }),
  ).toEqual(['node_modules/a']);
});
