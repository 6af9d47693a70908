import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../../../functions/maintenance/runtime/real-clock.ts';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { runCommandLine } from '../../../functions/nightshift/commands/run-command-line.ts';
import { openInterruption } from '../../../functions/nightshift/place/interruption.ts';
import { openTerminal, type Streams } from '../../../functions/nightshift/place/terminal.ts';
import { withFiles } from './run-nightshift.ts';

const empty = 'b'.repeat(32);

let cloud: Cloud;
let keys: Record<string, string>;
beforeAll(async () => {
  cloud = await startCloud({
    clock: createCloudClock({ scale: 1 }),
    projects: { 'cn-east-3': empty },
    instances: [],
  });
  keys = { HUAWEICLOUD_SDK_AK: cloud.accessKey, HUAWEICLOUD_SDK_SK: cloud.secretKey };
});
afterAll(() => cloud.close());

/** Runs init at a terminal where somebody answers one question after the other with these keys. */
async function atTerminal(folder: string, keysOf: readonly string[]) {
  const answers = [...keysOf];
  let said = '';
  const out = () =>
    Object.assign(
      new Writable({
        write(chunk, _, done) {
          said += String(chunk);
          if (said.endsWith(': ')) stdin.write(answers.shift() ?? '\r');
          done();
        },
      }),
      { isTTY: true, columns: 100, cursorTo: () => true, clearLine: () => true, moveCursor: () => true },
    );
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
  const streams = { stdin, stdout: out(), stderr: out(), env: { TERM: 'dumb' } };
  const interruption = openInterruption(() => {});
  const terminal = openTerminal(streams as unknown as Streams, interruption);
  const context = { terminal, interruption, clock: realClock, environment: keys };
  const code = await runCommandLine(['init', folder, '--endpoint', cloud.endpoint], context);
  terminal.restore();
  return { code, said, left: answers };
}

describe('at a terminal', () => {
  test('asks for region and project, offers what the keys are for, and asks again for what cannot be', async () => {
    await withFiles({}, async (_, folder) => {
      const { code, said, left } = await atTerminal(folder, ['Beijing\r', 'cn-east-3\r', '\r']);
      expect([code, left]).toEqual([0, []]);
      expect(said).toContain('Region [cn-north-4]: ');
      expect(said).toContain('"Beijing": no id of a region - expected');
      expect(said).toContain(`Project id [${empty}]: `);
      expect(readFileSync(join(folder, 'serverless.yml'), 'utf8')).toContain(`projectId: "${empty}"`);
    });
  });

  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('%s at the second question ends with 130 and leaves nothing', async (_, key) => {
    await withFiles({}, async (_nightshift, folder) => {
      const { code, said } = await atTerminal(folder, ['\r', key]);
      expect(code).toBe(130);
      expect(said).toContain('interrupted: nothing was changed');
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});
