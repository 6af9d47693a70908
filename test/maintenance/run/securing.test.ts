import { describe, expect, test } from 'vitest';
import type { CallCause } from '../../../functions/maintenance/foundation/call-cause.ts';
import type { BackupSight } from '../../../functions/maintenance/run/event.ts';
import type { Backup } from '../../../functions/maintenance/run/fleet.ts';
import { judgeSecuring } from '../../../functions/maintenance/run/securing.ts';
import type { Securing } from '../../../functions/maintenance/run/state.ts';
import { backup, noBackups, openedAt, second, securing } from './tracked-fixture.ts';

const cause: CallCause = { code: 'DCS.1', message: 'as DCS says' };
const other: CallCause = { code: 'DCS.2', message: 'something else' };

/** What follows in a line, seconds after the opening; backups are looked for for 30 minutes, and looked at every 10 s. */
function judged(phase: Partial<Securing>, after: number): string {
  const rules = {
    backup: { mode: 'required', maxAge: 3_600_000, timeout: 1_800_000 },
    poll: 10_000,
    acceptance: 60_000,
  } as const;
  const its = judgeSecuring(securing(phase), rules, second(after));
  switch (its.verdict) {
    case 'wait':
      return `wait until ${(its.until - openedAt) / 1_000}`;
    case 'secured':
      return ['secured', its.backup, its.made ? 'made' : 'found', its.note].join(' ').trim();
    case 'impossible':
      return [`${its.code}: ${its.reason}`, its.cause?.code ?? []].flat().join('; ');
    default:
      return its.verdict;
  }
}

/** Its backups as they were seen at an instant. */
const sighted = (parts: Partial<BackupSight>, at = 0): Partial<Securing> => ({
  sight: { ...noBackups, ...parts },
  sightAt: second(at),
});
const made = (parts: Partial<Backup>, sight: Partial<BackupSight> = {}): Partial<Securing> => ({
  stage: { step: 'made', backup: 'b' },
  ...sighted({ made: backup(parts), ...sight }),
});
const old = { id: 'old', createdAt: second(-3_600) };
const asked = { step: 'asked', at: second(5) } as const;

describe('an instance that is to have a backup', () => {
  test.each<[string, Partial<Securing>, number, string]>([
    ['of which nothing is known is looked for', {}, 0, 'find'],
    ['is looked for again after a poll', sighted({}), 10, 'find'],
    ['gets one where there is none', sighted({}), 9, 'make'],
    ['waits for one that DCS is making', sighted({ busy: true }), 9, 'wait until 10'],
    ['is secured by one that is young enough', sighted({ usable: old }), 9, 'secured old found'],
    ['is so without pushing out another', sighted({ usable: old, pushesOut: true }), 9, 'secured old found'],
    [
      'is not by one that is older',
      sighted({ usable: { ...old, createdAt: second(-3_600) - 1 } }),
      9,
      'make',
    ],
    [
      'waits as long as DCS wants',
      { ...sighted({ usable: old }), pausedUntil: second(7) },
      6,
      'wait until 7',
    ],
    ['and no longer', { ...sighted({ usable: old }), pausedUntil: second(7) }, 7, 'secured old found'],
    [
      'is late after the timeout, whatever is waited for',
      { ...sighted({ busy: true }, 1_799), pausedUntil: second(2_000) },
      1_800,
      'backup-late: no backup of it succeeded in time',
    ],
    ['and not before', sighted({ busy: true }, 1_799), 1_799, 'wait until 1809'],
    [
      'is late for how its call failed',
      { lastFailure: cause },
      1_800,
      'backup-late: no backup of it succeeded in time; DCS.1',
    ],
    [
      'or rather because they cannot be listed',
      { lastFailure: cause, unlisted: other },
      1_800,
      'backup-late: no backup of it succeeded in time; DCS.2',
    ],
    ['is tried again where they cannot be listed now', { unlisted: other }, 9, 'find'],
    [
      'is lost where they may not be listed',
      { ...sighted({ usable: old }), unlisted: { ...cause, permission: 'dcs:x' } },
      9,
      'backup-unlisted: its backups may not be listed; DCS.1',
    ],
    [
      'is lost where DCS refuses to make one',
      { stage: { step: 'refused', cause } },
      9,
      'backup-refused: DCS refused to make a backup; DCS.1',
    ],
  ])('%s', (_, phase, after, expected) => {
    expect(judged(phase, after)).toBe(expected);
  });

  test.each<[string, Partial<Securing>, string]>([
    [
      'that nobody has seen since is waited for, and not made again',
      { stage: { step: 'made', backup: 'b' }, ...sighted({}) },
      'wait until 10',
    ],
    ['that is running is waited for', made({ status: 'running' }), 'wait until 10'],
    ['that waits is waited for', made({ status: 'waiting' }), 'wait until 10'],
    [
      'that waits while there is another that will do is not',
      made({ status: 'waiting' }, { usable: old }),
      'secured old found',
    ],
    ['that has succeeded is its backup', made({}), 'secured b made'],
    [
      'that has succeeded as the 25th says what it has cost',
      made({}, { pushesOut: true }),
      'secured b made it was the 25th, so DCS has dropped a scheduled backup for it',
    ],
    ['that failed is none', made({ status: 'failed' }), 'backup-failed: the backup made for it failed'],
    [
      'that failed says why',
      made({ status: 'failed', error: 'dcs.08.0002' }),
      'backup-failed: the backup made for it failed (dcs.08.0002)',
    ],
    [
      'that has expired is none',
      made({ status: 'gone' }),
      'backup-vanished: the backup made for it is expired or deleted',
    ],
    [
      'that cannot be restored is none',
      made({ restorable: false }),
      'backup-not-restorable: the backup made for it cannot be restored, says DCS',
    ],
    [
      'that cannot be restored yet, as it is running, is waited for',
      made({ status: 'running', restorable: false }),
      'wait until 10',
    ],
    [
      'that is missing is none, whatever others there are',
      { stage: { step: 'made', backup: 'b' }, ...sighted({ made: 'missing', usable: old }) },
      'backup-vanished: the backup made for it has vanished',
    ],
  ])('or one made for it %s', (_, phase, expected) => {
    expect(judged(phase, 9)).toBe(expected);
  });

  test.each([
    ['refused', 'the call for a backup was answered with an error'],
    ['unreadable', 'the answer to the call for a backup could not be read'],
    ['too-large', 'the answer to the call for a backup could not be read'],
    ['cut', 'the answer to the call for a backup could not be read'],
    ['no-answer', 'the answer to the call for a backup was lost'],
  ] as const)('that was asked for (%s) is looked for, and in doubt after the acceptance', (ending, story) => {
    const lastFailure = { ...cause, ending };
    expect(judged({ stage: asked, ...sighted({}, 60), lastFailure }, 64)).toBe('wait until 70');
    expect(judged({ stage: asked, ...sighted({}, 60), lastFailure }, 65)).toBe(
      `backup-unknown: ${story}, and no backup appeared; DCS.1`,
    );
    expect(judged({ stage: asked, ...sighted({}, 55), lastFailure }, 65)).toBe('find');
  });

  test('that was asked for by an invocation which heard no answer is in doubt without a cause', () => {
    expect(judged({ stage: asked, ...sighted({}, 60) }, 65)).toBe(
      'backup-unknown: the answer to the call for a backup was lost, and no backup appeared',
    );
  });
});
