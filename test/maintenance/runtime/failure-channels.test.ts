import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMemoryJournal } from '../../../functions/maintenance/journal/memory-records.ts';
import { openFailureChannels } from '../../../functions/maintenance/runtime/channels.ts';
import { adaptContext } from '../../../functions/maintenance/runtime/function-context.ts';
import { createLog } from '../../../functions/maintenance/runtime/log.ts';
import { salvageChannels } from '../../../functions/maintenance/schedule/salvage-channels.ts';
import { startReceiver, status } from '../notify/receiver.ts';
import { stillClock } from '../notify/still-clock.ts';

const environment: Readonly<Record<string, string>> = {
  OPS_URL: 'https://hooks.example.com/ops-4711',
  OPS_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
};
const lookup = (name: string) => environment[name];

const notify = `notify:
  ops: { kind: webhook, url: "\${OPS_URL}", secret: "\${OPS_SECRET}" }
  plain: { kind: webhook, url: "https://hooks.example.com/plain" }
`;

const names = (text: string) => Object.keys(salvageChannels(text, lookup).notify);

describe('the channels of a schedule that cannot be used', () => {
  test.each([
    ['a job is wrong', `${notify}jobs: { nightly: { action: reboot } }`],
    ['regions are missing', notify],
    ['a key is unknown', `${notify}color: red`],
    ['the version is another', `version: 2\n${notify}`],
    [
      'a variable of a region is missing',
      `${notify}regions: { x: { region: "\${NOWHERE}", projectId: 0123456789abcdef0123456789abcdef } }`,
    ],
  ])('are whole when %s', (_, text) => {
    expect(names(text)).toEqual(['ops', 'plain']);
  });

  test.each([
    ['a key that is unknown', 'ops: { kind: webhook, url: "https://x.example/", color: red }'],
    ['no URL', 'ops: { kind: webhook }'],
    ['a kind of a later version', 'ops: { kind: feishu, url: "https://x.example/" }'],
    ['a URL from a variable that is missing', 'ops: { kind: webhook, url: "${NOWHERE}" }'],
    [
      'a secret from a variable that is missing',
      'ops: { kind: webhook, url: "https://x.example/", secret: "${NOWHERE}" }',
    ],
    ['a reference that is not closed', 'ops: { kind: webhook, url: "https://x.example/${OPS" }'],
    ['nothing in it', 'ops:'],
  ])('are without one that has %s, and the others stay', (_, ops) => {
    expect(
      names(`notify:\n  ${ops}\n  plain: { kind: webhook, url: "https://hooks.example.com/plain" }`),
    ).toEqual(['plain']);
  });

  const sound = `version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef }
${notify}jobs:
  nightly:
    action: soft_restart
    targets: { region: beijing, names: ["*"] }
    notify: [ops]
`;
  const breaks: readonly (readonly [string, (text: string) => string])[] = [
    ['a tab', (text) => text.replace('    action', '\taction')],
    ['a quote that is not closed, before', (text) => text.replace('Asia/Shanghai', '"Asia/Shanghai')],
    ['a quote that is not closed, after', (text) => text.replace('soft_restart', "'soft_restart")],
    [
      'a bracket that is not closed, before',
      (text) => text.replace('projectId: 0123456789abcdef0123456789abcdef }', 'projectId: p'),
    ],
    ['a bracket that is not closed, after', (text) => text.replace('["*"] }', '["*" }')],
    ['a bracket that nothing opens', (text) => text.replace('timezone:', 'timezone: ]')],
    ['indentation that fits nowhere', (text) => text.replace('    action', '     action')],
    ['a key without a colon', (text) => text.replace('version: 1', 'version 1')],
    ['a key twice', (text) => text.replace('version: 1', 'version: 1\nversion: 1')],
    ['stray bytes', (text) => `${text.slice(0, 20)}\0\u0007\uFFFD{${text.slice(20)}`],
    ['a mark of a merge', (text) => `<<<<<<< HEAD\n${text}=======\nversion: 2\n>>>>>>> theirs\n`],
    [
      'a mark of a merge among the channels',
      (text) => text.replace('  plain', '<<<<<<< HEAD\n  plain').replace('jobs:', '>>>>>>> x\njobs:'),
    ],
    ['a tab among the channels', (text) => text.replace('  plain', '\tplain')],
    ['an end in the middle', (text) => text.slice(0, text.indexOf('names:'))],
    ['an alias of nothing', (text) => text.replace('beijing, names', '*nowhere, names')],
    ['a second document', (text) => `${text}---\n${text}`],
    [
      'an end of line of another system',
      (text) => text.replaceAll('\n', '\r\n').replace('version', '\tversion'),
    ],
    ['everything further in', (text) => text.replaceAll(/^(?=.)/gm, '  ').replace('  version', 'version')],
  ];

  test.each(breaks)('are whole in a text that is no schedule for %s', (_, broken) => {
    expect(names(broken(sound)).sort()).toEqual(['ops', 'plain']);
  });

  test('are those that are still whole where one of them is not, and of the last good schedule the others', () => {
    const broken = sound.replace('secret: "', 'secret: ');
    expect(names(broken)).toEqual(['plain']);
    const last = JSON.stringify({ schedule: { notify: { ops: { kind: 'webhook', url: '${OPS_URL}' } } } });
    const both = salvageChannels(broken, lookup, last).notify;
    expect(Object.keys(both).sort()).toEqual(['ops', 'plain']);
    expect(both['ops']).toMatchObject({ url: environment['OPS_URL'] });
    expect(Object.keys(salvageChannels('', lookup, last).notify)).toEqual(['ops']);
    // What can be read says which channels there are.
    expect(Object.keys(salvageChannels('version: 1', lookup, last).notify)).toEqual([]);
    expect(Object.keys(salvageChannels('[', lookup, 'no JSON').notify)).toEqual([]);
  });

  test.each([
    ['no YAML', 'notify: [unclosed'],
    ['no mapping', '- notify'],
    ['nothing', ''],
    ['a list for channels', 'notify: [ops]'],
    ['no channels', 'jobs: {}'],
  ])('are none when the text is %s', (_, text) => {
    expect(salvageChannels(text, lookup)).toEqual({ notify: {}, secrets: [] });
  });

  test('have their references replaced, and their URLs and secrets kept out of every text', () => {
    const { notify: channels, secrets } = salvageChannels(notify, lookup);
    expect(channels['ops']).toMatchObject({ url: environment['OPS_URL'], secret: environment['OPS_SECRET'] });
    expect(secrets).toEqual([
      environment['OPS_URL'],
      environment['OPS_SECRET'],
      'https://hooks.example.com/plain',
    ]);
  });
});

describe('telling of a schedule that cannot be used', () => {
  const clock = stillClock(Date.parse('2026-11-22T19:30:00Z'));

  async function openFrom(yaml: string) {
    const codeDirectory = mkdtempSync(join(tmpdir(), 'nightshift-'));
    onTestFinished(() => rmSync(codeDirectory, { recursive: true }));
    writeFileSync(join(codeDirectory, 'schedule.yaml'), yaml);
    const lines: string[] = [];
    const log = createLog('r-1', { now: clock.now, print: (line) => lines.push(line) });
    const context = { ...adaptContext({ getUserData: lookup }, clock.now), log };
    const world = { codeDirectory, processEnvironment: {}, clock, journal: createMemoryJournal() };
    return { channels: await openFailureChannels(context, world), log, lines };
  }

  test('reaches the receivers that can still be reached', async () => {
    await using receiver = await startReceiver(status(200));
    const local = `  local: { kind: webhook, url: "${receiver.url}/token-4711", allowLoopback: true }\n`;
    const { channels, lines } = await openFrom(`${notify}${local}jobs: { nightly: { action: reboot } }`);
    expect(channels.map(({ name }) => name)).toEqual(['ops', 'plain', 'local']);
    const failure = { code: 'schedule.invalid', message: 'reboot - expected restart', requestId: 'r-1' };
    const notice = { type: 'nightshift.invocation.failed', id: 'failed-r-1', failure } as const;
    expect(await channels[2]?.tell(notice, clock.now() + 20_000)).toMatchObject({ status: 'delivered' });
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
      type: 'nightshift.invocation.failed',
      data: failure,
    });
    expect(lines.join()).not.toContain('token-4711');
  });

  test('hides what the channels are made of from then on', async () => {
    const { log } = await openFrom(notify);
    expect(log.redact(`${environment['OPS_URL']} ${environment['OPS_SECRET']}`)).toBe(
      '[redacted] [redacted]',
    );
  });

  test('is impossible without the file', async () => {
    await expect(openFrom('').then(({ channels }) => channels)).resolves.toEqual([]);
    const log = createLog('r-1', { now: clock.now, print: () => {} });
    const world = {
      codeDirectory: join(tmpdir(), 'nowhere'),
      processEnvironment: {},
      clock,
      journal: createMemoryJournal(),
    };
    const context = { ...adaptContext({}, clock.now), log };
    await expect(openFailureChannels(context, world)).rejects.toMatchObject({ code: 'schedule.unreadable' });
  });
});
