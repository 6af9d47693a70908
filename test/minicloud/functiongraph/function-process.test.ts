import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const inMinicloud = (file: string) =>
  fileURLToPath(new URL(`../../../functions/minicloud/functiongraph/${file}`, import.meta.url));

/** A process as the host starts it, that has told that it is loaded. */
async function loadedProcess(fixture: string) {
  const entry = fileURLToPath(new URL(`./fixtures/functions/${fixture}`, import.meta.url));
  const launch = { entry, exportName: 'handler', now: 0, errorTypeFrom: 'name' };
  const child = fork(inMinicloud('function-process.mjs'), [JSON.stringify(launch)], {
    env: { RUNTIME_TIMEOUT: '3' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

/** Does what the system does to the connections of a process that is killed. */
function leave(child: Awaited<ReturnType<typeof loadedProcess>>) {
  child.disconnect();
  child.stdio[4]?.destroy();
}

test('a process between two events does not outlive its host', async () => {
  const child = await loadedProcess('answers.js');
  const ended = once(child, 'exit');
  leave(child);
  expect(await ended).toEqual([0, null]);
});

test('nor does one in the middle of an event', async () => {
  const child = await loadedProcess('never-ends.js');
  const ended = once(child, 'exit');
  child.send({ kind: 'work', work: { requestId: 'r-1', event: '{}', startedAt: 0, endMark: 'end' } });
  const bell = child.stdio[4];
  if (bell && 'write' in bell) bell.write('.');
  leave(child);
  expect(await ended).toEqual([0, null]);
});
