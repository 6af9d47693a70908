import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { calendarText } from '../../maintenance/schedule/ics/calendar-text.ts';
import { withFiles } from './run-nightshift.ts';

const schedule = (calendar: string) => `version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" }
calendars:
  off:
    - ${calendar}
jobs:
  nightly:
    action: restart
    cron: "30 3 * * *"
    skipOn: [off]
    targets: { region: beijing, names: ["*"] }
`;
const files = (calendar: string, more: Readonly<Record<string, string>> = {}) => ({
  'config/schedule.yaml': schedule(calendar),
  'dist/function/index.js': 'exports.handler = async () => "one";\n',
  ...more,
});

describe('a calendar that lies elsewhere', () => {
  test.each(['../h.ics', '/etc/h.ics', './sub/../../h.ics'])(
    'is refused by every command: %s',
    async (path) => {
      await withFiles(files(`{ ics: ${path} }`), async (nightshift) => {
        const place = `config/schedule.yaml:7:14 calendars.off[0].ics: "${path}" - expected the path of an .ics file in the folder of the schedule or below`;
        const validated = await nightshift(['validate']);
        expect({ ...validated, stdout: validated.stdout.split('\n')[0]?.slice(0, place.length) }).toEqual({
          code: 1,
          stdout: place,
          stderr: '',
        });
        const packed = await nightshift(['pack', '--out', 'a.zip']);
        expect([packed.code, packed.stderr.slice(0, place.length)]).toEqual([1, place]);
      });
    },
  );

  test('is refused where a link leads to it, and read where a link stays inside', async () => {
    await withFiles(
      files('{ ics: ./a/h.ics }', { 'config/b/h.ics': calendarText([['UID:1', 'DTSTART:20900101']]) }),
      async (nightshift, folder) => {
        symlinkSync('b', join(folder, 'config/a'));
        expect(await nightshift(['validate'])).toMatchObject({
          code: 0,
          stdout: expect.stringContaining('nothing is wrong'),
        });
        expect((await nightshift(['pack', '--out', 'a.zip', '--json'])).stdout).toContain('"a/h.ics"');
      },
    );
    await withFiles(
      files('{ ics: ./a/h.ics }', { 'other/h.ics': calendarText([['UID:1', 'DTSTART:20900101']]) }),
      async (nightshift, folder) => {
        symlinkSync('../other', join(folder, 'config/a'));
        const told =
          'config/schedule.yaml:7:7 calendars.off[0]: ./a/h.ics: it is a link that leads out of the folder of the schedule - expected an .ics file in the folder of the schedule or below';
        expect(await nightshift(['validate'])).toMatchObject({
          code: 1,
          stdout: expect.stringContaining(told),
        });
        expect(await nightshift(['pack', '--out', 'a.zip'])).toMatchObject({
          code: 1,
          stderr: expect.stringContaining(told),
        });
      },
    );
  });

  test.each([
    ['a folder', (path: string) => void mkdirSync(path)],
    ['a pipe, which may never end', (path: string) => void execFileSync('mkfifo', [path])],
  ])('is refused where it is %s', async (_, make) => {
    await withFiles(files('{ ics: ./h.ics }'), async (nightshift, folder) => {
      make(join(folder, 'config/h.ics'));
      expect((await nightshift(['validate'])).stdout).toContain(
        'calendars.off[0]: ./h.ics: it is no file - expected',
      );
    });
  });
});

describe('a calendar that has ended', () => {
  const ended = files('{ ics: ./h.ics }', {
    'config/h.ics': calendarText([['UID:1', 'DTSTART:20241001', 'DTEND:20241008']]),
  });

  test('is told by validate, and by next beside each fire that it no longer keeps from running', async () => {
    await withFiles(ended, async (nightshift) => {
      expect((await nightshift(['validate'])).stdout).toContain(
        'config/schedule.yaml:7:7 calendars.off[0]: ./h.ics, a calendar whose last day was 2024-10-07 - expected days to come: nightly runs as if it were not there',
      );
      const { stdout } = await nightshift(['next', '--from', '2024-10-07', '--days', '3', '--json']);
      expect(
        JSON.parse(stdout).fires.map(({ skipped, notes }: { skipped: unknown; notes: unknown }) => [
          skipped,
          notes,
        ]),
      ).toEqual([
        ['calendar off: an event without a summary', []],
        [null, ['calendar off has no day after 2024-10-07']],
        [null, ['calendar off has no day after 2024-10-07']],
      ]);
    });
  });
});
