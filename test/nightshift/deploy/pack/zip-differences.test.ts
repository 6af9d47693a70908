import { describe, expect, test } from 'vitest';
import { zipDifferences } from '../../../../functions/nightshift/deploy/pack/zip-differences.ts';

const [older, newer] = ['0.1.0+0123456789ab', '0.1.0+ba9876543210.dirty.00112233'];
const schedule = 'jobs: { nightly: { cron: "30 3 * * *" } }\n';

/** A function of a build, with its schedule; `undefined` takes a file away. */
function files(build: string, others: Readonly<Record<string, string | undefined>> = {}) {
  const all = {
    'index.js': `exports.handler = async () => "${build}";`,
    'run.js': 'exports.run = 1;',
    'schedule.yaml': schedule,
    'schedule.json': JSON.stringify({ build }),
    ...others,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([path, text]) => (text === undefined ? [] : [[path, Buffer.from(text)]])),
  );
}

describe('what is deployed differs from what is to be', () => {
  test('by the builds of the code, whichever of its files it is', () => {
    expect(zipDifferences(files(older), files(newer))).toEqual([
      { sign: '~', what: 'code', from: older, to: newer },
    ]);
    expect(zipDifferences(files(older), files(older, { 'run.js': 'exports.run = 2;' }))).toEqual([
      { sign: '~', what: 'code', note: `another build of ${older}` },
    ]);
  });

  test('by code of no build, such as that of somebody else', () => {
    const foreign = files(older, { 'index.js': 'exports.handler = 1;' });
    expect(zipDifferences(foreign, files(newer))).toEqual([{ sign: '~', what: 'code', to: newer }]);
    expect(zipDifferences(files(older), foreign)).toEqual([
      { sign: '~', what: 'code', to: 'of no known build' },
    ]);
  });

  test('by the schedule alone, whose parsed form is not told apart', () => {
    const edited = { 'schedule.yaml': schedule.replace('30 3', '20 12'), 'schedule.json': '{}' };
    expect(zipDifferences(files(older), files(older, edited))).toEqual([
      { sign: '~', what: 'job nightly.cron', from: '"30 3 * * *"', to: '"20 12 * * *"' },
    ]);
  });

  test('by files that are new, gone or others', () => {
    const [from, to] = [
      { 'a.ics': '1', 'b.ics': '1', 'schedule.yaml': undefined },
      { 'b.ics': '2', 'c/d.ics': '1' },
    ];
    expect(
      zipDifferences(files(older, from), files(older, to)).map(({ sign, what }) => `${sign} ${what}`),
    ).toEqual(['+ file "schedule.yaml"', '~ file "b.ics"', '+ file "c/d.ics"', '- file "a.ics"']);
  });

  test('only as a zip, where all files are the same', () => {
    expect(zipDifferences(files(older), files(older))).toEqual([
      { sign: '~', what: 'code', note: 'the same files, in another zip' },
    ]);
  });
});
