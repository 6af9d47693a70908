import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withFiles } from '../nightshift/commands/run-nightshift.ts';

const child = spawn(process.execPath, [resolve('dist/local/nightshift.mjs'), 'cloud', '--scale', '60']);
const ended = once(child, 'close');
let banner = '';
let environment: Record<string, string> = {};
beforeAll(async () => {
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    banner += String(chunk);
    if (banner.includes('Ctrl-C ends it.')) break;
  }
  const exported = [...banner.matchAll(/^export (\w+)=(.*)$/gm)];
  environment = Object.fromEntries(exported.map(([, name, value]) => [name, value]));
});
afterAll(async () => {
  child.kill();
  await ended;
});

/** What the test dialog of the console would answer to an event. */
async function answerTo(event: string) {
  const [, url = ''] = /\| curl --data-binary @- (\S+)$/m.exec(banner) ?? [];
  const answered = await fetch(url, { method: 'POST', body: event });
  return { status: answered.status, text: await answered.text(), url };
}

describe('what the local cloud prints is all that is needed', () => {
  test('for plan, deploy, doctor, status and an event by hand of the project that lies ready', async () => {
    const commands = [...banner.matchAll(/^nightshift (.*?)(?: \| .*)?$/gm)].map(([, args = '']) =>
      args.split(' '),
    );
    expect(commands.map(([name]) => name)).toEqual(['plan', 'plan', 'deploy', 'doctor', 'event', 'status']);
    await withFiles({}, async (nightshift) => {
      for (const args of commands) {
        const { code, stdout, stderr } = await nightshift(args, environment);
        expect([args[0], code, stderr, stdout]).toEqual([args[0], 0, '', expect.any(String)]);
        if (args[1] === 'defragment')
          expect(stdout).toMatch(/^defragment: soft_restart of 2 of 10 selected instances, 8 left alone\n/);
      }
    });
  });

  test('for a project of your own, without a word of where anything is', async () => {
    await withFiles({}, async (nightshift) => {
      const made = await nightshift(['init', '--yes', '--json'], environment);
      expect(JSON.parse(made.stdout)).toMatchObject({ unseen: [], findings: [] });
      const deployed = await nightshift(['deploy', '--yes'], environment);
      expect([deployed.code, deployed.stderr]).toEqual([0, '']);
      const looked = await nightshift(['doctor'], environment);
      expect([looked.code, looked.stdout]).toEqual([0, expect.stringContaining('nothing is wrong')]);
      const { stdout: event } = await nightshift(['event', 'first-restart', '--dry-run'], environment);
      const { status, text } = await answerTo(event);
      expect(status).toBe(200);
      expect(JSON.parse(text)).toMatchObject({ plans: [{ job: 'first-restart' }] });
    });
  });

  test('and an event that goes nowhere is told so', async () => {
    expect(await answerTo('first-restart')).toMatchObject({
      status: 400,
      text: expect.stringMatching(/nightshift event/),
    });
    const { url } = await answerTo('');
    const to = (path: string, init: RequestInit = {}) =>
      fetch(new URL(path, url), { method: 'POST', body: '{}', ...init }).then(({ status }) => status);
    expect(await to('/console/other')).toBe(404);
    expect(await to('/console/nightshift', { headers: { origin: 'https://example.com' } })).toBe(403);
  });
});
