import { type CallCause, causeIn } from '../foundation/call-cause.ts';
import type { EndCode } from '../foundation/codes.ts';
import type { Rules } from '../plan/plan.ts';
import type { JobSettings } from '../schedule/schema.ts';
import { type CallFailure, nothingNew } from './call-failure.ts';
import { changed } from './changed.ts';
import type { BackupSight } from './event.ts';
import type { Backup } from './fleet.ts';
import type { Securing, SecuringStage, Tracked } from './state.ts';

/** DCS keeps the latest 24 backups of an instance, scheduled and manual ones together. */
const mostKept = 24;

/** Clocks of the cloud and of the function may differ; a backup made for the run is not older than this. Milliseconds. */
const skewMs = 120_000;

/** Reads a list of backups, newest first, for an instance at some stage of securing. */
export function sightOf(id: string, backups: readonly Backup[], stage: SecuringStage): BackupSight {
  const usable = backups.find(({ status, restorable }) => status === 'succeeded' && restorable);
  const kept = backups.filter(({ status }) => status !== 'gone');
  return {
    id,
    usable: usable && { id: usable.id, createdAt: usable.createdAt },
    busy: backups.some(({ status }) => status === 'waiting' || status === 'running'),
    made: madeOf(backups, stage),
    pushesOut: kept.length >= mostKept && kept.at(-1)?.automatic === true,
  };
}

function madeOf(backups: readonly Backup[], stage: SecuringStage): BackupSight['made'] {
  switch (stage.step) {
    case 'made':
      return backups.find((backup) => backup.id === stage.backup) ?? 'missing';
    case 'asked':
      return backups.find(({ automatic, createdAt }) => !automatic && createdAt >= stage.at - skewMs);
    case 'none':
    case 'refused':
      return undefined;
    default:
      return stage satisfies never;
  }
}

/** What follows from what is known of an instance's backups. */
export type SecuringVerdict =
  | { readonly verdict: 'wait'; readonly until: number }
  | { readonly verdict: 'find' }
  | { readonly verdict: 'make' }
  | {
      readonly verdict: 'secured';
      readonly backup: string;
      readonly createdAt: number;
      readonly made: boolean;
      readonly note: string;
    }
  | {
      readonly verdict: 'impossible';
      readonly code: EndCode;
      readonly reason: string;
      readonly cause: CallCause | undefined;
    };

/** When to look, how long an answer may be in doubt, and what the job asks of backups. Milliseconds. */
type SecuringRules = {
  readonly backup: JobSettings['backup'];
  readonly poll: number;
  readonly acceptance: number;
};

/** The rules of a run that backups go by. */
export function securingRules({ backup, settle }: Rules): SecuringRules {
  return { backup, poll: settle.poll, acceptance: settle.acceptance };
}

/**
 * Judges the backups of an instance. Only one that is seen `succeed` and restorable counts: failed, expired,
 * vanished, late or impossible is no backup, whatever the call for it answered.
 */
export function judgeSecuring(
  phase: Securing,
  { backup, poll, acceptance }: SecuringRules,
  now: number,
): SecuringVerdict {
  const { stage, sight, sightAt = Number.NEGATIVE_INFINITY, since, pausedUntil } = phase;
  if (stage.step === 'refused')
    return impossible('backup-refused', 'DCS refused to make a backup', stage.cause);
  // Whether a backup is there, or has succeeded, cannot be known; waiting does not grant a permission.
  if (phase.unlisted?.permission !== undefined)
    return impossible('backup-unlisted', 'its backups may not be listed', phase.unlisted);
  const nextLook = sightAt + poll;
  if (now - since < backup.timeout && now < pausedUntil) return { verdict: 'wait', until: pausedUntil };
  if (sight) {
    const { made, usable } = sight;
    if (made === 'missing') return impossible('backup-vanished', 'the backup made for it has vanished');
    if (made) {
      if (made.status === 'failed')
        return impossible(
          'backup-failed',
          `the backup made for it failed${made.error ? ` (${made.error})` : ''}`,
        );
      if (made.status === 'gone')
        return impossible('backup-vanished', 'the backup made for it is expired or deleted');
      if (made.status === 'succeeded' && !made.restorable)
        return impossible('backup-not-restorable', 'the backup made for it cannot be restored, says DCS');
      if (made.status === 'succeeded') return secured(made.id, made.createdAt, true, sight.pushesOut);
    }
    if (usable && since - usable.createdAt <= backup.maxAge)
      return secured(usable.id, usable.createdAt, false, false);
  }
  if (now - since >= backup.timeout)
    return impossible(
      'backup-late',
      'no backup of it succeeded in time',
      phase.unlisted ?? phase.lastFailure,
    );
  if (!sight || now >= nextLook) return { verdict: 'find' };
  if (stage.step === 'asked')
    return now - stage.at >= acceptance
      ? impossible(
          'backup-unknown',
          `${doubtOf(phase.lastFailure)}, and no backup appeared`,
          phase.lastFailure,
        )
      : { verdict: 'wait', until: nextLook };
  if (stage.step !== 'none' || sight.busy) return { verdict: 'wait', until: nextLook };
  return { verdict: 'make' };
}

/** What is known of a call for a backup that may have begun one. */
function doubtOf(failure: CallCause | undefined): string {
  switch (failure?.ending) {
    case 'refused':
      return 'the call for a backup was answered with an error';
    case 'unreadable':
    case 'too-large':
    case 'cut':
      return 'the answer to the call for a backup could not be read';
    default:
      return 'the answer to the call for a backup was lost';
  }
}

function secured(backup: string, createdAt: number, made: boolean, pushedOut: boolean): SecuringVerdict {
  const note = pushedOut ? 'it was the 25th, so DCS has dropped a scheduled backup for it' : '';
  return { verdict: 'secured', backup, createdAt, made, note };
}

function impossible(code: EndCode, reason: string, cause?: CallCause): SecuringVerdict {
  return { verdict: 'impossible', code, reason, cause };
}

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
  return changed(one, { phase });
}

/** An instance after its backups were listed. One that appeared after a lost answer is the one that was asked for. */
export function afterBackupsSeen(one: Tracked, sight: BackupSight, at: number): Tracked {
  const { phase } = one;
  if (phase.kind !== 'securing') return one;
  const { made } = sight;
  const stage: SecuringStage = made && made !== 'missing' ? { step: 'made', backup: made.id } : phase.stage;
  return changed(one, { phase: { ...phase, stage, sight, sightAt: at, unlisted: undefined } });
}

/** An instance whose backups could not be listed: tried again, not before the instant `again`. */
export function afterBackupsUnlisted(one: Tracked, failure: CallFailure, again: number): Tracked {
  const { phase } = one;
  if (phase.kind !== 'securing') return one;
  return changed(one, { phase: { ...phase, unlisted: causeIn(failure), pausedUntil: again } });
}

/** An instance for which a backup was asked for; what was known of its backups is old by that. */
export function atStage(one: Tracked, stage: SecuringStage): Tracked {
  const { phase } = one;
  return phase.kind === 'securing' ? changed(one, { phase: { ...phase, stage } }) : one;
}

/**
 * An instance after the call for its backup failed: asked again, not before the instant `again`, only when it is
 * certain that none began.
 */
export function afterBackupRefused(one: Tracked, failure: CallFailure, again: number): Tracked {
  const { phase } = one;
  if (phase.kind !== 'securing') return one;
  // It waits as it would before anything began: for the other run, after which it is secured, or for its end.
  if (failure.code === 'in-hand' || failure.code === nothingNew)
    return changed(one, { phase: { kind: 'waiting', notBefore: again } });
  const lastFailure = causeIn(failure);
  const asked = changed(one, { phase: { ...phase, lastFailure } });
  switch (failure.kind) {
    case 'ambiguous':
      return asked;
    case 'throttled':
    case 'unsent':
    case 'wait':
      return changed(one, {
        phase: { ...phase, lastFailure, stage: { step: 'none' }, pausedUntil: again },
      });
    case 'permanent':
    case 'denied':
      return atStage(asked, { step: 'refused', cause: lastFailure });
    default:
      return failure.kind satisfies never;
  }
}
