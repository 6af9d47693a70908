import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { Records } from '../../maintenance/run/journal.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import type { CommandContext } from '../place/command-context.ts';
import { readDeployedCode } from './account/deployed-code.ts';
import type { FunctionAccount } from './account/function-account.ts';
import type { ActualFunction } from './function/actual.ts';
import { isBucketMissing, readOpenRuns, tellCutOff, tellTakenUp } from './open-runs.ts';
import { runsMet } from './open-runs-met.ts';
import { scheduleYaml, type Zip } from './pack/pack-function.ts';
import { unzipFiles } from './pack/zip.ts';
import type { DeployPlan } from './plan-deploy.ts';
import { readDeployed, recordsOf, runsLeftBehind } from './runs-left-behind.ts';

/**
 * What a deploy means for the runs that are open in the journal, a line each: what is left behind at another place, what
 * a changed schedule meets, and what a function comes upon that knew nothing of it. And that the bucket of the journal
 * does not exist, without which no run begins.
 */
export async function newsOfDeploy(
  { scheduleBefore, actual, goal, zip }: DeployPlan,
  context: CommandContext,
): Promise<readonly string[]> {
  const wanted = scheduleIn(zip);
  if (!wanted) return [];
  const { schedule } = wanted;
  const before = scheduleBefore === undefined ? undefined : readDeployed(scheduleBefore);
  const recordsBefore = (old: ParsedSchedule) => recordsOf(old, actual?.variables ?? {}, context);
  const records = (alsoBefore?: boolean) =>
    recordsOf(wanted, { ...goal.variables, ...goal.encrypted }, context, alsoBefore);
  const behind = before && (await runsLeftBehind(before, wanted, () => recordsBefore(before)));
  const lines = behind === undefined ? [] : [behind];

  const from = before?.schedule.journal;
  const { journal } = schedule;
  const unseen = journal && (await failureOf(() => records().register.open()));
  if (unseen && isBucketMissing(unseen))
    return [...lines, `no run begins until the journal ${journal.url} can be used: ${unseen.message}`];
  const readAt = async (place: Records, isHere: boolean) => {
    // Nobody waits for it twice.
    if (unseen && isHere) throw unseen;
    return readOpenRuns(place);
  };
  const wasAtWork = actual?.triggers.some(({ timer }) => timer?.status === 'ACTIVE') === true;
  if (before && from && wasAtWork)
    lines.push(
      ...(await runsMet(before.schedule, schedule, () =>
        readAt(recordsBefore(before), from.url === journal?.url),
      )),
    );
  const isKnown = actual?.digest === goal.code.digest || from?.url === journal?.url;
  if (!journal || (wasAtWork && isKnown)) return lines;
  try {
    // What is open at the place that the journal comes from has just been looked for.
    const isLookedAt = wasAtWork && journal.movedFrom === from?.url;
    const open = await readAt(records(!isLookedAt), true);
    return [...lines, ...open.map((each) => tellTakenUp(each, schedule, context.clock.now()))];
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const unknown = `it is not known whether runs are open in ${journal.url}, which the function would continue`;
    return [...lines, `${unknown}: ${error.message}`];
  }
}

async function failureOf(look: () => Promise<unknown>): Promise<CodedError | undefined> {
  try {
    await look();
    return undefined;
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
}

/**
 * Which open runs are cut off when a function goes away, or its timers, a line each; or that this is not known. What its
 * journal is says the schedule that it has, which is not always the one that lies here.
 */
export async function newsOfRemoval(
  name: string,
  account: Pick<FunctionAccount, 'showCode'>,
  actual: ActualFunction,
  context: CommandContext,
): Promise<readonly string[]> {
  try {
    const deployed = await readDeployedCode(account, { version: 'latest', digest: actual.digest });
    const parsed = scheduleIn(deployed);
    if (!parsed) throw new CodedError('schedule.unreadable', 'no schedule that is known here is in its code');
    if (!parsed.schedule.journal) return [];
    const open = await readOpenRuns(recordsOf(parsed, actual.variables, context));
    return open.map((each) => tellCutOff(each, parsed.schedule, context.clock.now()));
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return [`it is not known whether this cuts off open runs of ${name}: ${error.message}`];
  }
}

function scheduleIn({ content }: Zip): ParsedSchedule | undefined {
  const bytes = unzipFiles(content)?.[scheduleYaml];
  return bytes && readDeployed(Buffer.from(bytes).toString('utf8'));
}
