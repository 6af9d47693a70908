import type { Command } from 'commander';
import { secretsOf } from '../../maintenance/huawei/credentials.ts';
import { createDcsFleet } from '../../maintenance/huawei/dcs/dcs-fleet.ts';
import { showPlan } from '../../maintenance/invocation/answer.ts';
import { planTask } from '../../maintenance/invocation/plan-task.ts';
import { ScheduleError } from '../../maintenance/runtime/schedule-error.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { buildCalendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import { resolveEnvironment } from '../../maintenance/schedule/resolve-environment.ts';
import { redactDeep } from '../../maintenance/secrets/redact-deep.ts';
import { credentialsFrom, credentialVariables } from '../place/credentials-from.ts';
import { findJob } from '../place/find-job.ts';
import { openSchedule } from '../place/open-schedule.ts';
import { readIcsTexts } from '../place/read-ics-texts.ts';
import type { ExitCode, Finish, Surroundings } from '../place/surroundings.ts';
import { jsonOption, scheduleOption } from './options.ts';
import { planText } from './plan-text.ts';
import { standingNotes } from './standing-notes.ts';

type Options = { readonly schedule?: string; readonly json?: boolean };

/** Adds `nightshift plan JOB`: what the job would do to which instance now, by what DCS says of them. */
export function addPlan(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('plan')
    .description('asks DCS, and shows what a job would do to which instance, in which wave, and why')
    .argument('<job>', 'the name of a job')
    .addOption(scheduleOption())
    .addOption(jsonOption('{ "plans": [...] }, as a dry run of the function answers'))
    .addHelpText('after', `\n${credentialVariables}`)
    .action(async (job: string, options: Options) => finish(await showPlanOf(job, options, surroundings)));
}

async function showPlanOf(
  name: string,
  { schedule: asked, json = false }: Options,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { terminal, environment, clock } = surroundings;
  const lookup = (variable: string) => environment[variable] || undefined;
  const parsed = openSchedule(asked, surroundings);
  // A mistyped job is told before variables that another machine may have.
  findJob(name, parsed.schedule.jobs);
  const resolved = resolveEnvironment(parsed, lookup);
  if (!resolved.ok) throw new ScheduleError(resolved.diagnostics);
  const { schedule, secrets } = resolved;
  terminal.hide(secrets);
  const job = findJob(name, schedule.jobs);
  const credentials = credentialsFrom(lookup);
  terminal.hide(secretsOf(credentials));
  const fleet = createDcsFleet({ regions: schedule.regions, credentials, clock });
  const stop = terminal.progress(`asking DCS for the instances of ${[job.targets.region].flat().join(', ')}`);
  const plan = await planTask({ job, windowEnd: null }, fleet, { examine: true }).finally(stop);
  const shown = await showPlan(plan);
  if (json) terminal.print(JSON.stringify(redactDeep({ plans: [shown] }, terminal.redact), null, 2));
  else {
    const icsTexts = readIcsTexts({ schedule, file: parsed.file });
    const calendars = await buildCalendars(schedule, icsTexts, zoneOffset);
    const standing = standingNotes(job, clock.now(), schedule, zoneOffset, calendars);
    terminal.print(planText({ plan, hash: shown.hash, standing }, terminal));
  }
  return plan.problems.length > 0 ? 1 : 0;
}
