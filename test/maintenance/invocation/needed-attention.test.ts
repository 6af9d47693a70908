import { expect, test } from 'vitest';
import { answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import type { Summary } from '../../../functions/maintenance/report/summary.ts';
import { endingOf } from '../../../functions/maintenance/run/journal.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { findRun } from '../../../functions/nightshift/runs/find-run.ts';
import { showRun } from '../../../functions/nightshift/runs/show-run.ts';
import { startAt } from '../run/night.ts';
import { durableProcess, nightly, run, tickAt } from './durable-process.ts';

const history = { kind: 'command', command: 'history' } as const;

test('the function says what needs a person of the runs that ended: whom, why, what to do, who was not told', async () => {
  const at = durableProcess({
    instances: [{ name: 'well' }, { name: 'ill' }],
    yaml: nightly.replace('rollout:', 'retry: { attempts: 1 }\n    rollout:'),
    answers: { ops: 'failed' },
    faults: [
      {
        operation: 'RestartOrFlushInstances',
        matches: { instance: instanceIdOf('ill') },
        times: 1,
        effect: { kind: 'item-failed' },
      },
    ],
  });
  expect(await answerRequest(history, at.invocation())).toEqual({ ended: [] });
  await tickAt(at, 0);
  expect(await answerRequest(history, at.invocation())).toMatchObject({
    ended: [{ run }],
    attention: [
      {
        run,
        instances: [{ id: instanceIdOf('ill'), name: 'ill', outcome: 'failed', code: 'rejected' }],
        steps: [{ step: expect.stringContaining('DCS'), codes: ['rejected'] }],
        untold: ['ops'],
      },
    ],
  });
  const asked = { kind: 'retry-failed', run, dryRun: false, confirm: undefined } as const;
  await answerRequest(asked, at.invocation());
  expect(await answerRequest(history, at.invocation())).toMatchObject({
    attention: [
      { instances: [], untold: ['ops'] },
      { run, instances: [], steps: [] },
    ],
  });
});

test('a run that was given up is shown as people were told of it, whatever can be read of it', async () => {
  const { journal, register } = createMemoryRecords();
  const reason = 'its record was torn: look at the instances that are unknown';
  const one = { id: 'a', name: 'cache-1', region: 'beijing', code: 'journal-unread', reason: 'sent' };
  const told: Summary = {
    ...{ run, job: 'nightly', action: 'soft_restart', status: 'failed', notes: ['a note'] },
    ...{ scheduledFor: '2026-11-23T03:30:00+08:00', startedAt: '2026-11-23T03:30:01+08:00' },
    finishedAt: '2026-11-23T04:30:00+08:00',
    counts: { selected: 1, succeeded: 0, failed: 0, refused: 0, skipped: 0, deferred: 0, unknown: 1 },
    instances: [{ ...one, outcome: 'unknown', attempts: 1, backup: null, outageSeconds: null }],
    problems: [{ code: 'journal.corrupt', region: null, reason }],
  };
  await journal.append(endingOf(run), 0, [{ type: 'ending', at: startAt, summary: JSON.stringify(told) }]);
  const ended = { run, job: 'nightly', status: 'failed', endedAt: startAt, outcomes: { unknown: 1 } };
  await register.enter({ kind: 'ended', ended });
  const flaw = { code: 'journal.corrupt', message: 'it is torn' };
  const found = await findRun(run, { journal, register });
  expect(showRun({ ...found, flaw }, startAt, 'Asia/Shanghai')).toMatchObject({
    ...{ state: 'given-up', status: 'failed', action: 'soft_restart', notes: ['a note'] },
    ...{ scheduledFor: told.scheduledFor, startedAt: told.startedAt, problems: told.problems },
    instances: [{ id: 'a', outcome: 'unknown', code: 'journal-unread', underWay: null }],
    steps: [{ codes: ['journal-unread'] }, { codes: ['journal.corrupt'] }],
  });
});
