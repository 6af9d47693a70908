import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../functions/maintenance/notify/channel.ts';
import { notWanted } from '../../../functions/maintenance/notify/is-wanted.ts';
import type { Comparison } from '../../../functions/maintenance/report/comparison.ts';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import type { Summary, SummaryInstance } from '../../../functions/maintenance/report/summary.ts';
import { slackInbox } from '../../../functions/minicloud/inbox/chats/slack.ts';
import { row, runEnd } from '../report/sample-summary.ts';
import { chatOnInbox } from './chat-on-inbox.ts';
import { goldenNotices } from './golden-notices.ts';
import { finished, invocationFailed } from './sample-notice.ts';

type Finished = Extract<Notice, { readonly type: 'nightshift.run.finished' }>;

function notice(status: Summary['status'], last?: Partial<Comparison>): Finished {
  const comparison = {
    lastStatus: 'succeeded',
    newlyFailing: [],
    recovered: [],
    failingFor: [],
    longestOutage: undefined,
    ...last,
  } as const;
  return {
    ...finished,
    summary: { ...finished.summary, status },
    background: last === undefined ? {} : { comparison },
  };
}

const good = { lastStatus: 'succeeded' } as const;
const bad = { lastStatus: 'failed' } as const;
const same = { lastStatus: 'partial', sameRefusals: true } as const;

/** The last message of the job was not confirmed by a channel. */
function untold(notice: Notice, channel: string): Notice {
  return notice.type === 'nightshift.run.finished'
    ? { ...notice, background: { ...notice.background, untold: [channel] } }
    : expect.unreachable(notice.type);
}

describe('a channel is told', () => {
  test.each([
    ['always', notice('succeeded'), true],
    ['always', notice('empty', good), true],
    ['failure', notice('failed'), true],
    ['failure', notice('partial', bad), true],
    ['failure', notice('succeeded', bad), false],
    ['failure', notice('skipped'), false],
    ['change', notice('succeeded'), true],
    ['change', notice('succeeded', good), false],
    ['change', notice('failed', good), true],
    ['change', notice('failed', bad), false],
    ['change', notice('failed', { ...bad, newlyFailing: ['orders'] }), true],
    ['change', notice('partial', { ...bad, recovered: ['orders'] }), true],
    ['change', notice('succeeded', bad), true],
    ['recovery', notice('failed', good), true],
    ['recovery', notice('failed', bad), true],
    ['recovery', notice('succeeded', bad), true],
    ['recovery', notice('succeeded', good), false],
    ['recovery', notice('succeeded'), false],
    // Nothing but what was refused in the last run too.
    ['always', notice('partial', same), true],
    ['failure', notice('partial', same), false],
    ['failure', notice('failed', { ...same, lastStatus: 'failed' }), false],
    ['failure', untold(notice('partial', same), 'ops'), true],
    ['failure', untold(notice('partial', same), 'audit'), false],
    ['change', notice('partial', same), false],
    ['change', notice('partial', { ...same, recovered: ['orders'] }), true],
    ['change', notice('partial', { lastStatus: 'partial', newlyRefused: ['ledger'] }), true],
    ['recovery', notice('partial', same), false],
    ['recovery', notice('partial', { ...same, recovered: ['orders'] }), true],
  ] as const)('%s: case %#', (when, told, wanted) => {
    expect(notWanted(told, when, 'ops') === undefined).toBe(wanted);
  });

  test.each(['always', 'failure', 'change', 'recovery'] as const)(
    '%s when nothing could be carried out at all',
    (when) => {
      expect(notWanted(invocationFailed, when, 'ops')).toBeUndefined();
    },
  );

  describe('of a run whose conditions', () => {
    const unneeded = row('b', { outcome: 'skipped', code: 'condition' });
    const lately = row('c', { outcome: 'skipped', code: 'at-most-every' });
    const unjudged = row('d', { outcome: 'refused', code: 'condition-unknown' });
    const run = (last: Partial<Comparison> | undefined, ...rows: readonly SummaryInstance[]): Notice => ({
      ...notice('succeeded', last),
      summary: summarize(runEnd(rows)),
    });

    test.each(['always', 'failure', 'change', 'recovery'] as const)(
      'left every instance alone: nobody, %s',
      (when) => {
        for (const last of [undefined, good, bad])
          expect(notWanted(run(last, unneeded, lately), when, 'ops')).toEqual({
            status: 'not-wanted',
            attempts: 0,
            reason: 'the conditions of the job left every instance alone',
          });
      },
    );

    test.each([
      ['always', run(good, unneeded, row('a')), true],
      ['failure', run(good, unneeded, row('a')), false],
      ['change', run(good, unneeded, row('a')), false],
      ['change', run(bad, unneeded, row('a')), true],
      ['recovery', run(bad, unneeded, row('a')), true],
      ['failure', run(good, unneeded, row('a', { outcome: 'failed' })), true],
      ['failure', run(good, unneeded, unjudged), true],
      ['always', run(good, unneeded, row('a', { outcome: 'skipped', code: 'window' })), true],
    ] as const)('left some alone, as of any other: %s, case %#', (when, told, wanted) => {
      expect(notWanted(told, when, 'ops') === undefined).toBe(wanted);
    });
  });

  test('nothing that it is not for', async () => {
    await using room = await chatOnInbox({ kind: 'slack', inbox: slackInbox(), when: 'failure' });
    const { succeeded, partial } = goldenNotices;
    if (!succeeded || !partial) expect.unreachable();
    expect(await room.tell(succeeded)).toEqual({
      channel: 'ops',
      status: 'not-wanted',
      attempts: 0,
      reason: 'the channel is told of failures only',
    });
    expect(room.inbox.messages).toEqual([]);
    expect(await room.tell(partial)).toMatchObject({ status: 'delivered' });
  });
});
