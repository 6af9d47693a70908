import type { Plan, PlannedInstance } from '../../maintenance/plan/plan.ts';
import { plainText } from '../../maintenance/report/plain-text.ts';
import { type Tint, tinted } from '../place/ansi.ts';
import { type Column, renderTable } from '../place/text-table.ts';
import { textWidth } from './text-width.ts';

const columns: readonly Column[] = [
  { title: 'WAVE', align: 'left' },
  { title: 'NAME', align: 'left', atMost: 32 },
  { title: 'REGION', align: 'left', atMost: 16 },
  { title: 'DECISION', align: 'left' },
  { title: 'DATA', align: 'left' },
  { title: 'REASON', align: 'left' },
];
const decisionColumn = 3;
const dataColumn = 4;

/** A plan, its hash, and what else stands in the way of its job today. */
export type PlanToShow = {
  readonly plan: Plan;
  readonly hash: string;
  readonly standing: readonly string[];
};

/** A plan for people: what would be done to which instance in which wave, why, and how to let it happen. */
export function planText(
  { plan, hash, standing }: PlanToShow,
  { colour }: { readonly colour: boolean },
): string {
  const tint = (text: string, as: Tint) => (colour ? tinted(text, as) : text);
  const rows = [...plan.instances].sort(byWave);
  const table = renderTable(columns, rows.map(cellsOf), textWidth, (cell, row, column) => {
    if (column === decisionColumn && rows[row]?.decision === 'refuse') return tint(cell, 'yellow');
    return column === dataColumn && cell.startsWith('cleared') ? tint(cell, 'red') : cell;
  });
  return [
    `${tint(plan.job, 'bold')}: ${headline(plan)}`,
    rulesOf(plan),
    '',
    ...(rows.length > 0 ? [...table, ''] : []),
    ...listed('notes', [...plan.notes, ...standing]),
    ...listed(
      'problems',
      plan.problems.map(({ reason, code }) => `${reason} (${code})`),
    ),
    ...closing(plan, hash),
  ].join('\n');
}

function headline({ instances, rules }: Plan): string {
  const acting = countActing(instances);
  const refused = instances.length - acting;
  const selected = `${instances.length} selected ${instances.length === 1 ? 'instance' : 'instances'}`;
  return `${rules.action} of ${acting} of ${selected}${refused > 0 ? `, ${refused} refused` : ''}`;
}

function countActing(instances: readonly PlannedInstance[]): number {
  return instances.filter(({ decision }) => decision === 'act').length;
}

function closing({ job, instances }: Plan, hash: string): readonly string[] {
  if (countActing(instances) === 0) return [`Nothing was sent, and there is nothing to send. Plan ${hash}.`];
  return [
    `Nothing was sent. This is plan ${hash}; the event that asks the function for it:`,
    JSON.stringify({ job, confirm: hash }),
  ];
}

function rulesOf({ rules }: Plan): string {
  const { concurrency, allowedFailures, backup } = rules;
  const failures = `stops starting when more than ${allowedFailures} failed`;
  return `at most ${concurrency} at once, ${failures}, backup ${backup.mode}`;
}

/** As they would be started; what is not comes last. */
function byWave(one: PlannedInstance, other: PlannedInstance): number {
  return (one.wave ?? Number.POSITIVE_INFINITY) - (other.wave ?? Number.POSITIVE_INFINITY) || 0;
}

function cellsOf({
  wave,
  name,
  region,
  decision,
  losesData,
  reason,
  code,
}: PlannedInstance): readonly string[] {
  return [
    wave === null ? '-' : wave === 0 ? 'canary' : String(wave),
    plainText(name),
    plainText(region),
    decision,
    decision === 'refuse' ? '-' : losesData ? 'cleared' : 'kept',
    decision === 'act' ? plainText(reason) : `${plainText(reason, Number.POSITIVE_INFINITY)} (${code})`,
  ];
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [title, ...lines.map((line) => `  - ${plainText(line, Number.POSITIVE_INFINITY)}`), ''];
}
