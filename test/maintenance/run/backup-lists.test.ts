import { describe, expect, test } from 'vitest';
import type { CallFailure } from '../../../functions/maintenance/run/call-failure.ts';
import type { BackupSight } from '../../../functions/maintenance/run/event.ts';
import type { Backup } from '../../../functions/maintenance/run/fleet.ts';
import {
  afterBackupRefused,
  afterBackupsSeen,
  afterBackupsUnlisted,
  atStage,
  sightOf,
} from '../../../functions/maintenance/run/securing.ts';
import type { Securing } from '../../../functions/maintenance/run/state.ts';
import { failureOf } from './applied-event.ts';
import { backup, ended, noBackups, second, securing, tracked } from './tracked-fixture.ts';

/** What a list shows, the newest first. */
const shown = (list: readonly Partial<Backup>[], stage: Securing['stage'] = { step: 'none' }) =>
  sightOf('a', list.map(backup), stage);

describe('a list of backups', () => {
  test('shows the newest that succeeded and can be restored', () => {
    const list: readonly Partial<Backup>[] = [
      { id: 'running', status: 'running' },
      { id: 'failed', status: 'failed' },
      { id: 'broken', restorable: false },
      { id: 'good', createdAt: second(-10) },
      { id: 'older', createdAt: second(-20) },
    ];
    expect(shown(list).usable).toEqual({ id: 'good', createdAt: second(-10) });
    expect(shown(list.slice(0, 3)).usable).toBeUndefined();
  });

  test.each([
    ['waiting', true],
    ['running', true],
    ['succeeded', false],
    ['failed', false],
    ['gone', false],
  ] as const)('with one that is %s shows that DCS is making one: %s', (status, busy) => {
    expect(shown([{}, { status }]).busy).toBe(busy);
  });

  test.each<[string, number, readonly Partial<Backup>[], boolean]>([
    ['24, the oldest by its policy', 23, [{ automatic: true }], true],
    ['23', 22, [{ automatic: true }], false],
    ['24, the oldest by hand', 23, [{}], false],
    ['23 and one that has expired', 22, [{ automatic: true }, { status: 'gone' }], false],
    ['24 and one that has expired', 23, [{ automatic: true }, { status: 'gone' }], true],
    ['24 and a scheduled one that has expired', 23, [{}, { status: 'gone', automatic: true }], false],
  ])('of %s: whether the next pushes out a scheduled one', (_, count, rest, pushesOut) => {
    expect(shown([...Array(count).fill({}), ...rest]).pushesOut).toBe(pushesOut);
  });

  test('shows the one that was made for the run by its id, or that it is missing', () => {
    const stage = { step: 'made', backup: 'ours' } as const;
    expect(shown([{}, { id: 'ours', status: 'running' }], stage).made).toMatchObject({ status: 'running' });
    expect(shown([{}], stage).made).toBe('missing');
  });

  test('shows after a lost answer whether one began: the newest by hand, as far as clocks can tell', () => {
    const stage = { step: 'asked', at: second(300) } as const;
    const list: readonly Partial<Backup>[] = [
      { id: 'scheduled', createdAt: second(310), automatic: true },
      { id: 'ours', createdAt: second(180) },
      { id: 'too-old', createdAt: second(180) - 1 },
    ];
    expect(shown(list, stage).made).toMatchObject({ id: 'ours' });
    expect(shown([{ id: 'newer', createdAt: second(305) }, ...list], stage).made).toMatchObject({
      id: 'newer',
    });
    expect(shown(list.slice(2), stage).made).toBeUndefined();
  });

  test.each([{ step: 'none' }, { step: 'refused', cause: { code: 'x', message: 'x' } }] as const)(
    'shows none that was made for the run where none was begun (%j)',
    (stage) => {
      expect(shown([{}], stage).made).toBeUndefined();
    },
  );
});

describe('what is heard of backups', () => {
  const failure: CallFailure = failureOf('permanent');
  const told = { code: failure.code, message: failure.message };
  const one = (parts: Partial<Securing> = {}) => tracked('a', securing(parts));
  const at = second(10);
  const asked = { step: 'asked', at: second(5) } as const;
  const seenBusy = { sight: { ...noBackups, busy: true }, sightAt: second(5) };

  test('after an instance has ended changes nothing of it', () => {
    const over = ended('a', 'failed');
    expect(afterBackupsSeen(over, noBackups, at)).toBe(over);
    expect(afterBackupsUnlisted(over, failure, at)).toBe(over);
    expect(atStage(over, { step: 'made', backup: 'b' })).toBe(over);
    expect(afterBackupRefused(over, failure, at)).toBe(over);
  });

  test('finds the one that was asked for, and forgets that they could not be listed', () => {
    const sight = { ...noBackups, made: backup() };
    expect(afterBackupsSeen(one({ stage: asked, unlisted: told }), sight, at).phase).toEqual(
      securing({ stage: { step: 'made', backup: 'b' }, sight, sightAt: at }),
    );
  });

  test.each<[Securing['stage'], BackupSight['made']]>([
    [asked, undefined],
    [{ step: 'made', backup: 'b' }, 'missing'],
  ])('leaves it as it was where nothing of it is found: %j', (stage, made) => {
    const sight = { ...noBackups, made };
    expect(afterBackupsSeen(one({ stage }), sight, at).phase).toEqual(
      securing({ stage, sight, sightAt: at }),
    );
  });

  test('while they cannot be listed is kept', () => {
    const known = { ...seenBusy, stage: asked };
    expect(afterBackupsUnlisted(one(known), failure, at)).toEqual(
      one({ ...known, unlisted: told, pausedUntil: at }),
    );
  });

  test.each<[CallFailure['kind'], Partial<Securing>]>([
    ['ambiguous', { stage: asked }],
    ['throttled', { stage: { step: 'none' }, pausedUntil: at }],
    ['unsent', { stage: { step: 'none' }, pausedUntil: at }],
    ['wait', { stage: { step: 'none' }, pausedUntil: at }],
    ['permanent', { stage: { step: 'refused', cause: told } }],
    ['denied', { stage: { step: 'refused', cause: told } }],
  ])('of a call for one that failed (%s): asked for again only where none began', (kind, expected) => {
    const known = { ...seenBusy, stage: asked };
    expect(afterBackupRefused(one(known), { ...failure, kind }, at)).toEqual(
      one({ ...known, lastFailure: told, ...expected }),
    );
  });
});
