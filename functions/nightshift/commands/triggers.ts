import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { formatDiagnostic } from '../../maintenance/document/diagnostic.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';
import { openServerless, type ServerlessFile } from '../deploy/serverless/serverless-file.ts';
import { scheduledFunction } from '../deploy/triggers/coverage-of.ts';
import { planTriggers, type TriggerPlan } from '../deploy/triggers/trigger-plan.ts';
import { writeTriggers } from '../deploy/triggers/write-triggers.ts';
import { openSchedule } from '../place/open-schedule.ts';
import type { Surroundings } from '../place/surroundings.ts';
import { jsonOption, scheduleOption, serverlessOption } from './options.ts';
import { triggersText } from './triggers-text.ts';

type Options = {
  readonly schedule?: string;
  readonly serverless?: string;
  readonly tick?: boolean;
  readonly write?: boolean;
  readonly json?: boolean;
};

/** Adds `nightshift triggers`: which TIMER triggers the schedule is to have, and why these. */
export function addTriggers(program: Command, surroundings: Surroundings): void {
  program
    .command('triggers')
    .description('compiles the schedule into the TIMER triggers of the function, and says why these')
    .option('--tick', 'one tick, also where exact triggers would do')
    .option('--write', 'puts them into the serverless.yml, and leaves all else in it as it is')
    .addOption(scheduleOption())
    .addOption(serverlessOption())
    .addOption(jsonOption('{ "kind": "exact", "tick" or "none", "triggers": [...], "reasons": [...] }'))
    .action((options: Options) => triggers(options, surroundings));
}

async function triggers(
  { schedule: asked, serverless, tick = false, write = false, json = false }: Options,
  surroundings: Surroundings,
): Promise<void> {
  const { terminal, clock } = surroundings;
  const { schedule } = openSchedule(asked, surroundings);
  const plan = planTriggers(schedule, { now: clock.now(), zoneOffset }, { tick });
  const written = write ? putIn(plan, schedule, await wholeServerless(serverless, surroundings)) : undefined;
  if (json) terminal.print(JSON.stringify({ ...plan, ...(written && { written }) }, null, 2));
  else {
    terminal.print(triggersText(plan));
    if (written)
      terminal.print(
        `\n${written.file}: ${written.changed ? 'written' : 'has them already, nothing is changed'}`,
      );
  }
}

type Whole = Omit<ServerlessFile, 'parsed'> & {
  readonly parsed: Extract<ServerlessFile['parsed'], { ok: true }>;
};

async function wholeServerless(asked: string | undefined, surroundings: Surroundings): Promise<Whole> {
  const found = await openServerless(asked, surroundings);
  if (!found)
    throw new CodedError(
      'serverless.unreadable',
      'there is no serverless.yml here - expected one, or --serverless FILE',
    );
  const { parsed } = found;
  if (!parsed.ok)
    throw new CodedError('serverless.invalid', parsed.diagnostics.map(formatDiagnostic).join('\n'));
  return { ...found, parsed };
}

function putIn(
  { triggers: wanted }: TriggerPlan,
  { jobs }: Schedule,
  { file, text, parsed }: Whole,
): { readonly file: string; readonly changed: boolean } {
  const fn = scheduledFunction(parsed.deployment);
  if (!fn)
    throw new CodedError(
      'serverless.function',
      `${file} has several functions, and none called nightshift - expected the one that carries the schedule out so called`,
    );
  const byHand = new Set(jobs.filter(({ cron }) => !cron).map(({ name }) => name));
  const written = writeTriggers(text, fn, wanted, byHand);
  if (written !== text) writeFileSync(file, written);
  return { file, changed: written !== text };
}
