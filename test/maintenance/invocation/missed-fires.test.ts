import { describe, expect, test } from 'vitest';
import { type DueFire, gatherMissed } from '../../../functions/maintenance/invocation/missed-fires.ts';
import { jobOf } from '../run/night.ts';

/** A fire of a job at some hour, late unless it says otherwise, and why it does not run where it does not. */
function fire(
  name: string,
  hour: number,
  skipped?: 'missed' | 'calendar',
  { late = true, overlap = 'skip' } = {},
): DueFire {
  const at = Date.parse('2026-11-23T00:00:00+08:00') + hour * 3_600_000;
  const run = `${name}@2026-11-23T0${hour}:00:00+08:00`;
  const job = { ...jobOf({ overlap }), name };
  const skip = { skipped: skipped && { code: skipped, reason: `because of ${skipped}` } };
  return { task: { run, job, scheduledFor: at, startsAt: at, windowEnd: null, notes: [], ...skip }, late };
}

/** What begins or is told on its own, with its notes, and what is told together. */
function gathered(...due: readonly DueFire[]) {
  const { tasks, missed } = gatherMissed(due);
  return {
    tasks: tasks.map(({ run, notes }) => [run.slice(0, run.indexOf('T') + 3), ...notes]),
    missed: missed.map(({ run }) => run.slice(0, run.indexOf('T') + 3)),
  };
}

describe('fires that no tick came for', () => {
  test('are told in the summary of the one that begins', () => {
    const due = [fire('a', 1, 'missed'), fire('a', 2, 'missed'), fire('a', 3, undefined, { late: false })];
    expect(gathered(...due)).toEqual({
      tasks: [
        [
          'a@2026-11-23T03',
          'missed, as no tick came in time: a@2026-11-23T01:00:00+08:00, a@2026-11-23T02:00:00+08:00',
        ],
      ],
      missed: [],
    });
  });

  test('and are in time: the last of a job begins, and the others are told with it', () => {
    expect(gathered(fire('a', 1), fire('a', 2), fire('b', 2))).toEqual({
      tasks: [
        ['a@2026-11-23T02', 'missed, as no tick came in time: a@2026-11-23T01:00:00+08:00'],
        ['b@2026-11-23T02'],
      ],
      missed: [],
    });
  });

  test('all begin where the job queues them', () => {
    const queued = { overlap: 'queue' };
    expect(gathered(fire('a', 1, undefined, queued), fire('a', 2, undefined, queued))).toEqual({
      tasks: [['a@2026-11-23T01'], ['a@2026-11-23T02']],
      missed: [],
    });
  });

  test('of one job are told by the last of them', () => {
    const due = [1, 2, 3, 4, 5].map((hour) => fire('a', hour, 'missed'));
    expect(gathered(...due)).toEqual({
      tasks: [
        [
          'a@2026-11-23T05',
          'missed, as no tick came in time: 4 fires from a@2026-11-23T01:00:00+08:00 to a@2026-11-23T04:00:00+08:00',
        ],
      ],
      missed: [],
    });
  });

  test('are a span of their ids, in whatever order they are due', () => {
    const due = [2, 3, 1, 4, 5].map((hour) => fire('a', hour, 'missed'));
    const [[, note] = []] = gathered(...due).tasks;
    expect(note).toContain('4 fires from a@2026-11-23T01:00:00+08:00 to a@2026-11-23T04:00:00+08:00');
  });

  test('of several jobs that do not begin are told together', () => {
    const due = [fire('a', 1, 'missed'), fire('b', 1, 'missed'), fire('a', 2, 'missed'), fire('c', 2)];
    expect(gathered(...due)).toEqual({
      tasks: [['c@2026-11-23T02']],
      missed: ['a@2026-11-23T01', 'a@2026-11-23T02', 'b@2026-11-23T01'],
    });
  });

  test('are not called missed where they would not have run', () => {
    expect(gathered(fire('a', 1, 'calendar'), fire('a', 2))).toEqual({
      tasks: [
        [
          'a@2026-11-23T02',
          'to be skipped, and no tick came for it: a@2026-11-23T01:00:00+08:00 (because of calendar)',
        ],
      ],
      missed: [],
    });
  });
});
