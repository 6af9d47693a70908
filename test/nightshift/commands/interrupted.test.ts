import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { realClock } from '../../../functions/maintenance/runtime/real-clock.ts';
import type { Interceptor } from '../../../functions/minicloud/gateway/interceptor.ts';
import { runCommandLine } from '../../../functions/nightshift/commands/run-command-line.ts';
import { openInterruption } from '../../../functions/nightshift/place/interruption.ts';
import { openTerminal, type Streams } from '../../../functions/nightshift/place/terminal.ts';
import {
  type Around,
  codeAnswering,
  codePath,
  secrets,
  serverless,
  urn,
  withFunctionGraph,
} from './functiongraph-beside.ts';
import type { Ended } from './kept-processes.ts';
import { withFiles } from './run-nightshift.ts';

type Signal = 'SIGINT' | 'SIGTERM';

/** Runs a command and sends it signals at a call that changes something, counted from 1, or that reads, at 0. */
async function interruptedAt(
  around: Around,
  args: readonly string[],
  at: number,
  { signals, verdict }: { signals: readonly Signal[]; verdict: ReturnType<Interceptor> },
): Promise<Ended> {
  let kill: (signal: NodeJS.Signals) => void = () => {};
  let changes = 0;
  let isSent = false;
  around.cloud.interceptor = ({ method }) => {
    if (method !== 'GET') changes += 1;
    if (isSent || (at === 0 ? method !== 'GET' : changes !== at)) return 'pass';
    isSent = true;
    for (const signal of signals) kill(signal);
    return verdict;
  };
  const ended = await around.run(args, {}, (send) => {
    kill = send;
  });
  around.cloud.interceptor = undefined;
  return ended;
}

/** Runs a command at a terminal where somebody presses these keys when there is a question. */
async function atTerminal({ folder, cloud }: Around, args: readonly string[], keys: string) {
  const said = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof said) =>
    Object.assign(
      new Writable({
        write(chunk, _, done) {
          said[name] += String(chunk);
          if (said.stderr.endsWith('[y/N] ')) stdin.write(keys);
          done();
        },
      }),
      { isTTY: true, columns: 80 },
    );
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => raw.push(on),
  });
  const streams = { stdin, stdout: stream('stdout'), stderr: stream('stderr'), env: {} };
  const interruption = openInterruption(() => {});
  const code = await runCommandLine(
    [...args, '--serverless', `${folder}/serverless.yml`, '--endpoint', cloud.endpoint],
    {
      terminal: openTerminal(streams as unknown as Streams, interruption),
      interruption,
      clock: realClock,
      environment: {
        HUAWEICLOUD_SDK_AK: cloud.accessKey,
        HUAWEICLOUD_SDK_SK: secrets.secretKey,
        HOOK: secrets.hook,
      },
    },
  );
  return { code, ...said, raw };
}

/** Sends the process SIGINT when the program has begun, and asks for the first part of what it loads then. */
const interruptedAtFirstChunk = `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`
let isSent = false;
export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (!isSent && /run-command-line/.test(url)) {
    isSent = true;
    process.kill(process.pid, 'SIGINT');
  }
  return loaded;
}\`));
`;

describe('a command that only looks', () => {
  test.each([
    ['deploy --dry-run', 'SIGINT', 130, 'interrupted: nothing was changed'],
    ['remove --dry-run', 'SIGTERM', 143, 'interrupted by SIGTERM: nothing was changed'],
    ['doctor', 'SIGINT', 130, 'interrupted: nothing was changed'],
  ] as const)('%s ends at once with %s, and says so', async (command, signal, code, said) => {
    await withFunctionGraph({}, async (around) => {
      const ended = await interruptedAt(around, command.split(' '), 0, {
        ...{ signals: [signal], verdict: 'silence' },
      });
      expect(ended.code).toBe(code);
      expect(ended.stderr).toBe(`nightshift: ${said}\n`);
    });
  });

  test('also while it is still being loaded', async () => {
    await withFiles({ 'at-first-chunk.mjs': interruptedAtFirstChunk }, async (nightshift, folder) => {
      const ended = await nightshift(['status'], { NODE_OPTIONS: `--import=${folder}/at-first-chunk.mjs` });
      expect(ended).toEqual({
        code: 130,
        stdout: '',
        stderr: 'nightshift: interrupted: nothing was changed\n',
      });
    });
  });

  test('says it as JSON to programs', async () => {
    await withFunctionGraph({}, async (around) => {
      const ended = await interruptedAt(around, ['deploy', '--dry-run', '--json'], 0, {
        ...{ signals: ['SIGINT'], verdict: 'silence' },
      });
      expect(ended.code).toBe(130);
      expect(JSON.parse(ended.stdout)).toEqual({
        error: { code: 'interrupted', message: 'interrupted: nothing was changed' },
      });
    });
  });
});

describe('in the middle of its steps', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'a deploy sees the step under way to its end after %s, says what is done and left, and is finished by another',
    async (signal) => {
      await withFunctionGraph({}, async (around) => {
        around.write(codePath, codeAnswering('one'));
        const first = await interruptedAt(around, ['deploy', '--yes', '--json'], 1, {
          ...{ signals: [signal], verdict: 'pass' },
        });
        expect(first.code).toBe(signal === 'SIGINT' ? 130 : 143);
        const { functions, error } = JSON.parse(first.stdout);
        expect(error).toMatchObject({ code: 'interrupted' });
        expect(functions).toMatchObject([
          {
            state: 'failed',
            done: ['create the function with its code, settings and variables'],
            left: [expect.stringContaining('create timer tick'), expect.stringContaining('publish version')],
          },
        ]);
        expect(first.stderr).toContain(
          'the step under way will be finished; Ctrl-C once more ends at once\n',
        );
        expect(first.stderr).toContain('The same command does what is left.');
        expect(await around.run(['deploy', '--yes'])).toMatchObject({ code: 0, stderr: '' });
        expect(await around.timers()).toHaveLength(1);
      });
    },
  );

  test('a second signal ends it at once, and the step whose answer nobody waited for is named', async () => {
    await withFunctionGraph({}, async (around) => {
      around.write(codePath, codeAnswering('one'));
      const ended = await interruptedAt(around, ['deploy', '--yes'], 2, {
        ...{ signals: ['SIGINT', 'SIGTERM'], verdict: 'silence' },
      });
      expect([130, 143]).toContain(ended.code);
      expect(ended.stderr).toContain('Done: create the function with its code, settings and variables.');
      expect(ended.stderr).toContain('Under way, and not known whether it is done: create timer tick');
      expect(ended.stderr).toContain('Not done: publish version');
    });
  });

  test('a timer that is made anew is not left away: once it is gone, it is made, too', async () => {
    await withFunctionGraph({}, async (around) => {
      around.write(codePath, codeAnswering('one'));
      await around.run(['deploy', '--yes']);
      around.write(
        'serverless.yml',
        serverless({ timers: { tick: 'CRON_TZ=Asia/Shanghai 0 */10 * * * ?' } }),
      );
      // Who deploys, and the stand-in; then the timer is taken away.
      const ended = await interruptedAt(around, ['deploy', '--yes'], 3, {
        ...{ signals: ['SIGINT'], verdict: 'pass' },
      });
      expect(ended.code).toBe(130);
      expect(ended.stdout).toContain('delete timer tick, to be created again: done');
      expect(await around.timers()).toContain('tick CRON_TZ=Asia/Shanghai 0 */10 * * * ?');
    });
  });

  test('a removal says what is left, and is finished by another', async () => {
    await withFunctionGraph({}, async (around) => {
      around.write(codePath, codeAnswering('one'));
      await around.run(['deploy', '--yes']);
      const ended = await interruptedAt(around, ['remove', '--yes'], 1, {
        ...{ signals: ['SIGINT'], verdict: 'pass' },
      });
      expect(ended.code).toBe(130);
      expect(ended.stderr).toContain('Done: delete timer tick.');
      expect(ended.stderr).toContain('Not done: delete the function');
      expect((await around.run(['remove', '--yes'])).code).toBe(0);
    });
  });
});

describe('at a question', () => {
  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
    ['Ctrl-C behind half an answer', 'ye\u0003'],
  ])('%s is no answer: nothing is done, what would be is told, keys are as before', async (_, keys) => {
    await withFunctionGraph({}, async (around) => {
      around.write(codePath, codeAnswering('one'));
      const schedule = `${around.folder}/schedule.yaml`;
      const { code, stderr, raw } = await atTerminal(around, ['deploy', '--schedule', schedule], keys);
      expect(code).toBe(130);
      expect(stderr).toMatch(
        /Deploy\? \[y\/N\] .*\n.*nightshift: interrupted: nothing was changed\. Not done: create the function/s,
      );
      expect(stderr).toMatch(/; create timer tick:\s/);
      expect(stderr).not.toContain('bug');
      expect(raw.at(-1)).toBe(false);
      expect(await around.ask('GET', `functions/${urn}/config`)).toMatchObject({ status: 404 });
    });
  });

  test('an answer is one still', async () => {
    await withFunctionGraph({}, async (around) => {
      around.write(codePath, codeAnswering('one'));
      const args = ['deploy', '--schedule', `${around.folder}/schedule.yaml`];
      expect(await atTerminal(around, args, 'n\n')).toMatchObject({ code: 0 });
      expect(await atTerminal(around, args, 'y\n')).toMatchObject({ code: 0 });
      expect(await around.timers()).toHaveLength(1);
    });
  });
});
