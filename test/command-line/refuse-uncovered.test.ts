import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { refuseUncovered } from '../../functions/command-line/refuse-uncovered.ts';
import { zipEntry } from '../../functions/command-line/zip-entry.ts';
import { parseServerless } from '../../functions/deployment/parse-serverless.ts';

const file = 'serverless.yml';
const parsed = parseServerless(readFileSync(file, 'utf8'), {
  file,
  lookup: () => undefined,
  readFile: () => undefined,
});
if (!parsed.ok) throw new Error('serverless.yml has errors');
const { deployment } = parsed;
const example = readFileSync('config/schedule.yaml', 'utf8');
const now = Date.UTC(2026, 10, 23);
const refuse = (text: string) => () =>
  refuseUncovered({ deployment, file }, { file: 'schedule.yaml', text }, now);

describe('what is deployed', () => {
  test('covers its schedule', () => {
    expect(refuse(example)()).toEqual([]);
  });

  test('is refused where it does not, with the place in serverless.yml', () => {
    expect(refuse(example.replace('jobs:', 'tick: 10m\njobs:'))).toThrow(
      expect.objectContaining({
        code: 'triggers.uncovered',
        message: expect.stringMatching(
          /^the triggers do not cover schedule\.yaml:\nserverless\.yml:\d+:21 functions\.nightshift\.events\[0\]\.eventData\.schedule: /,
        ),
      }),
    );
  });

  test('is refused with a schedule that the function would refuse', () => {
    expect(refuse('version: 2\n')).toThrow(expect.objectContaining({ code: 'schedule.invalid' }));
  });
});

describe('the file of a zip', () => {
  const text = 'a night shift '.repeat(200);
  const files = { 'index.js': Buffer.from('x'), 'schedule.yaml': Buffer.from(text) };

  test.each([0, 9] as const)('is read, packed or not (level %i)', (level) => {
    const zip = Buffer.from(zipSync(files, { level, comment: 'at the end' } as object));
    expect(zipEntry(zip, 'schedule.yaml')).toBe(text);
    expect(zipEntry(zip, 'index.js')).toBe('x');
    expect(zipEntry(zip, 'other')).toBeUndefined();
  });

  test('of the build is the schedule', () => {
    expect(zipEntry(readFileSync('dist/nightshift.zip'), 'schedule.yaml')).toBe(example);
  });

  test('is nothing in what is no zip', () => {
    expect(zipEntry(Buffer.from('no zip'), 'schedule.yaml')).toBeUndefined();
  });
});
