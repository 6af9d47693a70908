import { describe, expect, test } from 'vitest';
import type { ActualFunction } from '../../../functions/nightshift/deploy/function/actual.ts';
import type { Goal } from '../../../functions/nightshift/deploy/function/goal.ts';
import { differencesOf } from '../../../functions/nightshift/deploy/function-differences.ts';
import { hindrancesOf } from '../../../functions/nightshift/deploy/plan-deploy.ts';
import type { Timer } from '../../../functions/nightshift/deploy/serverless/deployment.ts';

const timer = (name: string, schedule: string, more: Partial<Timer> = {}): Timer => ({
  name,
  schedule,
  scheduleType: 'Cron',
  status: 'ACTIVE',
  userEvent: '',
  ...more,
});
const trigger = (id: string, own: Timer) => ({ id, type: 'TIMER', name: own.name, timer: own });

const goal: Goal = {
  name: 'nightshift',
  packageName: 'default',
  runtime: 'Node.js20.15',
  handler: 'index.handler',
  memorySize: 256,
  timeout: 7200,
  description: '',
  variables: { LEVEL: 'debug', API_KEY: 's3cret-two' },
  encrypted: { HOOK: 'https://x/s3cret-three' },
  xrole: 'nightshift-dcs',
  appXrole: undefined,
  maxInstanceNum: 1,
  enableLtsLog: true,
  logConfig: undefined,
  asyncPolicy: undefined,
  timers: [timer('tick', '0 */10 * * * ?'), timer('nightly', '0 30 3 * * ?')],
  code: { digest: 'b'.repeat(128), bytes: 1000 },
  secrets: 'SALT.NEW',
  adopts: false,
};

const actual: ActualFunction = {
  runtime: 'Node.js20.15',
  handler: 'index.handler',
  memorySize: 256,
  timeout: 900,
  description: '',
  variables: { LEVEL: 'info', API_KEY: 's3cret-one', LEFT_OVER: 's3cret-four' },
  record: { made: true, timers: ['tick', 'old'], async: false, secrets: 'SALT.OLD' },
  digest: 'a'.repeat(128),
  codeSize: 900,
  xrole: 'another',
  appXrole: 'kept',
  maxInstanceNum: 400,
  enableLtsLog: undefined,
  logGroupId: undefined,
  logStreamId: undefined,
  asyncPolicy: {
    maxAsyncRetryAttempts: 3,
    maxAsyncEventAgeInSeconds: 60,
    enableAsyncStatusLog: false,
    destinationConfig: {},
  },
  triggers: [
    trigger('t1', timer('tick', '0 */5 * * * ?')),
    trigger('t2', timer('old', '0 0 4 * * ?')),
    trigger('t3', timer('by-hand', '0 0 5 * * ?')),
    { id: 'o1', type: 'OBS', name: '', timer: undefined },
  ],
  versions: [],
};

const written = (of: ActualFunction | undefined, to: Goal) =>
  differencesOf(of, to).map(({ sign, what, from, to: wanted, note }) =>
    [sign, what, from ?? '', wanted ?? '', note ?? ''].join(' | '),
  );

describe('the difference between a function and what is wanted', () => {
  test('is a list for a reviewer', () => {
    expect(written(actual, goal).join('\n')).toMatchInlineSnapshot(`
      "~ | code | sha512 aaaaaaaaaaaa, 900 bytes | sha512 bbbbbbbbbbbb, 1000 bytes | 
      ~ | timeout | 900 s | 7200 s | 
      ~ | agency | another | nightshift-dcs | 
      ~ | most instances | 400 | 1 | 
      + | log delivery |  | true | 
      = | asynchronous invocations | 3 retries, events of at most 60 s |  | not made by deploy, left alone
      ~ | variable LEVEL | info | debug | 
      ~ | variable API_KEY |  |  | value not shown
      - | variable LEFT_OVER |  |  | 
      ~ | encrypted variables |  | HOOK | not the ones of the last deploy
      + | timer nightly |  | 0 30 3 * * ? | 
      ~ | timer tick | 0 */5 * * * ? | 0 */10 * * * ? | deleted and created again: FunctionGraph cannot change the schedule of a timer
      - | timer old | 0 0 4 * * ? |  | 
      = | TIMER trigger by-hand |  |  | not made by deploy, left alone
      = | OBS trigger o1 |  |  | not made by deploy, left alone"
    `);
  });

  test('never holds a value that may be a secret', () => {
    expect(JSON.stringify([differencesOf(actual, goal), differencesOf(undefined, goal)])).not.toContain(
      's3cret',
    );
  });

  test('tells of encrypted variables that they cannot be compared, where nothing is written down about them', () => {
    const [line] = written({ ...actual, record: undefined }, goal).filter((each) =>
      each.includes('encrypted'),
    );
    expect(line).toBe('~ | encrypted variables |  | HOOK | what is there cannot be compared, set again');
  });

  test('is none where nothing differs, and where serverless.yml says nothing', () => {
    const same: ActualFunction = {
      ...actual,
      timeout: goal.timeout,
      variables: goal.variables,
      record: { made: true, timers: ['tick', 'nightly'], async: false, secrets: goal.secrets },
      digest: goal.code.digest,
      triggers: [],
      asyncPolicy: undefined,
    };
    const silent = { ...goal, xrole: undefined, maxInstanceNum: undefined, enableLtsLog: undefined };
    expect(differencesOf(same, { ...silent, timers: [] })).toEqual([]);
  });
});

test('a runtime that cannot be changed and an eleventh trigger are told before anything is done', () => {
  const others = Array.from({ length: 9 }, (_, n) => trigger(`x${n}`, timer(`other-${n}`, '0 0 5 * * ?')));
  const found = hindrancesOf({ ...actual, runtime: 'Node.js14.18', triggers: others }, goal);
  expect(found).toEqual([
    'the runtime of nightshift is Node.js14.18 and cannot be changed to Node.js20.15 - expected another name in serverless.yml, or remove and deploy',
    'nightshift would have 11 triggers, 9 of them not made by deploy - expected at most 10',
  ]);
});
