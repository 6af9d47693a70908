import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import type { ActualFunction } from '../../../functions/nightshift/deploy/function/actual.ts';
import type { Goal } from '../../../functions/nightshift/deploy/function/goal.ts';
import type { Timer } from '../../../functions/nightshift/deploy/serverless/deployment.ts';
import { checkTriggers } from '../../../functions/nightshift/doctor/check-triggers.ts';
import { scheduleOf } from '../deploy/schedule-of.ts';

const now = Date.UTC(2026, 10, 23);
const tick: Timer = {
  status: 'ACTIVE',
  name: 'tick',
  scheduleType: 'Cron',
  schedule: 'CRON_TZ=Asia/Shanghai 0 */5 * * * ?',
  userEvent: '',
};
const nightly: Timer = {
  ...tick,
  name: 'nightly',
  schedule: 'CRON_TZ=Asia/Shanghai 0 30 3 * * ?',
  userEvent: '{"job":"nightly"}',
};
const schedule = scheduleOf(['nightly: { cron: "30 3 * * *" }']);

/** What is ill of a function with these timers, of which deploy made those that are named. */
function look(
  timers: readonly Timer[],
  {
    wanted = [tick],
    made = ['tick'],
    told = [],
  }: { wanted?: readonly Timer[]; made?: readonly string[] | 'by hand'; told?: readonly string[] } = {},
) {
  const actual: ActualFunction = {
    ...{ runtime: 'Node.js20.15', handler: 'index.handler', memorySize: 256, timeout: 900, description: '' },
    ...{ variables: {}, digest: '', codeSize: 0, xrole: 'a', appXrole: '', maxInstanceNum: 1 },
    ...{ enableLtsLog: true, logGroupId: undefined, logStreamId: undefined, asyncPolicy: undefined },
    record: made === 'by hand' ? undefined : { made: true, timers: made, async: false, secrets: '' },
    versions: [],
    triggers: timers.map((timer, index) => ({ id: `${index}`, type: 'TIMER', name: timer.name, timer })),
  };
  const goal: Goal = {
    ...{ name: 'nightshift', packageName: 'default', runtime: 'Node.js20.15', handler: 'index.handler' },
    ...{ memorySize: 256, timeout: 900, description: '', variables: {}, encrypted: {}, secrets: '' },
    ...{ xrole: 'a', appXrole: undefined, maxInstanceNum: 1, enableLtsLog: true, logConfig: undefined },
    ...{ asyncPolicy: undefined, code: { digest: '', bytes: 0 }, adopts: false },
    timers: wanted,
  };
  const where = 'default/nightshift';
  return checkTriggers(actual, { where, goal, schedule, time: { now, zoneOffset }, told: new Set(told) })
    .filter(({ severity }) => severity !== 'ok')
    .map(({ code, what, todo }) => `${code} ${what} -> ${todo}`);
}

describe('the triggers of a function', () => {
  test('that are the wanted ones are well', () => {
    expect(look([tick])).toEqual([]);
  });

  test('are told by name when one is missing, has another schedule or is off', () => {
    expect(look([])).toEqual([expect.stringMatching(/^trigger.missing timer tick is not there: CRON_TZ/)]);
    expect(look([{ ...tick, schedule: 'CRON_TZ=UTC 0 0 * * * ?' }])).toEqual([
      expect.stringMatching(/^trigger.differs timer tick: CRON_TZ=UTC 0 0 .*; wanted: CRON_TZ=Asia/),
    ]);
    expect(look([{ ...tick, status: 'DISABLED' }])).toEqual([
      expect.stringMatching(/^trigger.disabled timer tick: DISABLED; wanted: ACTIVE/),
    ]);
  });

  test('that come for a job besides the tick would run it twice', () => {
    expect(look([nightly, tick])).toEqual([
      expect.stringMatching(/^trigger.doubled timer nightly .* -> .*delete it in the console/),
    ]);
  });

  test('of a former deploy that come twice are taken away by the next', () => {
    expect(look([tick, { ...tick, name: 'former' }], { made: ['tick', 'former'] })).toEqual([
      expect.stringMatching(/^trigger.doubled timer former .* -> nightshift deploy takes it away/),
    ]);
  });

  test('that somebody else made, and that harm nothing, are pointed out', () => {
    const dry: Timer = { ...nightly, name: 'rehearsal', userEvent: '{"job":"nightly","dryRun":true}' };
    expect(look([tick, dry])).toEqual([expect.stringMatching(/^trigger.foreign TIMER trigger rehearsal/)]);
  });

  test('that do not cover the schedule are told once, where serverless.yml has them as they are', () => {
    const late = { ...nightly, schedule: 'CRON_TZ=Asia/Shanghai 0 30 4 * * ?' };
    const [found, ...others] = look([late], { wanted: [late], made: ['nightly'] });
    expect(others).toEqual([]);
    expect(found).toMatch(/^timer.time .*0 30 4 .* is not when nightly is to run/);
    const message = found?.slice('timer.time '.length, found.lastIndexOf(' -> nightshift')) ?? '';
    expect(look([late], { wanted: [late], made: ['nightly'], told: [message] })).toEqual([]);
  });

  test('of a function that somebody made by hand are held for the wanted ones by their names', () => {
    expect(look([tick], { made: 'by hand' })).toEqual([]);
  });
});
