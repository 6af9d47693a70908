/** What a code comes down to, for people: each has a name and perhaps a next step in every `Wording`. */
export const causes = [
  'stuck',
  'ill',
  'degraded',
  'data-lost',
  'answer-lost',
  'unseen',
  'rejected',
  'denied',
  'throttled',
  'network',
  'state',
  'engine',
  'acknowledgement',
  'backup',
  'out-of-time',
  'window',
  'stopped',
  'cancelled',
  'calendar',
  'override',
  'overlap',
  'missed',
  'disabled',
  'nothing-selected',
  'other',
] as const;

/** See `causes`. */
export type Cause = (typeof causes)[number];

/** Ours, from `run`, `plan` and `runtime`, and those of Huawei's that say what to do. */
const causeOfCode: Readonly<Record<string, Cause>> = {
  'settle-timeout': 'stuck',
  error: 'ill',
  topology: 'degraded',
  'data-lost': 'data-lost',
  'answer-lost': 'answer-lost',
  interrupted: 'answer-lost',
  unnamed: 'answer-lost',
  unseen: 'unseen',
  rejected: 'rejected',
  state: 'state',
  engine: 'engine',
  acknowledgement: 'acknowledgement',
  'out-of-time': 'out-of-time',
  unfinished: 'out-of-time',
  window: 'window',
  late: 'window',
  'max-failures': 'stopped',
  canary: 'stopped',
  concurrency: 'stopped',
  spread: 'stopped',
  cancelled: 'cancelled',
  calendar: 'calendar',
  'calendar.year-missing': 'calendar',
  'calendar.unreadable': 'calendar',
  override: 'override',
  overlap: 'overlap',
  merged: 'overlap',
  early: 'missed',
  missed: 'missed',
  'not-started': 'missed',
  disabled: 'disabled',
  'nothing-selected': 'nothing-selected',
  CREDENTIALS: 'denied',
  'APIGW.0301': 'denied',
  'APIGW.0302': 'denied',
  'APIGW.0303': 'denied',
  'APIGW.0308': 'throttled',
  'HTTP.401': 'denied',
  'HTTP.403': 'denied',
  'HTTP.429': 'throttled',
  TIMEOUT: 'network',
  CLOSED: 'network',
};

/** The cause in a code of an outcome or a problem; `other` for what we have no advice on. */
export function causeOf(code: string): Cause {
  const known = Object.hasOwn(causeOfCode, code) ? causeOfCode[code] : undefined;
  if (known !== undefined) return known;
  if (code.startsWith('backup-')) return 'backup';
  if (/^(DCS|CBC|APIGW)\./.test(code)) return 'rejected';
  return /^(E[A-Z]{4,}|HTTP\.5\d\d)$/.test(code) ? 'network' : 'other';
}
