import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { realClock } from '../../../functions/maintenance/runtime/real-clock.ts';
import { feishuInbox } from '../../../functions/minicloud/inbox/chats/feishu.ts';
import { runCommandLine } from '../../../functions/nightshift/commands/run-command-line.ts';
import { sampleKinds } from '../../../functions/nightshift/commands/sample-notice.ts';
import { openInterruption } from '../../../functions/nightshift/place/interruption.ts';
import { openTerminal, type Streams } from '../../../functions/nightshift/place/terminal.ts';
import { startInbox } from '../../minicloud/inbox/inbox-server.ts';
import { withFiles } from './run-nightshift.ts';

const schedule = `version: 1
timezone: Asia/Shanghai
regions: { beijing: { region: cn-north-4, projectId: "\${NOT_ASKED_FOR}" } }
notify:
  ops: { kind: slack, url: "\${OPS_URL}" }
  here: { kind: feishu, url: "\${HERE_URL}", secret: "\${HERE_SECRET}", allowLoopback: true, language: zh }
  failures: { kind: wecom, url: "\${HERE_URL}", allowLoopback: true, when: failure }
jobs:
  nightly:
    action: soft_restart
    targets: { region: beijing, names: ["*"] }
    notify: [ops, here, failures]
`;
const files = { 'schedule.yaml': schedule };
const opsUrl = 'https://hooks.slack.com/services/T00000000/B00000000/canary0123456789abcdefgh';

/** The command in this process, at a terminal where somebody types. */
async function typed(answer: string, folder: string, environment: Readonly<Record<string, string>>) {
  const said = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof said) =>
    Object.assign(
      new Writable({
        write(chunk, _, done) {
          said[name] += String(chunk);
          done();
        },
      }),
      { isTTY: true, columns: 80 },
    );
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  stdin.write(`${answer}\n`);
  const streams = { stdin, stdout: stream('stdout'), stderr: stream('stderr'), env: {} };
  const interruption = openInterruption();
  const terminal = openTerminal(streams as unknown as Streams, interruption);
  const args = ['notify', '--channel', 'ops', '--schedule', `${folder}/schedule.yaml`];
  const code = await runCommandLine(args, {
    ...{ terminal, interruption, environment, clock: realClock },
  });
  return { code, ...said };
}

describe('nightshift notify --print', () => {
  test.each(sampleKinds)('prints the body of a %s, for another program to read', async (kind) => {
    await withFiles(files, async (nightshift) => {
      const args = ['notify', '--channel', 'ops', '--print', '--sample', kind];
      const { code, stdout, stderr } = await nightshift(args, { OPS_URL: opsUrl });
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ attachments: expect.any(Array) });
      expect(stdout).toContain('sample');
      expect(stderr).toMatch(/^POST to slack, \d+ bytes/);
      expect(stdout + stderr).not.toContain('canary');
    });
  });

  test('asks for the variables of that channel only, and names those that are missing', async () => {
    await withFiles(files, async (nightshift) => {
      const { code, stdout, stderr } = await nightshift(['notify', '--channel', 'ops', '--print']);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toBe(
        'schedule.yaml:5:28 notify.ops.url: environment variable OPS_URL is missing or empty - expected a value\n',
      );
    });
  });

  test('names the channels there are when there is none of that name', async () => {
    await withFiles(files, async (nightshift) => {
      const { code, stderr } = await nightshift(['notify', '--channel', 'opps', '--print']);
      expect(code).toBe(1);
      expect(stderr).toBe(
        'nightshift: there is no channel "opps" - expected one of ops, here, failures; did you mean "ops"?\n',
      );
    });
  });
});

describe('nightshift notify', () => {
  test('sends a signed sample to a receiver on this machine, and says how that went', async () => {
    const secret = 'a-secret-of-no-other-use';
    const inbox = await startInbox({ chats: { '/room-5eed': feishuInbox(secret) } });
    try {
      await withFiles(files, async (nightshift) => {
        const environment = { HERE_URL: `${inbox.url}/room-5eed`, HERE_SECRET: secret };
        const { code, stdout } = await nightshift(['notify', '--channel', 'here'], environment);
        expect(stdout).toMatch(/^here \(feishu\): delivered/);
        expect(code).toBe(0);
        expect(inbox.messages.map(({ answered }) => answered)).toEqual(['accepted']);
        expect(JSON.stringify(inbox.messages[0]?.json)).toContain('sample');
      });
    } finally {
      await inbox.close();
    }
  });

  test('says that a channel is not told of such a run', async () => {
    await withFiles(files, async (nightshift) => {
      const args = ['notify', '--channel', 'failures', '--sample', 'success'];
      const { code, stdout } = await nightshift(args, { HERE_URL: 'http://127.0.0.1:9/x' });
      expect(code).toBe(1);
      expect(stdout).toBe('failures (wecom): not-wanted: the channel is told of failures only\n');
    });
  });

  test('sends nothing to a real chat unless somebody said yes', async () => {
    await withFiles(files, async (nightshift, folder) => {
      const { code, stdout, stderr } = await nightshift(['notify', '--channel', 'ops'], { OPS_URL: opsUrl });
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain('there is no terminal to ask at');
      for (const answer of ['', 'no', 'maybe']) {
        const ended = await typed(answer, folder, { OPS_URL: opsUrl });
        expect(ended.stderr).toContain('Send a sample (failure) to the channel ops, which is slack?');
        expect(ended.stderr).toContain('nothing was sent');
        expect([ended.code, ended.stdout]).toEqual([1, '']);
      }
    });
  });

  test('sends when somebody says yes', async () => {
    await withFiles(files, async (_, folder) => {
      // Of a name that nobody can have, so that no real chat hears of it.
      const nowhere = 'https://hooks.slack.com.invalid/services/T00000000/B00000000/canary0123456789';
      const ended = await typed('yes', folder, { OPS_URL: nowhere });
      expect(ended.stderr).not.toContain('nothing was sent');
      expect(ended.stdout + ended.stderr).not.toContain('canary');
    });
  });
});
