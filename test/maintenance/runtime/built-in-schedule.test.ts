import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  type BuiltInSchedule,
  builtInSchedule,
} from '../../../functions/maintenance/runtime/built-in-schedule.ts';
import { loadSchedule } from '../../../functions/maintenance/runtime/load-schedule.ts';
import { isZone } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';

const text = readFileSync(new URL('../../../config/schedule.yaml', import.meta.url), 'utf8');
const environment: Readonly<Record<string, string>> = {
  BEIJING_PROJECT_ID: '0f5181caba0024e72f89c0045e707b91',
  OPS_WEBHOOK_URL: 'https://hooks.example.com/ops',
  OPS_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  AUDIT_WEBHOOK_URL: 'https://hooks.example.com/audit',
  AUDIT_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx',
};
const lookup = (name: string) => environment[name];

function parsedAs(file: string) {
  const parsed = parseSchedule(text, { file, isZone });
  if (!parsed.ok) expect.unreachable(JSON.stringify(parsed.diagnostics));
  return parsed;
}

/** As the build does it: what was parsed goes through JSON into the bundle. */
function buildIn(built: BuiltInSchedule): void {
  vi.stubGlobal('BUILT_IN_SCHEDULE', JSON.parse(JSON.stringify(built)));
}

afterEach(() => void vi.unstubAllGlobals());

describe('the schedule that was built in', () => {
  test('is none when the sources are run', () => {
    expect(builtInSchedule(text, 'schedule.yaml')).toBeUndefined();
  });

  test('is what parsing its text would give, under the name of the file that was read', () => {
    const parsed = parsedAs('config/schedule.yaml');
    const warning = {
      file: 'config/schedule.yaml',
      line: 1,
      column: 1,
      path: '',
      severity: 'warning',
      code: 'x',
      message: 'm',
    } as const;
    buildIn({ text, parsed: { ...parsed, warnings: [warning] } });
    expect(builtInSchedule(text, 'schedule.yaml')).toEqual({
      ...parsedAs('schedule.yaml'),
      warnings: [{ ...warning, file: 'schedule.yaml' }],
    });
  });

  test('loads to the same as its text does', async () => {
    const fresh = await loadSchedule({ file: 'schedule.yaml', text }, lookup);
    buildIn({ text, parsed: parsedAs('config/schedule.yaml') });
    expect(await loadSchedule({ file: 'schedule.yaml', text }, lookup)).toEqual(fresh);
  });

  test.each([' ', '\n', '# a comment'])('is not taken for a text that differs by %j', (addition) => {
    buildIn({ text, parsed: parsedAs('config/schedule.yaml') });
    expect(builtInSchedule(text + addition, 'schedule.yaml')).toBeUndefined();
  });
});
