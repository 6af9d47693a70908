import type { Command } from 'commander';
import { withCode } from '../../maintenance/foundation/call-cause.ts';
import { epochDayAt } from '../../maintenance/foundation/time/day.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import { createCesMetrics } from '../../maintenance/huawei/ces/metrics-over-clients.ts';
import { secretsOf } from '../../maintenance/huawei/credentials.ts';
import { createDcsFleet } from '../../maintenance/huawei/dcs/fleet-over-clients.ts';
import { planTask } from '../../maintenance/invocation/plan-task.ts';
import { showPlan } from '../../maintenance/invocation/show-plan.ts';
import type { Plan, PlannedInstance } from '../../maintenance/plan/plan.ts';
import { reasonWith } from '../../maintenance/report/describe-cause.ts';
import { plainText } from '../../maintenance/report/plain-text.ts';
import { ScheduleError } from '../../maintenance/runtime/schedule-error.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { buildCalendars, type Calendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import { dayJudge, endedNotes } from '../../maintenance/schedule/fires/day-judge.ts';
import { overridesOfJobs, overridesOn, toldOf } from '../../maintenance/schedule/fires/overrides.ts';
import type { Job, Schedule } from '../../maintenance/schedule/schedule.ts';
import { redactDeep } from '../../maintenance/secrets/redact-deep.ts';
import { unmetWindows } from '../lint/unmet-windows.ts';
import { readCalendarFiles } from '../place/calendar-files.ts';
import { remedyOf, saidToKeys } from '../place/callers-fault.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { credentialsFrom, credentialVariables, lookupIn } from '../place/environment.ts';
import { findJob, openSchedule } from '../place/schedule-file.ts';
import { resolvePart } from '../place/schedule-part.ts';
import type { Terminal } from '../place/terminal.ts';
import { hangingText, tinted, wrapText } from '../place/terminal-text.ts';
import { inheritedBy } from './expanded-schedule.ts';
import { endings, examples, jsonOption, scheduleOption } from './options.ts';
import { planRules, planTable } from './plan-table.ts';

type Options = { readonly schedule?: string; readonly json?: boolean };

/** Adds `nightshift plan JOB`: what the job would do to which instance now, by what DCS says of them. */
export function addPlan(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('plan')
    .description('asks DCS, and shows what a job would do to which instance, and why')
    .argument('<job>', 'the name of a job')
    .addOption(scheduleOption())
    .addOption(jsonOption('{ "plans": [...] }, as a dry run of the function answers'))
    .addHelpText('after', examples('nightshift plan nightly'))
    .addHelpText('after', `\n${credentialVariables}`)
    .addHelpText(
      'after',
      endings(
        '0 when there is something to do, and with 1 when nothing is selected, all of it is refused, or a region cannot be looked at',
      ),
    )
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
  const resolved = resolvePart(parsed, { job: name }, lookup);
  if (!resolved.ok) throw new ScheduleError(resolved.diagnostics);
  const { schedule, secrets } = resolved;
  terminal.hide(
    secrets,
    parsed.references.map((reference) => reference.name),
  );
  const job = findJob(name, schedule.jobs);
  const credentials = credentialsFrom(lookup);
  terminal.hide(secretsOf(credentials));
  const settings = { regions: schedule.regions, credentials, clock };
  const fleet = createDcsFleet(settings);
  const stop = terminal.progress(`asking DCS for the instances of ${[job.targets.region].flat().join(', ')}`);
  const plan = await planTask({ job, windowEnd: null }, fleet, {
    examine: true,
    regions: schedule.regions,
    now: clock.now(),
    zoneOffset,
    judging: { metrics: createCesMetrics(settings), clock },
  }).finally(stop);
  const unmet = unmetWindows(job, plan.instances, clock.now(), zoneOffset);
  const shown = showPlan(plan, unmet);
  const error = errorOf(plan);
  if (json) terminal.printJson(redactDeep({ plans: [shown], ...(error && { error }) }, terminal.redact));
  else {
    const { contents } = readCalendarFiles({ schedule, file: parsed.file });
    const calendars = await buildCalendars(schedule, contents, zoneOffset);
    const standing = [...unmet, ...standingNotes(job, clock.now(), schedule, zoneOffset, calendars)];
    const inherited = inheritedBy(job.name, parsed.document);
    terminal.print(planText({ plan, hash: shown.hash, standing, inherited }, terminal));
    for (const todo of todosOf(plan)) terminal.complain(hangingText(`-> ${todo}`, terminal));
  }
  return error ? 1 : 0;
}

/** Why a plan needs a person: what could not be looked at, or that nothing of what was selected may be done. */
function errorOf(plan: Plan) {
  const [problem] = plan.problems;
  // That nobody needs it is what conditions are for.
  if (!problem && plan.instances.some(({ decision }) => decision !== 'refuse')) return undefined;
  const [todo] = todosOf(plan);
  const { code, reason, cause } = problem ?? { code: 'plan.refused', reason: headline(plan) };
  return {
    code,
    message: reasonWith(reason, cause && saidToKeys(cause)),
    ...(todo !== undefined && { todo }),
  };
}

/** What is to be done, each once: regions that could not be listed may have the same cause. */
function todosOf({ problems }: Plan): readonly string[] {
  const todos = problems.map(({ code, cause }) =>
    cause
      ? remedyOf(cause)
      : code === 'nothing-selected'
        ? 'nightshift instances lists what there is'
        : undefined,
  );
  return [...new Set(todos.filter((todo) => todo !== undefined))];
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
    ...endedNotes(job, today, calendars),
  ];
}

/** A plan, its hash, and what else stands in the way of its job today. */
type PlanToShow = {
  readonly plan: Plan;
  readonly hash: string;
  readonly standing: readonly string[];
  /** What the job has from defaults and anchors. */
  readonly inherited: readonly string[];
};

/** A plan for people: what would be done to which instance in which order, why, and how to let it happen. */
function planText(
  { plan, hash, standing, inherited }: PlanToShow,
  { colour, width, hasEdge }: Pick<Terminal, 'colour' | 'width' | 'hasEdge'>,
): string {
  return [
    ...wrapText(`${plan.job}: ${headline(plan)}`, width).map((line, index) =>
      colour && index === 0 && line.startsWith(plan.job)
        ? tinted(plan.job, 'bold') + line.slice(plan.job.length)
        : line,
    ),
    ...wrapText(planRules(plan), width),
    ...(inherited.length > 0 ? wrapText(`not written in the job: ${inherited.join(', ')}`, width) : []),
    '',
    ...(plan.instances.length > 0 ? [...planTable(plan, { colour, width, hasEdge }), ''] : []),
    ...listed('notes', [...plan.notes, ...standing], width),
    ...listed(
      'problems',
      plan.problems.map(({ reason, code, cause }) =>
        // Which permission is missing, and to whom, is told below.
        withCode(reasonWith(reason, cause && saidToKeys(cause)), code),
      ),
      width,
    ),
    ...closing(plan, hash, width),
  ].join('\n');
}

function headline({ instances, rules }: Plan): string {
  const acting = countActing(instances);
  const refused = instances.filter(({ decision }) => decision === 'refuse').length;
  const left = instances.length - acting - refused;
  const selected = `${instances.length} selected ${instances.length === 1 ? 'instance' : 'instances'}`;
  return `${rules.action} of ${acting} of ${selected}${refused > 0 ? `, ${refused} refused` : ''}${left > 0 ? `, ${left} left alone` : ''}`;
}

function countActing(instances: readonly PlannedInstance[]): number {
  return instances.filter(({ decision }) => decision === 'act').length;
}

function closing({ job, instances }: Plan, hash: string, width: number): readonly string[] {
  if (countActing(instances) === 0)
    return wrapText(`Nothing was sent, and there is nothing to send. Plan ${hash}.`, width);
  const told = `Nothing was sent. This is plan ${hash}; the event that asks the function for it:`;
  return [
    ...wrapText(told, width),
    // In one line, to be copied.
    JSON.stringify({ job, confirm: hash }),
  ];
}

function listed(title: string, lines: readonly string[], width: number): readonly string[] {
  if (lines.length === 0) return [];
  const wrapped = lines.flatMap((line) => {
    const [first, ...rest] = wrapText(plainText(line, Number.POSITIVE_INFINITY), width - 4);
    return [`  - ${first}`, ...rest.map((each) => `    ${each}`)];
  });
  return [title, ...wrapped, ''];
}
