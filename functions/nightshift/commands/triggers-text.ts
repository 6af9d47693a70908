import type { TriggerPlan } from '../deploy/triggers/trigger-plan.ts';
import { wrapText } from '../place/fit-text.ts';
import { type Column, renderTable } from '../place/text-table.ts';
import { textWidth } from './text-width.ts';

const columns: readonly Column[] = [
  { title: 'TRIGGER', align: 'left', atMost: 40 },
  { title: 'SCHEDULE', align: 'left' },
  { title: 'USER EVENT', align: 'left' },
];

/** Triggers for people, and why these. */
export function triggersText(plan: TriggerPlan): string {
  const { triggers } = plan;
  const rows = triggers.map(({ name, schedule, userEvent }) => [name, schedule, userEvent || '(none)']);
  const table = rows.length === 0 ? [] : ['', ...renderTable(columns, rows, textWidth, (cell) => cell)];
  return [headline(plan), ...why(plan), ...table].join('\n');
}

function headline({ kind, triggers }: TriggerPlan): string {
  switch (kind) {
    case 'exact':
      return triggers.length === 1
        ? '1 exact TIMER trigger: all jobs have the same time'
        : `${triggers.length} exact TIMER triggers: one for each time of the jobs`;
    case 'tick':
      return '1 TIMER trigger, the tick: it names no job, and the function looks what is due';
    case 'none':
      return 'no trigger: no job has a cron';
    default:
      return kind satisfies never;
  }
}

function why({ kind, reasons }: TriggerPlan): readonly string[] {
  if (kind === 'exact')
    return ['the function runs at these times and at no others, and each time comes in a trigger'];
  return reasons.flatMap(({ job, reason }) => {
    const [first = '', ...rest] = wrapText(`${job === null ? '' : `${job}: `}${reason}`, textWidth - 4);
    return [`  - ${first}`, ...rest.map((line) => `    ${line}`)];
  });
}
