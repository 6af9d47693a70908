import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { withFiles } from '../nightshift/commands/run-nightshift.ts';

test('what the local cloud prints is all that plan, deploy, doctor and status need', async () => {
  const child = spawn(process.execPath, [resolve('dist/local/nightshift.mjs'), 'cloud']);
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill();
    await ended;
  });
  let banner = '';
  for await (const chunk of child.stdout) {
    banner += String(chunk);
    if (banner.includes('Ctrl-C ends it.')) break;
  }
  const exported = [...banner.matchAll(/^export (\w+)=(.*)$/gm)];
  const environment = Object.fromEntries(exported.map(([, name, value]) => [name, value]));
  const commands = [...banner.matchAll(/^nightshift (.*)$/gm)].map(([, args = '']) => args.split(' '));
  expect(commands.map(([name]) => name)).toEqual(['plan', 'deploy', 'doctor', 'status']);
  await withFiles({}, async (nightshift) => {
    for (const args of commands) {
      const { code, stdout, stderr } = await nightshift(args, environment);
      expect([args[0], code, stderr, stdout]).toEqual([args[0], 0, '', expect.any(String)]);
    }
  });
});
