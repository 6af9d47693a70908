import type { Command } from 'commander';
import { epochDayAt } from '../../maintenance/foundation/time/day.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import { secretsOf } from '../../maintenance/huawei/credentials.ts';
import { createDcsFleet } from '../../maintenance/huawei/dcs/fleet-over-clients.ts';
import { showPlan } from '../../maintenance/invocation/answer.ts';
import { planTask } from '../../maintenance/invocation/plan-task.ts';
import type { Plan, PlannedInstance } from '../../maintenance/plan/plan.ts';
import { reasonWith } from '../../maintenance/report/describe-cause.ts';
import { plainText } from '../../maintenance/report/plain-text.ts';
import { ScheduleError } from '../../maintenance/runtime/schedule-error.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { buildCalendars, type Calendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import { dayJudge } from '../../maintenance/schedule/fires/day-judge.ts';
import { overridesOfJobs, overridesOn, toldOf } from '../../maintenance/schedule/fires/overrides.ts';
import { resolveEnvironment } from '../../maintenance/schedule/resolve-environment.ts';
import type { Job, Schedule } from '../../maintenance/schedule/schedule.ts';
import { redactDeep } from '../../maintenance/secrets/redact-deep.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { credentialsFrom, credentialVariables, lookupIn } from '../place/environment.ts';
import { findJob, openSchedule, readIcsTexts } from '../place/schedule-file.ts';
import { type Tint, textWidth, tinted } from '../place/terminal-text.ts';
import { type Column, renderTable } from '../place/text-table.ts';
import { jsonOption, scheduleOption } from './options.ts';

type Options = { readonly schedule?: string; readonly json?: boolean };

/** Adds `nightshift plan JOB`: what the job would do to which instance now, by what DCS says of them. */
export function addPlan(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('plan')
    .description('asks DCS, and shows what a job would do to which instance, in which wave, and why')
    .argument('<job>', 'the name of a job')
    .addOption(scheduleOption())
    .addOption(jsonOption('{ "plans": [...] }, as a dry run of the function answers'))
    .addHelpText('after', `\n${credentialVariables}`)
    .action(async (job: string, options: Options) => finish(await showPlanOf(job, options, context)));
}

async function showPlanOf(
  name: string,
  { schedule: asked, json = false }: Options,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal, environment, clock } = context;
  const lookup = lookupIn(environment);
  const parsed = openSchedule(asked, context);
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
  const plan = await planTask({ job, windowEnd: null }, fleet, {
    examine: true,
    regions: schedule.regions,
  }).finally(stop);
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

/** What keeps a job from running today, or from running at its time: overrides with their author, and calendars. */
function standingNotes(
  job: Job,
  now: number,
  schedule: Schedule,
  zoneOffset: ZoneOffset,
  calendars: Calendars,
): readonly string[] {
  const today = epochDayAt(now, zoneOffset(job.timezone, now) ?? 0);
  const overrides = overridesOn(overridesOfJobs(schedule).get(job.name) ?? [], today);
  const refusal = dayJudge(calendars)(job, today);
  return [
    ...overrides.map((override) => `its timer is ${toldOf(override)}`),
    ...(refusal ? [`does not run today, ${refusal.reason}`] : []),
  ];
}

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
type PlanToShow = {
  readonly plan: Plan;
  readonly hash: string;
  readonly standing: readonly string[];
};

/** A plan for people: what would be done to which instance in which wave, why, and how to let it happen. */
function planText({ plan, hash, standing }: PlanToShow, { colour }: { readonly colour: boolean }): string {
  const tint = (text: string, as: Tint) => (colour ? tinted(text, as) : text);
  const rows = [...plan.instances].sort(byWave);
  const table = renderTable(columns, rows.map(cellsOf), textWidth, (cell, row, column) => {
    if (column === decisionColumn && rows[row]?.decision === 'refuse') return tint(cell, 'yellow');
    return column === dataColumn && /^(cleared|unknown)/.test(cell) ? tint(cell, 'red') : cell;
  });
  return [
    `${tint(plan.job, 'bold')}: ${headline(plan)}`,
    rulesOf(plan),
    '',
    ...(rows.length > 0 ? [...table, ''] : []),
    ...listed('notes', [...plan.notes, ...standing]),
    ...listed(
      'problems',
      plan.problems.map(({ reason, code, cause }) => `${reasonWith(reason, cause)} (${code})`),
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
  lossUnknown,
  reason,
  cause,
  code,
}: PlannedInstance): readonly string[] {
  return [
    wave === null ? '-' : wave === 0 ? 'canary' : String(wave),
    plainText(name),
    plainText(region),
    decision,
    decision === 'refuse' ? '-' : lossUnknown ? 'unknown' : losesData ? 'cleared' : 'kept',
    decision === 'act' ? plainText(reason) : `${reasonWith(reason, cause)} (${code})`,
  ];
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [title, ...lines.map((line) => `  - ${plainText(line, Number.POSITIVE_INFINITY)}`), ''];
}
