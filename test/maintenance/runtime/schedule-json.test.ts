import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readScheduleJson } from '../../../functions/maintenance/runtime/schedule-json.ts';
import { isZone } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';
import { resolveEnvironment } from '../../../functions/maintenance/schedule/resolve-environment.ts';
import { writeScheduleJson } from '../../../functions/nightshift/deploy/pack/pack-function.ts';

const build = '1.2.3+0123456789ab';
const example = readFileSync('config/schedule.yaml', 'utf8');
const manual = `version: 1
journal: obs://runs/nightshift
handOver: { region: cn-north-4 }
regions: { beijing: { region: cn-north-4, projectId: "\${PROJECT}" } }
calendars: { closed: [{ ics: ./holidays.ics }, { china: holidays }] }
jobs:
  by-hand: { action: restart, targets: { region: beijing, names: ["*"] }, skipOn: [closed] }
  monthly: { action: flush, cron: "0 4 * * MON#2", destroysData: acknowledged, backup: required, targets: { region: [beijing], ids: ["a"] } }
`;

function parsedAs(file: string, text = example) {
  const parsed = parseSchedule(text, { file, isZone });
  if (!parsed.ok) expect.unreachable(JSON.stringify(parsed.diagnostics));
  return parsed;
}

/** What the function has of it: the document that it was written in stays with those who show places in it. */
function compiledAs(file: string, text = example) {
  const { document, ...compiled } = parsedAs(file, text);
  expect(document.tree).toHaveProperty('jobs');
  return compiled;
}

/** What is written beside the example by a build. */
function written(by = build, text = example): string {
  return writeScheduleJson(parsedAs('config/schedule.yaml', text), by) ?? expect.unreachable();
}

describe('schedule.json', () => {
  test('is what parsing the schedule would give, under the name of the file that was read', () => {
    const parsed = parsedAs('config/schedule.yaml');
    const warning = { line: 1, column: 1, path: '', severity: 'warning', code: 'x', message: 'm' } as const;
    const warned = { ...parsed, warnings: [{ ...warning, file: 'config/schedule.yaml' }] };
    const json = writeScheduleJson(warned, build) ?? expect.unreachable();
    expect(readScheduleJson(json, { file: 'schedule.yaml', text: example }, build)).toEqual({
      ...compiledAs('schedule.yaml'),
      warnings: [{ ...warning, file: 'schedule.yaml' }],
    });
  });

  test.each([
    ['config/schedule.yaml', example],
    ['jobs without a cron', manual],
  ])('loses nothing on its way through JSON: %s', (_, text) => {
    const file = 'schedule.yaml';
    const read = readScheduleJson(written(build, text), { file, text }, build) ?? expect.unreachable();
    const fresh = compiledAs(file, text);
    expect(read).toEqual(fresh);
    expect(resolveEnvironment(read, () => 'value')).toEqual(resolveEnvironment(fresh, () => 'value'));
  });

  test('names the SHA-256 of the bytes of the YAML, and the build that made it', () => {
    expect(JSON.parse(written())).toMatchObject({
      digest: createHash('sha256').update(readFileSync('config/schedule.yaml')).digest('hex'),
      build,
    });
  });

  test.each([' ', '\n', '# a comment'])('is of no use for a text that differs by %j', (addition) => {
    expect(readScheduleJson(written(), { file: 'f', text: example + addition }, build)).toBeUndefined();
  });

  test.each([
    ['another build', written('1.2.3+ba9876543210')],
    ['nobody that is known', '{}'],
    ['somebody who writes no JSON', 'digest'],
    ['somebody who writes nothing', ''],
    ['somebody who writes null', 'null'],
  ])('is of no use when it was made by %s', (_, json) => {
    expect(readScheduleJson(json, { file: 'f', text: example }, build)).toBeUndefined();
  });

  test('is neither written nor read where the sources are run, which are no build', () => {
    expect(writeScheduleJson(parsedAs('f'))).toBeUndefined();
    expect(readScheduleJson(written(), { file: 'f', text: example })).toBeUndefined();
  });
});
