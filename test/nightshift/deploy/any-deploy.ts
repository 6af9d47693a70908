import fc from 'fast-check';
import type { ActualFunction } from '../../../functions/nightshift/deploy/function/actual.ts';
import type { Goal } from '../../../functions/nightshift/deploy/function/goal.ts';
import type { AsyncPolicy, Timer } from '../../../functions/nightshift/deploy/serverless/deployment.ts';

const names = ['tick', 'nightly', 'weekly', 'tick-stand-in'] as const;
const mark = (id: string) => ({ id, at: '2026-11-23T03:30:00.000Z' });
const timer = fc.record<Timer>({
  name: fc.constantFrom(...names),
  status: fc.constantFrom('ACTIVE', 'DISABLED'),
  scheduleType: fc.constant('Rate'),
  schedule: fc.constantFrom('5m', '1h'),
  userEvent: fc.constantFrom('', '{"job":"nightly"}'),
});
const policy = fc.record<AsyncPolicy>({
  maxAsyncRetryAttempts: fc.nat(3),
  maxAsyncEventAgeInSeconds: fc.constantFrom(60, 3600),
  enableAsyncStatusLog: fc.boolean(),
  destinationConfig: fc.constant({}),
});
const shared = {
  handler: fc.constant('index.handler'),
  memorySize: fc.constantFrom<128 | 256>(128, 256),
  timeout: fc.constantFrom(60, 900),
  description: fc.constantFrom('', 'At night'),
  variables: fc.dictionary(fc.constantFrom('A', 'B'), fc.constantFrom('1', '2')),
};

/** Whatever serverless.yml may ask for. */
export const anyGoal: fc.Arbitrary<Goal> = fc.record({
  ...shared,
  name: fc.constant('nightshift'),
  packageName: fc.constant('default'),
  runtime: fc.constant('Node.js20.15'),
  encrypted: fc.constantFrom({}, { HOOK: 'x' }),
  xrole: fc.constantFrom(undefined, 'agency'),
  appXrole: fc.constant(undefined),
  maxInstanceNum: fc.constantFrom(undefined, 1, -1),
  enableLtsLog: fc.constantFrom(undefined, true),
  logConfig: fc.constant(undefined),
  asyncPolicy: fc.option(policy, { nil: undefined }),
  timers: fc.uniqueArray(timer, { selector: ({ name }) => name }),
  code: fc.record({ digest: fc.constantFrom('aa', 'bb'), bytes: fc.constant(3) }),
  secrets: fc.constantFrom('', 'SALT.ONE'),
  adopts: fc.boolean(),
  mark: fc.constantFrom(undefined, mark('ours')),
});

/** Whatever an account may hold: of one name two timers, other triggers, versions of others. */
export const anyActual: fc.Arbitrary<ActualFunction> = fc
  .record({
    ...shared,
    runtime: fc.constant('Node.js20.15'),
    digest: fc.constantFrom('aa', 'bb', 'cc'),
    codeSize: fc.constant(3),
    xrole: fc.constantFrom('', 'agency', 'another'),
    appXrole: fc.constant(''),
    maxInstanceNum: fc.constantFrom(undefined, 1, 400),
    enableLtsLog: fc.constantFrom(undefined, true, false),
    logGroupId: fc.constant(undefined),
    logStreamId: fc.constant(undefined),
    record: fc.option(
      fc.record({
        made: fc.boolean(),
        timers: fc.uniqueArray(fc.constantFrom(...names)),
        async: fc.boolean(),
        secrets: fc.constantFrom('', 'SALT.ONE', 'SALT.TWO'),
        mark: fc.constantFrom(undefined, mark('theirs')),
      }),
      { nil: undefined },
    ),
    asyncPolicy: fc.option(policy, { nil: undefined }),
    timers: fc.array(timer, { maxLength: 5 }),
    others: fc.nat(2),
    versions: fc.uniqueArray(fc.constantFrom('v1', '1-00000000', '2-00000001', '12-00000002'), {
      maxLength: 4,
    }),
  })
  .map(({ timers, others, ...rest }) => ({
    ...rest,
    triggers: [
      ...timers.map((each, index) => ({ id: `t${index}`, type: 'TIMER', name: each.name, timer: each })),
      ...Array.from({ length: others }, (_, index) => ({
        id: `o${index}`,
        type: 'OBS',
        name: '',
        timer: undefined,
      })),
    ],
  }));
