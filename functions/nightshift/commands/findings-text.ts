import { type Finding, needsPerson, type Severity } from '../doctor/finding.ts';
import type { Checked, CheckName } from '../doctor/run-checks.ts';
import { type Tint, tinted } from '../place/ansi.ts';
import { wrapText } from '../place/fit-text.ts';
import { textWidth } from './text-width.ts';

const titles: Readonly<Record<CheckName, string>> = {
  credentials: 'Credentials',
  clock: 'Clock',
  endpoints: 'Regions and endpoints',
  permissions: 'Permissions',
  schedule: 'Schedule and environment',
  channels: 'Channels',
  journal: 'Journal',
  function: 'Function',
  triggers: 'Triggers',
  runtime: 'Runtime',
};

const signs: Readonly<Record<Severity, readonly [word: string, tint: Tint]>> = {
  ok: ['ok', 'green'],
  note: ['note', 'cyan'],
  warning: ['warning', 'yellow'],
  error: ['error', 'red'],
  'not-tried': ['not tried', 'dim'],
};

const signWidth = 12;

/** What one check found, for people: a heading, and below it each finding with what is to be done. */
export function checkedText({ check, findings }: Checked, { colour }: { readonly colour: boolean }): string {
  const lines = findings.flatMap((finding) => findingLines(finding, colour));
  return [colour ? tinted(titles[check], 'bold') : titles[check], ...lines].join('\n');
}

function findingLines({ severity, code, what, where, todo }: Finding, colour: boolean): readonly string[] {
  const [word, tint] = signs[severity];
  const sign = `  ${word.padEnd(signWidth - 2)}`;
  const margin = ' '.repeat(signWidth);
  const told = `${where === null ? '' : `${where}: `}${what}${severity === 'ok' ? '' : ` [${code}]`}`;
  const [first = '', ...rest] = wrapText(told, textWidth - signWidth);
  return [
    `${colour ? tinted(sign, tint) : sign}${first}`,
    ...rest.map((line) => margin + line),
    ...(todo === null ? [] : wrapText(`-> ${todo}`, textWidth - signWidth).map((line) => margin + line)),
  ];
}

/** How it stands, in a line. */
export function verdictText(findings: readonly Finding[]): string {
  const count = (severity: Severity) => findings.filter((each) => each.severity === severity).length;
  const counted = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  const parts = [
    ...(count('error') > 0 ? [counted(count('error'), 'error')] : []),
    ...(count('warning') > 0 ? [counted(count('warning'), 'warning')] : []),
  ];
  const verdict = findings.some(needsPerson) ? parts.join(' and ') : 'nothing is wrong';
  const untried = count('not-tried');
  return `${verdict}; ${count('ok')} ok${untried === 0 ? '' : `, ${untried} not tried`}`;
}
