import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCheckouts } from '../deploy/pack/checkout.ts';

/** Commands as people run them in a clone whose schedule has just become wrong. */
describe('a wrong schedule stops no build and no command', () => {
  const { checkout, environment } = openCheckouts();
  const place = checkout('clone', { git: false });
  const file = join(place, 'config/schedule.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('cron: "30 3 * * *"', 'cron: "0 30 3 * * *"'));
  const npm = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync('npm', ['run', '-s', ...args], {
      cwd: place,
      env: environment,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const diagnostic = 'jobs.nightly-soft-restart.cron: "0 30 3 * * *" has 6 fields - expected 5';

  test('it is built', () => {
    expect(npm('build')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('validate shows what is wrong, also to programs', () => {
    const { status, stdout, stderr } = npm('nightshift', '--', 'validate');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain(diagnostic);
    const json = npm('nightshift', '--', 'validate', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ diagnostics: [{ code: 'cron.fields' }] });
  });

  test.each(['next', 'plan nightly-soft-restart', 'pack --out a.zip'])(
    '%s says the same, and nothing of our insides',
    (command) => {
      const { status, stdout, stderr } = npm('nightshift', '--', ...command.split(' '));
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain(diagnostic);
      expect(stderr).not.toMatch(/\n\s+at |node:internal|build\.mjs/);
    },
  );

  test('--help helps', () => {
    const { status, stdout } = npm('nightshift', '--', '--help');
    expect(status).toBe(0);
    expect(stdout).toContain('Usage: nightshift');
  });

  test('what is built stays', () => {
    expect(existsSync(join(place, 'dist/function/index.js'))).toBe(true);
  });
});
