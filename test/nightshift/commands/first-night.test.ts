import { expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { pageAt } from '../../house/documents.ts';
import { withByHand } from './by-hand-beside.ts';

const jobs = `
  first-restart:
    action: soft_restart
    targets: { region: beijing, names: ["cache-*"] }
    rollout: { canary: 1, concurrency: 1, maxFailures: 0 }
    retry: { attempts: 1 }
    settle: { inFunction: 10m }
`;

/** Ids, times and counts are another account's; so is how wide columns are. */
const same = (line: string) =>
  line
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{32}\b|\bplan [0-9a-f]{12}/g, 'ID')
    .replaceAll(/\d+/g, 'N')
    .replaceAll(/ +/g, ' ')
    .trimEnd();

test('docs/first-night.md shows lines that its commands print, one after another', async () => {
  const { blocks } = pageAt('docs/first-night.md');
  const shown = blocks.flatMap(({ code, language }, at) => {
    const output = blocks[at + 1];
    return language === 'sh' && output?.language === 'text'
      ? [{ command: code.replace('nightshift ', '').trimEnd(), output: output.code }]
      : [];
  });
  expect(shown.map(({ command }) => command.split(' ')[0])).toEqual([
    'probe',
    'run',
    'run',
    'show',
    'history',
    'logs',
    'retry',
    'status',
  ]);
  const id = instanceIdOf('cache-1');
  await withByHand({ jobs, instances: [{ name: 'cache-1' }] }, async ({ cloud, run, built }) => {
    for (const { command, output } of shown) {
      if (command.startsWith('show')) {
        const matches = { instance: id };
        const effect = { kind: 'item-failed' } as const;
        cloud.dcs.addFault({ operation: 'RestartOrFlushInstances', matches, times: 1, effect });
        expect(await run(['run', 'first-restart', '--follow'])).toMatchObject({ code: 1 });
      }
      const args = command.split(' ');
      const ended = await (args[0] === 'probe'
        ? built(['probe', '--instance', id, '--read-only'])
        : run(args));
      expect(ended, `${command}\n${ended.stderr}`).toMatchObject({ code: 0 });
      const printed = ended.stdout.split('\n').map(same);
      const expected = output
        .split('\n')
        .filter((line) => line !== '...')
        .map(same);
      expect(
        expected.filter((line) => !printed.includes(line)),
        `${command}\n${ended.stdout}`,
      ).toEqual([]);
    }
  });
});
