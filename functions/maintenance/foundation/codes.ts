/** Codes of an instance's end, as a summary has them beside those of Huawei Cloud. */
export const endCodes = [
  'returned',
  'accepted',
  'flushed',
  'emptied',
  'ready',
  'state',
  'engine',
  'acknowledgement',
  'data-unknown',
  'condition',
  'condition-unknown',
  'at-most-every',
  'not-found',
  'region-unread',
  'unreadable',
  'untold',
  'settle-timeout',
  'error',
  'topology',
  'data-lost',
  'answer-lost',
  'unnamed',
  'unflushed',
  'interrupted',
  'lease',
  'rejected',
  'unseen',
  'journal-unread',
  'unfinished',
  'gone',
  'in-hand',
  'out-of-time',
  'window',
  'maintenance-window',
  'maintenance-unread',
  'cancelled',
  'max-failures',
  'canary',
  'concurrency',
  'spread',
  'backup-refused',
  'backup-vanished',
  'backup-failed',
  'backup-not-restorable',
  'backup-late',
  'backup-unknown',
  'backup-unlisted',
] as const;

/** Codes of why a fire was not run, and of what is wrong with a run as a whole. */
export const problemCodes = [
  'calendar',
  'calendar.year-missing',
  'calendar.unreadable',
  'override',
  'disabled',
  'dates',
  'late',
  'missed',
  'early',
  'merged',
  'overlap',
  'told',
  'not-started',
  'nothing-selected',
  'truncated',
  'same-project',
  'journal.corrupt',
  'journal.format',
  'journal.inconsistent',
  'journal.unreachable',
  'journal.denied',
  'journal.name',
] as const;

/** Codes of an invocation that could carry nothing out, beside those of journals. */
export const failureCodes = [
  'schedule.invalid',
  'schedule.unreadable',
  'job.unknown',
  'event.not-understood',
  'tick.ahead',
  'clock.behind',
  'run.not-yet',
  'run.gone',
  'credentials.missing',
  'time.over',
  'run.unknown',
  'run.over',
  'run.busy',
  'CREDENTIALS',
  'UNEXPECTED',
  'internal',
] as const;

/** Every code of ours that people get to read; each has its sentence in every language. */
export const codes = [...endCodes, ...problemCodes, ...failureCodes] as const;

/** See `codes`. */
export type Code = (typeof codes)[number];

/** Codes of an instance's end. */
export type EndCode = (typeof endCodes)[number];

/** Codes of why a fire was not run, and of what is wrong with a run. */
export type ProblemCode = (typeof problemCodes)[number];

const known: ReadonlySet<string> = new Set(codes);

/** Whether a code is one of ours and not the cloud's. */
export function isOurs(code: string): code is Code {
  return known.has(code);
}
