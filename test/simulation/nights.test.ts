import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

/**
 * Played by the built program, on all processors: what plays a night is compiled once for a thousand of them, and
 * nothing of how tests are loaded stands between. It prints what did not hold, and of the first such night all of it.
 */
test('nothing that must hold is broken in 2,000 nights', async () => {
  const program = ['dist/local/simulate.mjs', '--seeds', '2000'];
  const playing = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
  expect(await text(playing.stdout)).toMatch(/^2000 seeds from 1 in .*: 0 failed\n$/);
});
