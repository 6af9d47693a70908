import { expect, test } from 'vitest';
import type { Verdict } from '../../../functions/minicloud/gateway/interceptor.ts';
import { deployHere } from './deploy-in-process.ts';
import { stateOf } from './function-state.ts';
import {
  type Around,
  codeAnswering,
  codePath,
  serverless,
  urn,
  withFunctionGraph,
} from './functiongraph-beside.ts';

const night = 'CRON_TZ=Asia/Shanghai 0 30 3 * * ?';
const policy = (hours: number) =>
  `    asyncInvokeConfig: { maxAsyncRetryAttempts: 0, maxAsyncEventAgeInSeconds: ${hours * 3600} }\n`;
const before = serverless({
  timers: { tick: 'CRON_TZ=Asia/Shanghai 0 */5 * * * ?', old: night },
  more: policy(1),
});
const after = serverless({
  timeout: 7200,
  variables: 'LEVEL: debug',
  timers: { tick: 'CRON_TZ=Asia/Shanghai 0 */10 * * * ?', nightly: night },
  more: `    maxInstanceNum: 1\n${policy(2)}`,
});
const hook = { hook: 'https://hooks.example.com/canary-second' };
const variables = { HOOK: hook.hook };

/** What the first deploy asks for that changes something, once it was heard. */
let asked: readonly AskedCall[] | undefined;

type AskedCall = { readonly method: string; readonly path: string; readonly body: unknown };

/** Deploys the one: by the program the first time, and then by the same calls, as only the second deploy is in question. */
async function deployFirst({ cloud, write, run, ask }: Around): Promise<void> {
  if (asked !== undefined) {
    for (const { method, path, body } of asked)
      expect((await ask(method, path, body)).status).toBeLessThan(300);
    return;
  }
  const heard: AskedCall[] = [];
  cloud.interceptor = ({ method, target, body }) => {
    const path = target.replace(/^.*\/fgs\//, '');
    if (method !== 'GET') heard.push({ method, path, body: JSON.parse(body.toString()) });
    return 'pass';
  };
  write('serverless.yml', before);
  write(codePath, codeAnswering('one'));
  expect(await run(['deploy', '--yes'])).toMatchObject({ code: 0, stderr: '' });
  asked = heard;
}

/** Deploys the one, lays the other ready, and lets `judge` see the calls that change something, counted from 1. */
async function halfWay(
  judge: (nth: number, around: Around) => Verdict,
  use: (around: Around, calls: () => number) => Promise<void>,
): Promise<void> {
  await withFunctionGraph({}, async (around) => {
    await deployFirst(around);
    around.write('serverless.yml', after);
    around.write(codePath, codeAnswering('two'));
    let calls = 0;
    around.cloud.interceptor = ({ method }) => {
      if (method === 'GET') return 'pass';
      calls += 1;
      return judge(calls, around);
    };
    await use(around, () => calls);
  });
}

/** What there is to be in the end, and how many calls it takes. */
const whole = await undisturbed();

async function undisturbed(): Promise<{ state: Record<string, unknown>; calls: number }> {
  const found: { state: Record<string, unknown>; calls: number }[] = [];
  await halfWay(
    () => 'pass',
    async (around, calls) => {
      expect(await deployHere(around, hook)).toMatchObject({ code: 0, stderr: '' });
      found.push({ state: await stateOf(around), calls: calls() });
    },
  );
  const [only] = found;
  if (!only) throw new Error('nothing was found');
  return only;
}

const changes = [
  'functiongraph:function:updateConfig',
  'functiongraph:function:updateCode',
  'functiongraph:function:createVersion',
  'functiongraph:trigger:create',
  'functiongraph:trigger:delete',
  'functiongraph:trigger:update',
];

test('a deploy that is refused in the middle says what it did, and a second one finishes it', async () => {
  const { state, calls } = whole;
  expect(calls).toBe(13);
  for (const broken of [1, 3, 6, 10, calls]) {
    await halfWay(
      (nth, { platform }) => {
        if (nth === broken) platform.knobs.deniedActions = changes;
        return 'pass';
      },
      async (around) => {
        const first = await deployHere(around, hook);
        expect(first.code).toBe(1);
        expect(first.stderr).toContain('expected the permission functiongraph:');
        expect(first.stderr).toContain('The same command does what is left.');
        const names = (await around.timers()).map((timer) => timer.split(' ')[0]);
        expect(new Set(names).size).toBe(names.length);
        around.platform.knobs.deniedActions = [];
        expect(await deployHere(around, hook)).toMatchObject({ code: 0, stderr: '' });
        expect(await stateOf(around)).toEqual(state);
      },
    );
  }
});

test('a deploy whose answers are lost after each of its steps is done all the same', async () => {
  const { state } = whole;
  await halfWay(
    () => 'drop-after',
    async (around) => {
      const { code, stdout, stderr } = await deployHere(around, hook);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout.match(/: done, although its answer was lost$/gm)).toHaveLength(13);
      expect(await stateOf(around)).toEqual(state);
    },
  );
});

test('a deploy that is killed in the middle is finished by a second one', async () => {
  const { state } = whole;
  // With the code, the timer of another name, and the one that is made anew.
  for (const broken of [2, 6, 9]) {
    let kill: (signal: NodeJS.Signals) => void = () => {};
    await halfWay(
      (nth) => {
        if (nth === broken) kill('SIGKILL');
        return nth === broken ? 'drop-after' : 'pass';
      },
      async (around) => {
        const earlier = changesIn(around);
        const killed = await around.run(['deploy', '--yes'], variables, (send) => {
          kill = send;
        });
        expect(killed.code).not.toBe(0);
        // What it had sent is carried out without it.
        await expect.poll(() => changesIn(around)).toBe(earlier + broken);
        around.cloud.interceptor = undefined;
        expect(await deployHere(around, hook)).toMatchObject({ code: 0, stderr: '' });
        expect(await stateOf(around)).toEqual(state);
        expect(await around.ask('GET', `triggers/${urn}`)).toMatchObject({ json: { length: 2 } });
      },
    );
  }
});

/** How many calls that change something were carried out. */
function changesIn({ cloud }: Around): number {
  return cloud.audit().filter((entry) => entry.kind === 'call' && entry.method !== 'GET').length;
}
