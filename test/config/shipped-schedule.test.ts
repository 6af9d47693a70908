import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Clock } from '../../functions/maintenance/foundation/clock.ts';
import { runCommandLine } from '../../functions/nightshift/commands/run-command-line.ts';
import { openInterruption } from '../../functions/nightshift/place/interruption.ts';
import { checkSchedule } from '../../functions/nightshift/place/schedule-file.ts';
import { openTerminal, type Streams } from '../../functions/nightshift/place/terminal.ts';

const file = 'config/schedule.yaml';

test("the schedule that ships deletes nobody's data, unless somebody turns that on", () => {
  const on = checkSchedule(file, readFileSync(file, 'utf8')).schedule.jobs.filter(({ enabled }) => enabled);
  expect(on.map(({ name, action, destroysData }) => [name, action, destroysData])).toEqual([
    ['nightly-soft-restart', 'soft_restart', undefined],
  ]);
});

const years = Array.from({ length: 10 }, (_, index) => 2026 + index);

test.each(years.map((year) => [`${year}-01-01`, `${year}-11-30`]))(
  'validate --strict finds nothing in what ships, be it %s or %s',
  async (...days) => {
    for (const day of days) {
      let said = '';
      const write = (text: string) => {
        said += text;
        return true;
      };
      const stream = { write, on: () => {}, isTTY: false, columns: 0 };
      const streams = { stdin: stream, stdout: stream, stderr: stream, env: {} };
      const interruption = openInterruption();
      const clock: Clock = { now: () => Date.parse(day), wait: async () => {} };
      const code = await runCommandLine(['validate', '--strict'], {
        terminal: openTerminal(streams as unknown as Streams, interruption),
        ...{ interruption, environment: {}, clock },
      });
      expect(said).toContain(`${file}: nothing is wrong`);
      expect(said).toContain('serverless.yml: its triggers cover the schedule');
      expect(code).toBe(0);
    }
  },
);
