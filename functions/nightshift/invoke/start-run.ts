import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { ShownPlan } from '../../maintenance/invocation/show-plan.ts';
import type { Summary } from '../../maintenance/report/summary.ts';
import type { Records } from '../../maintenance/run/journal.ts';
import { redactDeep } from '../../maintenance/secrets/redact-deep.ts';
import type { CommandContext, ExitCode } from '../place/command-context.ts';
import { confirm } from '../place/terminal.ts';
import { renderText } from '../place/terminal-summary.ts';
import { askFunction, type EventByHand, handOver } from './ask-function.ts';
import type { DeployedFunction } from './deployed-function.ts';
import { watchForRun } from './find-run.ts';
import { followRun, wayBack } from './follow-run.ts';
import { isActing, planText } from './plan-text.ts';

/** How far somebody wants it to go. */
export type StartOptions = {
  readonly dryRun?: boolean;
  readonly follow?: boolean;
  readonly confirm?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
};

/** What is started, where, and where its run is recorded. */
type Start = {
  readonly event: EventByHand;
  /** The job that the run is of. */
  readonly job: string;
  readonly fn: DeployedFunction;
  readonly records: Records | undefined;
};

/** An event with the hash of the plan that was seen. */
type Confirmed = EventByHand & { readonly confirm?: string };

/**
 * Starts a run by hand in the deployed function: its plan is shown, and asked for where it loses data, then the event is
 * handed over and its run found in the journal; without a journal the answer is waited for. Throws `CodedError`:
 * `run.refused`, `run.unconfirmed`, `run.nothing`, `run.unseen`, and what asking and following throw.
 */
export async function startRun(
  start: Start,
  options: StartOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { event, fn } = start;
  const { terminal } = context;
  const { dryRun = false, json = false } = options;
  const plan = await lookAtPlan(start, options, context);
  if (plan && !json) terminal.print(planText(plan, terminal));
  if (dryRun) {
    if (json) terminal.printJson(redactDeep({ plans: plan ? [plan] : [] }, terminal.redact));
    else terminal.print('\n--dry-run: nothing was started');
    return 0;
  }
  const acting = plan?.instances.filter(isActing) ?? [];
  if (plan && acting.length === 0)
    throw new CodedError('run.nothing', `nothing was started: ${nothingText(plan)}`);
  const isLosing = acting.some(({ losesData }) => losesData);
  // Where nothing is lost, what has changed since is no reason to start nothing, unless this plan was asked for.
  const hash = plan && isLosing ? plan.hash : options.confirm;
  if (plan && options.confirm !== undefined && options.confirm !== plan.hash)
    throw new CodedError(
      'run.unconfirmed',
      `the plan is ${plan.hash} now and not ${options.confirm}, so nothing was started - look at it, then --confirm ${plan.hash}`,
    );
  if (plan && isLosing && options.confirm === undefined && options.yes !== true) {
    const wanted = await confirm('Start it, although data is lost?', terminal, {
      code: 'run.unconfirmed',
      message: `data is lost and there is no terminal to ask at, so nothing was started - expected --confirm ${plan.hash}, --yes, or --dry-run to only look`,
    });
    if (!wanted) {
      terminal.print('nothing was started');
      return 0;
    }
  }
  const whole = { ...event, ...(hash !== undefined && { confirm: hash }) };
  return start.records
    ? startInJournal({ ...start, records: start.records }, whole, options, context)
    : runAndWait(fn, whole, options, context);
}

/** The plan that the function makes; `undefined` where it is too large for an answer and was confirmed by its hash. */
async function lookAtPlan(
  { event, job, fn }: Start,
  options: StartOptions,
  { terminal }: CommandContext,
): Promise<ShownPlan | undefined> {
  const stop = terminal.progress(`asking ${fn.name} for the plan`);
  try {
    const answered = await askFunction(fn, { ...event, dryRun: true });
    if (answered.kind === 'plan') return answered.plan;
    if (answered.kind === 'not-started') throw new CodedError('run.refused', answered.reason);
    throw new CodedError('answer.unknown', `${fn.name} answered a dry run with no plan`);
  } catch (error) {
    if (!(error instanceof CodedError) || !noPlan.has(error.code)) throw error;
    if (options.confirm !== undefined && options.dryRun !== true) {
      terminal.complain(
        `warning: ${error.message}; the function itself holds the plan to ${options.confirm}`,
      );
      return undefined;
    }
    const todo = `nightshift plan ${job} shows the plan and its hash from here, then --confirm HASH`;
    throw new CodedError(error.code, `${error.message} - nothing was started: ${todo}`, { cause: error });
  } finally {
    stop();
  }
}

/** No plan came, although the function can make one. */
const noPlan: ReadonlySet<string> = new Set(['answer.cut', 'answer.large', 'function.slow', 'TOO_LARGE']);

async function startInJournal(
  { job, fn, records }: Start & { readonly records: Records },
  event: Confirmed,
  { follow = false, json = false }: StartOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal, interruption } = context;
  const find = await watchForRun(job, records, context).catch((error: unknown) => {
    throw alsoSaying(error, 'nothing was started');
  });
  interruption.leaves(() => `whether ${fn.name} has the event is not known - nightshift status shows`);
  const requestId = await handOver(fn, event);
  const taken = `FunctionGraph took the event (request ${requestId})`;
  interruption.leaves(() => `${taken}, and its run goes on - nightshift status shows it`);
  const stop = terminal.progress(`${taken}; waiting for its run`);
  const found = await find(requestId)
    .catch((error: unknown) => {
      throw alsoSaying(error, `${taken}; nightshift status shows its run once the journal can be read`);
    })
    .finally(stop);
  if (found.kind === 'nothing')
    throw new CodedError(
      'run.unseen',
      `${taken}; after a minute no run of it is in the journal${await changedText(fn, event)} - ` +
        'nightshift status shows whether it began, and the log of the function why not',
    );
  const { run } = found;
  if (found.kind === 'entered')
    throw new CodedError('run.unseen', `${taken}; ${run} is entered and has not begun: ${wayBack(run)}`);
  if (!follow && found.skipped !== undefined)
    throw new CodedError('run.nothing', `${run} starts nothing: ${found.skipped}`);
  if (!follow) {
    if (json) terminal.printJson({ run, requestId });
    else terminal.print(`\n${run} has begun: ${wayBack(run)}`);
    return 0;
  }
  if (!json) terminal.print(`\n${run}`);
  const summary = await followRun(run, records, context, (line) => (json ? undefined : terminal.print(line)));
  return tellSummary(summary, json, context);
}

function alsoSaying(error: unknown, what: string): unknown {
  if (!(error instanceof CodedError)) return error;
  return new CodedError(error.code, `${error.message} - ${what}`, { cause: error });
}

/** Whether the function has refused the event because its plan is another by now. */
async function changedText(fn: DeployedFunction, event: Confirmed): Promise<string> {
  const busy = ': the function may be busy, or FunctionGraph lost the event';
  if (event.confirm === undefined) return busy;
  const { confirm: hash, ...asked } = event;
  try {
    const now = await askFunction(fn, { ...asked, dryRun: true });
    if (now.kind !== 'plan' || now.plan.hash === hash) return busy;
    return `: the plan is ${now.plan.hash} now and not ${hash}, so the function has refused it; look at it and confirm it anew`;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return noPlan.has(error.code)
      ? `: the plan may be another than ${hash} by now, which cannot be seen from here; or the function is busy`
      : busy;
  }
}

/** Without a journal nobody else knows of the run, so its answer is waited for. */
async function runAndWait(
  fn: DeployedFunction,
  event: object,
  { json = false }: StartOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal, interruption } = context;
  terminal.complain(
    `the schedule has no journal, so the answer of ${fn.name} is waited for: FunctionGraph waits 90 seconds, and ends ` +
      'the run after 15 minutes; its summary goes to log and channels',
  );
  interruption.leaves(() => `the run goes on in ${fn.name}, and its summary goes to log and channels`);
  const stop = terminal.progress(`${fn.name} is at work`);
  const answered = await askFunction(fn, event).finally(stop);
  if (answered.kind === 'not-started')
    throw new CodedError('run.refused', [answered.reason, ...answered.changes].join('; '));
  const [summary] = answered.kind === 'ran' ? answered.summaries : [];
  if (summary) return tellSummary(summary, json, context);
  const run = answered.kind === 'ran' ? answered.unfinished[0] : undefined;
  throw new CodedError(
    'run.unseen',
    run === undefined
      ? `${fn.name} answered without a summary`
      : `${run} is not over, and nobody continues it`,
  );
}

/** Prints how a run ended; what the command ends with. */
export function tellSummary(
  summary: Summary,
  json: boolean,
  { terminal }: Pick<CommandContext, 'terminal'>,
): ExitCode {
  if (json) terminal.printJson(redactDeep({ run: summary.run, summary }, terminal.redact));
  else terminal.print(`\n${renderText(summary, terminal).trimEnd()}`);
  return summary.status === 'succeeded' ? 0 : 1;
}

function nothingText({ instances, problems }: ShownPlan): string {
  const [problem] = problems;
  if (problem) return problem.reason;
  if (instances.length === 0) return 'no instance is selected';
  return instances.every(({ decision }) => decision === 'refuse')
    ? 'every instance is refused, each with its reason'
    : 'every instance is refused or left alone by the conditions of the job, each with its reason';
}
