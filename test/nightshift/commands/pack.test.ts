import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { codeAnswering, codePath, manualSchedule } from './functiongraph-beside.ts';
import { withFiles } from './run-nightshift.ts';

const files = {
  [codePath]: codeAnswering('one'),
  'dist/function/index.js.map': '{}',
  'config/schedule.yaml': manualSchedule,
  'other/schedules/staging.yaml': manualSchedule.replace('by-hand', 'staging'),
};
const entriesOf = (path: string) =>
  Object.fromEntries(
    Object.entries(unzipSync(readFileSync(path))).map(([name, content]) => [
      name,
      Buffer.from(content).toString(),
    ]),
  );

describe('nightshift pack', () => {
  test('writes the zip of the built function and the schedule, twice the same, byte for byte', async () => {
    await withFiles(files, async (nightshift, folder) => {
      const ended = await nightshift(['pack', '--out', 'out/nightshift.zip', '--code', 'dist/function']);
      const { code, stdout, stderr } = ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout.replace(/: \d+ bytes, sha512 \w{12}/, ': N bytes, sha512 X')).toBe(
        'out/nightshift.zip: N bytes, sha512 X\n  the function of dist/function\n' +
          '  the schedule config/schedule.yaml\n  index.js, schedule.json, schedule.yaml\n' +
          'to set beside it: runtime Node.js20.15, handler index.handler, timeout 7200 s, at most 1 instance,\n' +
          '  0 asynchronous retries, an agency; and the triggers that nightshift triggers prints\n',
      );
      expect(entriesOf(join(folder, 'out/nightshift.zip'))).toEqual({
        'index.js': codeAnswering('one'),
        'schedule.yaml': manualSchedule,
        'schedule.json': expect.stringContaining('"by-hand"'),
      });
      await nightshift(['pack', '--out', 'again.zip', '--code', 'dist/function'], { TZ: 'America/New_York' });
      const [one, other] = ['out/nightshift.zip', 'again.zip'].map((name) =>
        readFileSync(join(folder, name)),
      );
      expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
    });
  });

  test('takes another schedule and other code, and tells programs what it did', async () => {
    await withFiles({ ...files, 'built/index.js': codeAnswering('two') }, async (nightshift, folder) => {
      const schedule = 'other/schedules/staging.yaml';
      const { stdout } = await nightshift([
        'pack',
        '--out',
        'a.zip',
        '--schedule',
        schedule,
        '--code',
        'built',
        '--json',
      ]);
      expect(JSON.parse(stdout)).toMatchObject({
        out: 'a.zip',
        digest: expect.stringMatching(/^[0-9a-f]{128}$/),
        bytes: readFileSync(join(folder, 'a.zip')).length,
        schedule,
        files: ['index.js', 'schedule.json', 'schedule.yaml'],
      });
      expect(entriesOf(join(folder, 'a.zip'))).toMatchObject({
        'index.js': codeAnswering('two'),
        'schedule.yaml': files[schedule],
      });
    });
  });

  describe('asked for no code takes', () => {
    const deployed = (code: string) => `service: nightshift
provider: { name: huawei, region: cn-north-4, memorySize: 256, timeout: 600 }
functions:
  nightshift: { handler: index.handler${code} }
`;
    const packed = async (serverless: Readonly<Record<string, string>>) => {
      let entries: ReturnType<typeof entriesOf> = {};
      await withFiles({ ...files, ...serverless }, async (nightshift, folder) => {
        const { code, stdout, stderr } = await nightshift(['pack', '--out', 'a.zip']);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        entries = { ...entriesOf(join(folder, 'a.zip')), said: stdout };
      });
      return entries;
    };
    const own = {
      'index.js': readFileSync('dist/function/index.js', 'utf8'),
      'run.js': readFileSync('dist/function/run.js', 'utf8'),
      'rest.js': readFileSync('dist/function/rest.js', 'utf8'),
      said: expect.stringContaining('the function that came with nightshift ('),
    };

    test.each([
      ['without serverless.yml', {}],
      ['where serverless.yml has no code', { 'serverless.yml': deployed('') }],
      ['where serverless.yml has no codeUri', { 'serverless.yml': deployed(', code: {}') }],
    ])('the function that came with the command line %s', async (_, serverless) => {
      expect(await packed(serverless)).toMatchObject(own);
    });

    test('what serverless.yml has as codeUri, as deploy does', async () => {
      const serverless = deployed(', code: { codeUri: ./dist/function }');
      expect(await packed({ 'serverless.yml': serverless })).toMatchObject({
        'index.js': codeAnswering('one'),
        said: expect.stringContaining('the function of ./dist/function'),
      });
    });
  });

  test('leaves the zip that is there alone when the schedule is wrong', async () => {
    await withFiles(files, async (nightshift, folder) => {
      writeFileSync(join(folder, 'a.zip'), 'before');
      writeFileSync(join(folder, 'config/schedule.yaml'), manualSchedule.replace('restart', 'reboot'));
      const { code, stdout, stderr } = await nightshift(['pack', '--out', 'a.zip']);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain('jobs.by-hand.action:');
      expect(readFileSync(join(folder, 'a.zip'), 'utf8')).toBe('before');
    });
  });

  test.each([
    ['without a place for the zip', ['pack'], 2, "required option '--out <file>'"],
    ['without code', ['pack', '--out', 'a.zip', '--code', 'nowhere'], 1, 'codeUri nowhere is not there'],
    [
      'where nothing can be written',
      ['pack', '--out', 'dist'],
      1,
      'dist cannot be written - expected a place for the zip',
    ],
  ])('is refused %s', async (_, args, expected, complaint) => {
    await withFiles(files, async (nightshift) => {
      const { code, stderr } = await nightshift(args);
      expect(code).toBe(expected);
      expect(stderr).toContain(complaint);
    });
  });

  describe('leaves everything as it is, and says why,', () => {
    const withCalendar = manualSchedule
      .replace('action: restart,', 'action: restart, skipOn: [freeze],')
      .concat('calendars: { freeze: [{ ics: ./freeze.ics }] }\n');

    test('when the zip would take the place of the schedule', async () => {
      await withFiles(files, async (nightshift, folder) => {
        const { code, stderr } = await nightshift(['pack', '--out', './config/../config/schedule.yaml']);
        expect({ code, stderr }).toEqual({
          code: 1,
          stderr:
            'nightshift: ./config/../config/schedule.yaml is what the zip is made of - expected another place for the zip\n',
        });
        expect(readFileSync(join(folder, 'config/schedule.yaml'), 'utf8')).toBe(manualSchedule);
      });
    });

    test('when a calendar is none', async () => {
      const wrong = { ...files, 'config/schedule.yaml': withCalendar, 'config/freeze.ics': 'garbage\n' };
      await withFiles(wrong, async (nightshift, folder) => {
        const { code, stderr } = await nightshift(['pack', '--out', 'a.zip']);
        expect(code).toBe(1);
        expect(stderr).toMatch(
          /^config\/schedule\.yaml:\d+:23 calendars\.freeze\[0\]: \.\/freeze\.ics:1: "garbage", which is no line of iCalendar - expected NAME:value/m,
        );
        expect(existsSync(join(folder, 'a.zip'))).toBe(false);
      });
    });

    test('when a calendar is a link out of the folder', async () => {
      await withFiles({ ...files, 'config/schedule.yaml': withCalendar }, async (nightshift, folder) => {
        symlinkSync('/etc/hostname', join(folder, 'config/freeze.ics'));
        const { code, stderr } = await nightshift(['pack', '--out', 'a.zip']);
        expect(code).toBe(1);
        expect(stderr).toContain(
          'calendars.freeze[0]: ./freeze.ics: it is a link that leads out of the folder of the schedule - expected an .ics file',
        );
        expect(existsSync(join(folder, 'a.zip'))).toBe(false);
      });
    });
  });
});
