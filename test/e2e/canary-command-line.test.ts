import { expect, test } from 'vitest';
import { withFiles } from '../nightshift/commands/run-nightshift.ts';
import { channelNames } from './canary-channels.ts';
import { type CanaryNight, planted, withCanaryNight } from './canary-night.ts';
import { cloudEcho } from './echoing-answers.ts';

const { accessKey = '', secretKey = '', securityToken = '' } = planted;
const also = [accessKey, secretKey, securityToken];
const topics = ['good-topic', 'lying-topic'];

/** Runs commands side by side, three at a time, and answers what they said; none of it may hold a secret. */
async function runAll(night: CanaryNight, commands: readonly (readonly string[])[]) {
  const said: { readonly command: string; readonly code: number | null; readonly text: string }[] = [];
  await withFiles({ 'schedule.yaml': night.schedule }, async (nightshift) => {
    const waiting = [...commands];
    const work = async () => {
      for (let command = waiting.shift(); command; command = waiting.shift()) {
        const { code, stdout, stderr } = await nightshift(command, night.environment);
        said.push({ command: command.join(' '), code, text: stdout + stderr });
      }
    };
    await Promise.all([work(), work(), work()]);
  });
  for (const { command, text } of said)
    expect({ command, found: night.found(text), isSilent: text === '' }).toEqual({
      command,
      found: [],
      isSilent: false,
    });
  return said;
}

test('no command shows a secret when all is well with the cloud, to good channels and lying ones', async () => {
  await withCanaryNight(1, async (night) => {
    const names = [...channelNames, ...topics];
    const said = await runAll(night, [
      ['validate'],
      ['plan', 'nightly'],
      ['plan', 'nightly', '--json'],
      ['status'],
      ['history'],
      ['notify', '--channel', 'good-webhook', '--print', '--sample', 'failure'],
      ...names.map((name) => ['notify', '--channel', name, '--yes']),
    ]);
    const delivered = said.filter(({ text }) => text.includes('delivered'));
    expect(delivered.map(({ command }) => command)).toEqual(
      expect.arrayContaining(
        names.filter((name) => /good/.test(name)).map((name) => `notify --channel ${name} --yes`),
      ),
    );
    expect(night.sightings()).toEqual([]);
  });
});

test.each([400, 403, 500])(
  'no command shows what a cloud that answers %i says of its keys',
  async (status) => {
    await withCanaryNight(1, async (night) => {
      night.lie(cloudEcho(() => true, { also, status, split: status === 403 }));
      const said = await runAll(night, [
        ['plan', 'nightly'],
        ['plan', 'nightly', '--json'],
        ['status'],
        ['history'],
        ['cancel', 'nightly@2026-11-23T03:30:00+08:00'],
        ['notify', '--channel', 'lying-topic', '--yes'],
      ]);
      expect(said.map(({ code }) => code)).toEqual(said.map(() => 1));
    });
  },
);
