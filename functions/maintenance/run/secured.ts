import type { CallFailure } from './call-failure.ts';
import type { BackupSight, Securing, SecuringStage } from './securing.ts';
import type { Tracked } from './state.ts';

/** An instance whose turn has come, and whose backup is looked after first. */
export function beginSecuring(one: Tracked, at: number): Tracked {
  const phase: Securing = {
    kind: 'securing',
    since: at,
    stage: { step: 'none' },
    sight: undefined,
    sightAt: undefined,
    pausedUntil: at,
  };
  return { ...one, phase };
}

/** An instance after its backups were listed. One that appeared after a lost answer is the one that was asked for. */
export function afterBackupsSeen(one: Tracked, sight: BackupSight, at: number): Tracked {
  const { phase } = one;
  if (phase.kind !== 'securing') return one;
  const found = phase.stage.step === 'asked' && sight.made !== undefined && sight.made !== 'missing';
  const stage: SecuringStage = found ? { step: 'made', backup: sight.made.id } : phase.stage;
  return { ...one, phase: { ...phase, stage, sight, sightAt: at } };
}

/** An instance for which a backup was asked for; what was known of its backups is old by that. */
export function atStage(one: Tracked, stage: SecuringStage): Tracked {
  const { phase } = one;
  return phase.kind === 'securing' ? { ...one, phase: { ...phase, stage } } : one;
}

/**
 * An instance after the call for its backup failed: asked again, not before the instant `again`, only when it is
 * certain that none began.
 */
export function afterBackupRefused(
  one: Tracked,
  { kind, code, message }: CallFailure,
  again: number,
): Tracked {
  const { phase } = one;
  if (phase.kind !== 'securing') return one;
  switch (kind) {
    case 'ambiguous':
      return one;
    case 'throttled':
    case 'unsent':
    case 'wait':
      return { ...one, phase: { ...phase, stage: { step: 'none' }, pausedUntil: again } };
    case 'permanent':
    case 'denied':
      return atStage(one, { step: 'refused', code, reason: message });
    default:
      return kind satisfies never;
  }
}
