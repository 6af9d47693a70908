import { describe, expect, test } from 'vitest';
import { CodedError } from '../../../functions/maintenance/foundation/coded-error.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import { runsMet } from '../../../functions/nightshift/deploy/open-runs-met.ts';
import { checkSchedule } from '../../../functions/nightshift/place/schedule-file.ts';
import { rulesOf } from '../../maintenance/run/tracked-fixture.ts';

const at = Date.parse('2026-11-22T19:30:00Z');
const run = 'nightly@2026-11-23T03:30:00+08:00';
const before = written();

/** The schedule that is deployed; what is given is written in the place of what is there. */
function written(...changes: readonly (readonly [string, string])[]) {
  const text = `version: 1
timezone: Asia/Shanghai
journal: obs://journal/nightshift
regions:
  beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef }
  shanghai: { region: cn-north-4, projectId: abcdef0123456789abcdef0123456789 }
notify:
  ops: { kind: slack, url: "${'$'}{OPS_URL}" }
  team: { kind: slack, url: "${'$'}{TEAM_URL}" }
jobs:
  nightly: { action: restart, cron: "30 3 * * *", targets: { region: beijing, names: ["cache-*"] }, notify: [ops] }
  weekly: { action: restart, cron: "0 4 * * 1", targets: { region: shanghai, names: ["cache-*"] }, notify: [team] }
`;
  const changed = changes.reduce((so, [from, to]) => so.replace(from, to), text);
  return checkSchedule('schedule.yaml', changed).schedule;
}

/** Records in which a run of the nightly job is open, with one instance in Beijing that nothing was done to yet. */
async function openRun(isBegun = true) {
  const records = createMemoryRecords();
  await records.register.enter({ kind: 'begins', run, at });
  const planned = {
    ...{ id: 'a', name: 'cache-a', region: 'beijing', code: 'ready', reason: 'is RUNNING' },
    ...{ decision: 'act' as const, losesData: false, tier: 0, wave: 1, groups: [] },
  };
  const plan = { job: 'nightly', rules: rulesOf(), instances: [planned], notes: [], problems: [] };
  const about = { timezone: 'Asia/Shanghai', notify: ['ops'], notes: [] };
  if (isBegun)
    await records.journal.append(run, 0, [{ type: 'opened', at, run, scheduledFor: at, about, plan }]);
  return () => records;
}

describe('what a new schedule means for a run that is open', () => {
  test.each([
    [
      [['"30 3 * * *"', '"20 12 * * *"']],
      'it goes on as it began, and what has changed in its job (cron) counts from the next fire on; 1 of its 1 instances have no outcome yet',
    ],
    [
      [['nightly: {', 'noon: {']],
      'the job "nightly" is not in the schedule any more (it is called "noon" now, which is another job to its runs), so it ends with the next tick, and what is under way is not seen to its end;',
    ],
    [
      [
        ['beijing: {', 'peking: {'],
        ['region: beijing', 'region: peking'],
      ],
      'the region "beijing" is not in the schedule any more, so it ends with the next tick',
    ],
    [
      [['0123456789abcdef0', 'fedcba9876543210f']],
      'its region beijing is another project or region now, where its instances are not;',
    ],
    [
      [
        ['ops: {', 'night: {'],
        ['notify: [ops]', 'notify: [night]'],
      ],
      'its channel ops is gone, so it is told to those that its job has now; it goes on as it began, and what has changed in its job (notify)',
    ],
  ] as const)('%j is told', async (changes, told) => {
    const [line, ...others] = await runsMet(before, written(...changes), await openRun());
    expect(others).toEqual([]);
    expect(line).toContain(`the run ${run} is open: ${told}`);
  });

  test('is told of one that has not begun, too', async () => {
    expect(await runsMet(before, written(['nightly: {', 'noon: {']), await openRun(false))).toEqual([
      `the run ${run} is open: it has not begun, and will not, as the job "nightly" is not in the schedule any more (it is called "noon" now, which is another job to its runs)`,
    ]);
  });

  test('is nothing where other jobs change, or nothing that a run needs', async () => {
    const asked = () => expect.unreachable('nothing has changed that a run needs');
    expect(await runsMet(before, before, asked)).toEqual([]);
    expect(await runsMet(before, written(['journal: obs://journal/nightshift\n', '']), asked)).toEqual([]);
    expect(await runsMet(before, written(['"0 4 * * 1"', '"0 5 * * 1"']), await openRun())).toEqual([]);
  });

  test('is said to be unknown where the journal cannot be read', async () => {
    const denied = () => {
      throw new CodedError('journal.forbidden', 'the bucket may not be read');
    };
    expect(await runsMet(before, written(['nightly: {', 'noon: {']), denied)).toEqual([
      'whether runs are open that this changes could not be seen: the bucket may not be read; nightshift status shows them',
    ]);
  });
});
