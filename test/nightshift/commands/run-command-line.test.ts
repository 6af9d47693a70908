import { describe, expect, test } from 'vitest';
import { CodedError } from '../../../functions/maintenance/foundation/coded-error.ts';
import { ScheduleError } from '../../../functions/maintenance/runtime/schedule-error.ts';
import { tellError } from '../../../functions/nightshift/commands/tell-error.ts';
import { withFiles } from './run-nightshift.ts';

function told(error: unknown, edge?: number): string {
  const lines: string[] = [];
  const complain = (text: string) => lines.push(text);
  tellError(error, { complain, redact: (text) => text, width: edge ?? 120, hasEdge: edge !== undefined });
  return lines.join('\n');
}

describe('what somebody can mend', () => {
  test('is told in one line, without a stack', () => {
    expect(told(new CodedError('job.unknown', 'there is no job "a" - expected b'))).toBe(
      'nightshift: there is no job "a" - expected b',
    );
  });

  test('is a line for each mistake of a schedule', () => {
    const place = { file: 'schedule.yaml', column: 3, severity: 'error', code: 'value.form' } as const;
    const error = new ScheduleError([
      { ...place, line: 4, path: 'jobs.a.cron', message: 'nothing - expected five fields' },
      { ...place, line: 9, path: '', message: 'a tab - expected spaces' },
    ]);
    expect(told(error)).toBe(
      'schedule.yaml:4:3 jobs.a.cron: nothing - expected five fields\nschedule.yaml:9:3: a tab - expected spaces',
    );
    expect(told(error, 50)).toBe(
      'schedule.yaml:4:3 jobs.a.cron: nothing -\n    expected five fields\nschedule.yaml:9:3: a tab - expected spaces',
    );
  });
});

test('a bug is told with its stack', () => {
  expect(told(new TypeError('x is not a function'))).toMatch(
    /^nightshift: this is a bug - please report it with these lines:\nTypeError: x is not a function\n {4}at /,
  );
});

describe('arguments that are not understood', () => {
  test.each([
    [['valdate'], "error: unknown command 'valdate'\n(Did you mean validate?)"],
    [['validate', '--josn'], "error: unknown option '--josn'\n(Did you mean --json?)"],
    [['next', '--days'], "error: option '--days <days>' argument missing"],
    [['plan', 'a', 'b'], "error: too many arguments for 'plan'. Expected 1 argument but got 2."],
  ])('%j end with 2 and say what was not', async (args, said) => {
    await withFiles({}, async (nightshift) => {
      const { code, stdout, stderr } = await nightshift(args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toBe(`${said}\nnightshift --help, or --help after a command, tells more\n`);
    });
  });

  test('none at all are wrong usage, too; help that was asked for is not', async () => {
    await withFiles({}, async (nightshift) => {
      const [none, help] = [await nightshift([]), await nightshift(['--help'])];
      expect([none.code, none.stdout]).toEqual([2, '']);
      expect([help.code, help.stderr]).toEqual([0, '']);
      expect(none.stderr).toBe(help.stdout);
      expect(help.stdout).toMatch(/^Usage: nightshift /);
    });
  });
});
