import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';

/** Monday 2026-11-23 10:00 in Shanghai. */
const now = Date.parse('2026-11-23T02:00:00Z');
const written = readFileSync('config/schedule.yaml', 'utf8');

const environment: Readonly<Record<string, string>> = {
  BEIJING_PROJECT_ID: '0f5181caba0024e72f89c0045e707b91',
  OPS_WEBHOOK_URL: 'https://hooks.example.com/ops',
  OPS_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  AUDIT_WEBHOOK_URL: 'https://hooks.example.com/audit',
  AUDIT_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx',
};

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now });
  vi.spyOn(console, 'log').mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What the built function answers to a command, with a schedule beside it. */
async function ask(command: string, schedule: string, variables = environment): Promise<unknown> {
  const code = mkdtempSync(join(tmpdir(), 'nightshift-'));
  onTestFinished(() => rmSync(code, { recursive: true }));
  for (const file of ['index.js', 'run.js', 'rest.js'])
    copyFileSync(resolve(`dist/function/${file}`), join(code, file));
  writeFileSync(join(code, 'schedule.yaml'), schedule);
  const { handler } = createRequire(import.meta.url)(join(code, 'index.js')) as { readonly handler: Handler };
  const context = {
    getUserData: (name: string) => variables[name],
    getRemainingTimeInMilliSeconds: () => 60_000,
  };
  return handler({ command }, context);
}

describe('the schedule beside the bundle', () => {
  test('as it was built in gives the same as reading it anew', async () => {
    for (const command of ['validate', 'next'])
      expect(await ask(command, written)).toEqual(await ask(command, `${written}# read anew\n`));
    expect(await ask('validate', written)).toMatchObject({
      valid: true,
      jobs: ['nightly-soft-restart', 'weekly-cache-reset'],
    });
  });

  test('is read anew when it was edited', async () => {
    const edited = written
      .replace('cron: "30 3 * * *"', 'cron: "45 4 * * *"')
      .replaceAll('nightly-', 'late-')
      .replace('enabled: false', 'enabled: true');
    expect(await ask('validate', edited)).toMatchObject({
      jobs: ['late-soft-restart', 'weekly-cache-reset'],
    });
    expect(await ask('next', edited)).toMatchObject({
      fires: [{ job: 'late-soft-restart', at: '2026-11-24T04:45:00+08:00' }, { job: 'weekly-cache-reset' }],
    });
  });

  test('is refused when it was edited badly', async () => {
    const broken = written.replace('cron: "30 3 * * *"', 'cron: "30 3 * *"');
    // Without variables there is no channel that could be told, so nothing leaves this machine.
    await expect(ask('validate', broken, {})).rejects.toMatchObject({
      code: 'schedule.invalid',
      message: expect.stringMatching(/^schedule\.yaml:\d+:\d+ jobs\.nightly-soft-restart\.cron: /),
    });
  });
});
