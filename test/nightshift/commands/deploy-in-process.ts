import { PassThrough, Writable } from 'node:stream';
import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import { runCommandLine } from '../../../functions/nightshift/commands/run-command-line.ts';
import { openInterruption } from '../../../functions/nightshift/place/interruption.ts';
import { openTerminal, type Streams } from '../../../functions/nightshift/place/terminal.ts';
import { type Around, secrets } from './functiongraph-beside.ts';
import type { Ended } from './kept-processes.ts';

/** Waits for nothing, as nobody is there for whom it would be too early. */
const hurried: Clock = { now: () => Date.now(), wait: async () => {} };

/**
 * Deploys from the folder of a local FunctionGraph by the program in this process: for tables with many rows, and for
 * several at once.
 */
export async function deployHere(
  { folder, cloud }: Pick<Around, 'folder' | 'cloud'>,
  { serverless = 'serverless.yml', schedule = 'schedule.yaml', hook = secrets.hook } = {},
): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof said) =>
    new Writable({
      write(chunk, _, done) {
        said[name] += String(chunk);
        done();
      },
    });
  const streams = {
    ...{ stdin: new PassThrough(), stdout: stream('stdout'), stderr: stream('stderr'), env: {} },
  };
  const interruption = openInterruption(() => {});
  const files = ['--serverless', `${folder}/${serverless}`, '--schedule', `${folder}/${schedule}`];
  const code = await runCommandLine(['deploy', '--yes', ...files, '--endpoint', cloud.endpoint], {
    terminal: openTerminal(streams as unknown as Streams, interruption),
    interruption,
    clock: hurried,
    environment: {
      HUAWEICLOUD_SDK_AK: cloud.accessKey,
      HUAWEICLOUD_SDK_SK: secrets.secretKey,
      HOOK: hook,
    },
  });
  return { code, ...said };
}
