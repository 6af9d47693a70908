import { describe, expect, test } from 'vitest';
import { CodedError } from '../../../functions/maintenance/foundation/coded-error.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import type { Records } from '../../../functions/maintenance/run/journal.ts';
import type { Schedule } from '../../../functions/maintenance/schedule/schedule.ts';
import { readOpenRuns, tellCutOff, tellTakenUp } from '../../../functions/nightshift/deploy/open-runs.ts';
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
  const records = await openRecords(isBegun);
  return () => readOpenRuns(records);
}

async function openRecords(isBegun = true): Promise<Records> {
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
  return records;
}

describe('what a new schedule means for a run that is open', () => {
  test.each([
    [
      [['"30 3 * * *"', '"20 12 * * *"']],
      'it continues as it began; the changes in its job (cron) apply from the next fire on; 1 of its 1 instances have no outcome yet',
    ],
    [
      [['nightly: {', 'noon: {']],
      'the job "nightly" is not in the schedule any more (it is called "noon" now, which is another job to its runs), so it ends with the next tick, and what is under way is not watched to the end;',
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
      'its channel ops is gone, so it is reported to the channels that its job has now; it continues as it began; the changes in its job (notify)',
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

/** The open run, as it is told at an instant. */
async function told(
  tell: typeof tellTakenUp,
  schedule: Schedule,
  {
    isBegun = true,
    more = [],
    now = at,
  }: { isBegun?: boolean; more?: readonly RunEvent[]; now?: number } = {},
) {
  const records = await openRecords(isBegun);
  const { position } = await records.journal.read(run);
  if (more.length > 0) await records.journal.append(run, position, more);
  return (await readOpenRuns(records)).map((each) => tell(each, schedule, now));
}

const held: RunEvent = { type: 'held', at, by: 'f3a9', until: at + 60_000 };
const open = `the run ${run} is open in obs://journal/nightshift`;
const left = '1 of its 1 instances have no outcome yet';

describe('what becomes of an open run that a function comes upon which knew nothing of it', () => {
  test.each([
    ['is gone on with', [], {}, `${open}: the next tick continues it; ${left}`],
    [
      'also where its job has no cron any more',
      [[', cron: "30 3 * * *"', '']],
      {},
      `${open}: the next tick continues it, although its job has no cron; ${left}`,
    ],
    [
      "is somebody else's at this moment",
      [],
      { more: [held] },
      `${open}: the next tick continues it; ${left}; at this moment f3a9 holds it, until 2026-11-23T03:31:00+08:00 at least`,
    ],
    [
      "is somebody else's no longer when the lease has ended",
      [],
      { more: [held], now: at + 60_000 },
      `${open}: the next tick continues it; ${left}`,
    ],
    [
      'ends where its job is gone',
      [['nightly: {', 'noon: {']],
      {},
      `${open}: the job "nightly" is not in the schedule, so it ends with the next tick, and what is under way is not watched to the end; ${left}`,
    ],
    [
      'ends where its region is gone',
      [
        ['beijing: {', 'peking: {'],
        ['region: beijing', 'region: peking'],
      ],
      {},
      `${open}: the region "beijing" is not in the schedule any more, so it ends with the next tick, and what is under way is not watched to the end; ${left}`,
    ],
    [
      'begins where it has not',
      [],
      { isBegun: false },
      `${open}: it has not begun; the next tick begins it if it is still in time, or reports that it did not run`,
    ],
    [
      'does not begin where its job is gone',
      [['nightly: {', 'noon: {']],
      { isBegun: false },
      `${open}: it has not begun, and will not, as the job "nightly" is not in the schedule`,
    ],
    [
      'is only told where it is over',
      [],
      { more: [{ type: 'finished', at }] },
      `${open}: it is over, and the next tick reports it`,
    ],
  ] as const)('%s', async (_, changes, how, line) => {
    expect(await told(tellTakenUp, written(...changes), how)).toEqual([line]);
  });

  test('is not known of one that cannot be read, which hides no other', async () => {
    const records = await openRecords();
    const other = 'weekly@2026-11-23T04:00:00+08:00';
    await records.register.enter({ kind: 'begins', run: other, at });
    const journal: Records['journal'] = {
      ...records.journal,
      read: async (name) => {
        if (name === run) throw new CodedError('journal.damaged', 'line 2 is cut');
        return records.journal.read(name);
      },
    };
    const runs = await readOpenRuns({ ...records, journal });
    expect(runs.map((each) => tellTakenUp(each, before, at))).toEqual([
      `${open}, and what becomes of it is not known: line 2 is cut`,
      expect.stringContaining(`the run ${other} is open in obs://journal/nightshift: it has not begun;`),
    ]);
    expect(tellCutOff(runs[0] ?? { run, state: undefined }, before, at)).toContain('(line 2 is cut)');
  });
});

test.each([
  ['has its job and how much is left', {}, `: nothing continues it once the function is gone; ${left}`],
  [
    'has who acts on it at this moment',
    { more: [held] },
    `: nothing continues it once the function is gone; ${left}; at this moment f3a9 holds it, until 2026-11-23T03:31:00+08:00 at least`,
  ],
  ['does not begin where it has not', { isBegun: false }, ' and has not begun: it will not'],
  [
    'tells nobody where it is over',
    { more: [{ type: 'finished' as const, at }] },
    ', though it is over: who has not been told of it will not be',
  ],
])('an open run whose function goes away %s', async (_, how, line) => {
  expect(await told(tellCutOff, before, how)).toEqual([`the run ${run} of the job nightly is open${line}`]);
});
