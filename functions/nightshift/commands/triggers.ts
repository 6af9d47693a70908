import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { timesOf } from '../../maintenance/schedule/fires/job-dates.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';
import { type WholeServerless, wholeServerless } from '../deploy/serverless/serverless-file.ts';
import { scheduledFunction } from '../deploy/triggers/coverage-of.ts';
import { planTriggers, type TriggerPlan } from '../deploy/triggers/trigger-plan.ts';
import { writeTriggers } from '../deploy/triggers/write-triggers.ts';
import type { CommandContext } from '../place/command-context.ts';
import { openSchedule } from '../place/schedule-file.ts';
import { wrapText } from '../place/terminal-text.ts';
import { type Column, type Room, renderTable } from '../place/text-table.ts';
import { endings, examples, jsonOption, scheduleOption, serverlessOption } from './options.ts';

type Options = {
  readonly schedule?: string;
  readonly serverless?: string;
  readonly tick?: boolean;
  readonly write?: boolean;
  readonly json?: boolean;
};

/** Adds `nightshift triggers`: which TIMER triggers the schedule is to have, and why these. */
export function addTriggers(program: Command, context: CommandContext): void {
  program
    .command('triggers')
    .description('compiles the schedule into TIMER triggers, and says why these')
    .option('--tick', 'one tick, even if exact triggers would do')
    .option('--write', 'puts them into serverless.yml, and leaves the rest of it as it is')
    .addOption(scheduleOption())
    .addOption(serverlessOption())
    .addOption(jsonOption('{ "kind": "exact", "tick" or "none", "triggers": [...], "reasons": [...] }'))
    .addHelpText('after', examples('nightshift triggers', 'nightshift triggers --write'))
    .addHelpText('after', endings('0, and with 1 when a file has mistakes'))
    .action((options: Options) => triggers(options, context));
}

async function triggers(
  { schedule: asked, serverless, tick = false, write = false, json = false }: Options,
  context: CommandContext,
): Promise<void> {
  const { terminal, clock } = context;
  const { schedule } = openSchedule(asked, context);
  const plan = planTriggers(schedule, { now: clock.now(), zoneOffset }, { tick });
  const written = write ? putIn(plan, schedule, await wholeServerless(serverless, context)) : undefined;
  if (json) terminal.printJson({ ...plan, ...(written && { written }) });
  else {
    terminal.print(triggersText(plan, terminal));
    if (written)
      terminal.print(
        `\n${written.file}: ${written.changed ? 'written' : 'has them already, nothing is changed'}`,
      );
  }
}

function putIn(
  { triggers: wanted }: TriggerPlan,
  { jobs }: Schedule,
  { file, text, parsed }: WholeServerless,
): { readonly file: string; readonly changed: boolean } {
  const fn = scheduledFunction(parsed.deployment);
  if (!fn)
    throw new CodedError(
      'serverless.function',
      `${file} has several functions, and none called nightshift - expected the one that carries out the schedule to have that name`,
    );
  const byHand = new Set(jobs.filter((job) => !timesOf(job)).map(({ name }) => name));
  const written = writeTriggers(text, fn, wanted, byHand);
  if (written !== text) writeFileSync(file, written);
  return { file, changed: written !== text };
}

const columns: readonly Column[] = [
  { title: 'TRIGGER', align: 'left', atMost: 40 },
  { title: 'SCHEDULE', align: 'left' },
  { title: 'USER EVENT', align: 'left' },
];

/** Triggers for people, and why these. */
function triggersText(plan: TriggerPlan, room: Room): string {
  const { width } = room;
  const { triggers } = plan;
  const rows = triggers.map(({ name, schedule, userEvent }) => [name, schedule, userEvent || '(none)']);
  const table = rows.length === 0 ? [] : ['', ...renderTable(columns, rows, room, (cell) => cell)];
  return [...wrapText(headline(plan), width), ...why(plan, width), ...table].join('\n');
}

function headline({ kind, triggers }: TriggerPlan): string {
  switch (kind) {
    case 'exact':
      return triggers.length === 1
        ? '1 exact TIMER trigger: all jobs have the same time'
        : `${triggers.length} exact TIMER triggers: one for each time of the jobs`;
    case 'tick':
      return '1 TIMER trigger, the tick: it names no job, and the function works out what is due';
    case 'none':
      return 'no trigger: no job has a time that is still to come';
    default:
      return kind satisfies never;
  }
}

function why({ kind, reasons }: TriggerPlan, width: number): readonly string[] {
  if (kind === 'exact')
    return wrapText('the function runs at these times and at no others, and every time has a trigger', width);
  return reasons.flatMap(({ job, reason }) => {
    const [first = '', ...rest] = wrapText(`${job === null ? '' : `${job}: `}${reason}`, width - 4);
    return [`  - ${first}`, ...rest.map((line) => `    ${line}`)];
  });
}
