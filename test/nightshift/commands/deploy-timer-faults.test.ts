import { describe, expect, test } from 'vitest';
import { type FgsCall, fgsCallOf } from '../../../functions/minicloud/functiongraph/fgs-call.ts';
import type { FgsFault, PlatformKnobs } from '../../../functions/minicloud/functiongraph/platform-knobs.ts';
import { deployHere } from './deploy-in-process.ts';
import { everyFive, everyTen } from './deployed-before.ts';
import { type Around, serverless, urn, withFunctionGraph } from './functiongraph-beside.ts';

const hourly = 'CRON_TZ=Asia/Shanghai 0 0 * * * ?';

/** What a deploy may change of timers: one, one beside another that stays, and one under a new name. */
const changes = {
  'the one timer': [{ tick: everyFive }, { tick: everyTen }],
  'one of two timers': [
    { tick: everyFive, other: hourly },
    { tick: everyTen, other: hourly },
  ],
  'the name of the one timer': [{ tick: everyFive }, { nightly: everyFive }],
} as const;

const answer = (status: number, code: string, carriedOut = false): FgsFault => ({
  ...{ status, code, carriedOut, message: 'scripted' },
});
const faults = {
  'HTTP 500': answer(500, 'FSS.0500'),
  'HTTP 403': answer(403, 'FSS.0403'),
  'HTTP 409': answer(409, 'FSS.0409'),
  'HTTP 429': answer(429, 'APIGW.0308'),
  'reset before it is carried out': 'drop-before',
  'reset after it is carried out': 'drop-after',
  'lost by the gateway after it is carried out': answer(504, 'APIGW.0201', true),
} as const;

/** How long it goes on: once, always with this kind of call, or with every call from then on, readings too. */
const lasts = ['once', 'kind', 'all'] as const;

/** Lets the nth changing call, counted from 1, fail. Gives how many there were. */
function failAt(
  { cloud, platform }: Around,
  nth: number,
  { fault, last }: { fault: (typeof faults)[keyof typeof faults]; last: (typeof lasts)[number] },
): () => number {
  let count = 0;
  let failing: FgsCall['operation'] | undefined;
  let answered: FgsFault | undefined;
  platform.knobs.fails = () => answered;
  cloud.interceptor = ({ method, target }) => {
    const call = fgsCallOf(method, decodeURIComponent(target));
    if (!call) throw new Error(`${method} ${target} is no call to FunctionGraph`);
    const isChange = method !== 'GET';
    if (isChange) count += 1;
    const begins = isChange && count === nth;
    if (begins) failing = call.operation;
    const goesOn = last === 'all' ? failing !== undefined : last === 'kind' && failing === call.operation;
    const fails = begins || goesOn;
    answered = fails && typeof fault === 'object' ? fault : undefined;
    return fails && typeof fault === 'string' ? fault : 'pass';
  };
  return () => count;
}

/** The timers as they are, those that come without more words. */
async function state({ ask }: Around): Promise<readonly string[]> {
  const { json } = await ask('GET', `triggers/${urn}`);
  return (json as { trigger_status: string; event_data: { name: string; schedule: string } }[])
    .map(({ trigger_status: status, event_data: { name, schedule } }) =>
      status === 'ACTIVE' ? `${name} ${schedule}` : `${name} ${schedule} ${status}`,
    )
    .toSorted();
}

/** Deploys one set of timers over another, with a fault at each call in its turn; what is wrong after, a line each. */
async function wrongAfter(
  change: keyof typeof changes,
  rows: readonly (readonly [keyof typeof faults, (typeof lasts)[number]])[],
  knobs: Partial<PlatformKnobs> = {},
): Promise<readonly string[]> {
  const wrong: string[] = [];
  await withFunctionGraph({ knobs }, async (around) => {
    const { write, cloud, platform } = around;
    const sets = changes[change].map((timers) => ({
      timers: Object.entries(timers)
        .map(([name, schedule]) => `${name} ${schedule}`)
        .toSorted(),
      file: serverless({ timers }).replace(/ {4}encryptedUserData.*\n/, ''),
    }));
    let at = 0;
    const lay = () => {
      at = 1 - at;
      write('serverless.yml', sets[at]?.file ?? '');
    };
    lay();
    expect(await deployHere(around)).toMatchObject({ code: 0, stderr: '' });
    lay();
    const all = failAt(around, 0, { fault: 'drop-before', last: 'once' });
    expect(await deployHere(around)).toMatchObject({ code: 0, stderr: '' });
    // The first says who deploys, and is about no timer.
    expect(all()).toBeGreaterThan(4);
    for (const [kind, last] of rows) {
      for (let nth = 2; nth <= all(); nth += 1) {
        lay();
        const wanted = sets[at]?.timers ?? [];
        const before = sets[1 - at]?.timers ?? [];
        failAt(around, nth, { fault: faults[kind], last });
        const first = await deployHere(around);
        cloud.interceptor = undefined;
        platform.knobs.fails = () => undefined;
        const now = await state(around);
        const names = now
          .filter((timer) => !timer.endsWith('DISABLED'))
          .map((timer) => timer.split(' ')[0] ?? '');
        const find = (what: string) =>
          wrong.push(
            `${change}, ${kind} at call ${nth} (${last}): ${what}\n${now.join('; ')}\n${first.stdout}${first.stderr}`,
          );
        const silent = wanted.filter((timer) => {
          const [name = ''] = timer.split(' ');
          return !names.includes(name) && !names.includes(`${name}-stand-in`);
        });
        const isRenamed = !before.some((timer) => wanted[0]?.startsWith(timer.split(' ')[0] ?? ''));
        const isSilent = silent.length > 0 && !(isRenamed && names.length > 0);
        const saysSo = /NO TIMER: .* To fix it: deploy again; or in the console/.test(first.stderr);
        const doubts = /It is not known whether .* To fix it: deploy again/.test(first.stderr);
        if (isSilent && !saysSo && !doubts) find('no timer comes, and nothing says so');
        if (silent.length === 0 && saysSo) find('it is said that no timer comes, and one does');
        const isDoubled = names.some((name) => names.includes(`${name}-stand-in`));
        if (isDoubled && !/TWO TIMERS/.test(first.stderr)) find('two come, and nothing says so');
        if (isRenamed && names.length > 1) find('two come for the same');
        if (first.code === 0 && now.join() !== wanted.join()) find(`it ends with ${first.code}`);
        if (first.code === 0) continue;
        const second = await deployHere(around);
        const end = await state(around);
        if (second.code !== 0 || end.join() !== wanted.join())
          find(`a second deploy does not mend it: ${end.join('; ')}\n${second.stdout}${second.stderr}`);
      }
    }
  });
  return wrong;
}

const kinds = Object.keys(faults) as (keyof typeof faults)[];

describe('after a deploy that changes timers while calls fail, one comes, or the text says that none does', () => {
  test('whichever call fails, how and for how long', async () => {
    const rows = [
      ...kinds.map((kind) => [kind, 'once'] as const),
      ['HTTP 500', 'kind'] as const,
      ['HTTP 403', 'kind'] as const,
      ['HTTP 500', 'all'] as const,
      ['lost by the gateway after it is carried out', 'all'] as const,
    ];
    expect(await wrongAfter('the one timer', rows)).toEqual([]);
  });

  test.each(['one of two timers', 'the name of the one timer'] as const)(
    'where it is %s that changes',
    async (change) => {
      expect(await wrongAfter(change, [['HTTP 500', 'kind']])).toEqual([]);
    },
  );

  test.each([{ timerNamesakes: 'allowed' }, { madeTurnedOff: false }] as const)(
    'on a FunctionGraph that is %j',
    async (knobs) => {
      expect(await wrongAfter('the one timer', [['HTTP 403', 'kind']], knobs)).toEqual([]);
    },
  );
});
