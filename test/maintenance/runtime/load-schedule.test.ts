import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadSchedule, readScheduleFile } from '../../../functions/maintenance/runtime/load-schedule.ts';
import { ScheduleError } from '../../../functions/maintenance/runtime/schedule-error.ts';
import { encoders } from '../document/encode-text.ts';

const file = 'schedule.yaml';
const written = `version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: "\${PROJECT}" }
notify:
  ops: { kind: webhook, url: "https://hooks.example.com/\${TOKEN}" }
jobs:
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, tags: { env: staging } }
    notify: [ops]
`;

const environment: Readonly<Record<string, string>> = {
  PROJECT: '0f5181caba0024e72f89c0045e707b91',
  TOKEN: 'tok-4711',
};
const lookup = (name: string) => environment[name];

/** A directory of code with these files in it, removed when the test is over. */
function codeWith(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'nightshift-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

async function refusal(text: string, variables = environment): Promise<ScheduleError> {
  try {
    await loadSchedule({ file, bytes: Buffer.from(text) }, (name) => variables[name]);
  } catch (error) {
    if (error instanceof ScheduleError) return error;
    throw error;
  }
  return expect.unreachable('the schedule was loaded');
}

describe('the file of the schedule', () => {
  test('is schedule.yaml beside the bundle', () => {
    const code = codeWith({ 'schedule.yaml': written });
    expect(readScheduleFile(code, () => undefined)).toEqual({ file, bytes: Buffer.from(written) });
  });

  test('may be another one, named from the bundle or from the root', () => {
    const code = codeWith({ 'schedule.yaml': 'no', 'schedules/prod.yaml': written });
    for (const named of ['schedules/prod.yaml', join(code, 'schedules/prod.yaml')]) {
      const from = (name: string) => (name === 'NIGHTSHIFT_SCHEDULE' ? named : undefined);
      expect(readScheduleFile(code, from)).toEqual({ file: named, bytes: Buffer.from(written) });
    }
  });

  test.each([undefined, 'missing.yaml', '.'])(
    'that cannot be read (%s) is named, and what to do',
    (named) => {
      const code = codeWith({});
      const read = () => readScheduleFile(code, () => named);
      expect(read).toThrow(
        expect.objectContaining({
          code: 'schedule.unreadable',
          message: `${named ?? file} cannot be read - expected the schedule there: put it beside index.js, or name it in NIGHTSHIFT_SCHEDULE`,
          cause: expect.objectContaining({ code: expect.stringMatching(/^E(NOENT|ISDIR)$/) }),
        }),
      );
    },
  );
});

describe('loading', () => {
  test('gives the schedule with its references replaced, and what to keep secret', async () => {
    const { schedule, secrets, warnings } = await loadSchedule({ file, bytes: Buffer.from(written) }, lookup);
    expect(schedule.regions['beijing']?.projectId).toBe(environment['PROJECT']);
    expect(schedule.jobs.map(({ name, timezone }) => [name, timezone])).toEqual([
      ['nightly', 'Asia/Shanghai'],
    ]);
    expect(secrets).toEqual(
      expect.arrayContaining(['https://hooks.example.com/tok-4711', 'tok-4711', environment['PROJECT']]),
    );
    expect(warnings).toEqual([]);
  });

  test('refuses a schedule with a line for everything that is wrong with it', async () => {
    const broken = written
      .replace('soft_restart', 'reboot')
      .replace('30 3 * * *', '30 3 * *')
      .replace('region: beijing, tags', 'region: peking, tags');
    const error = await refusal(broken);
    expect(error.code).toBe('schedule.invalid');
    expect(error.diagnostics).toHaveLength(3);
    expect(error.message.split('\n')).toEqual([
      expect.stringMatching(/^schedule\.yaml:9:13 jobs\.nightly\.action: .* - /),
      expect.stringMatching(/^schedule\.yaml:10:11 jobs\.nightly\.cron: .* - /),
      expect.stringMatching(/^schedule\.yaml:11:24 jobs\.nightly\.targets\.region: .* - /),
    ]);
  });

  test('names every variable that is missing, and where it is used', async () => {
    const error = await refusal(written, { TOKEN: '' });
    expect(error.message.split('\n')).toEqual([
      expect.stringContaining(
        'schedule.yaml:4:45 regions.beijing.projectId: environment variable PROJECT is missing',
      ),
      expect.stringContaining('schedule.yaml:6:30 notify.ops.url: environment variable TOKEN is missing'),
    ]);
  });

  test('refuses one that was saved in another encoding, whatever its parsed form says', async () => {
    const text = written.replace('env: staging', 'env: 测试环境');
    const bytes = encoders['gb18030']?.(text) ?? expect.unreachable();
    const json = JSON.stringify({ note: '', build: 'x', digest: '', text });
    await expect(loadSchedule({ file, bytes, json }, lookup)).rejects.toMatchObject({
      code: 'schedule.invalid',
      message: expect.stringMatching(/^schedule\.yaml:11:\d+: byte \d+ .* GB18030 .* - expected UTF-8/),
    });
  });

  test('refuses a zone that the runtime does not have', async () => {
    const error = await refusal(written.replace('Asia/Shanghai', 'Asia/Shangai'));
    expect(error.message).toContain('schedule.yaml:2:11 timezone: ');
  });
});
