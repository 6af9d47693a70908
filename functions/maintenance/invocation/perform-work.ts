import type { Plan } from '../plan/plan.ts';
import type { Answer } from './answer.ts';
import type { Unfinished } from './carry-out-run.ts';
import type { Desk } from './desk.ts';
import { openStage } from './open-stage.ts';
import { performSideBySide, type Work } from './perform-side-by-side.ts';
import { jobOfRun } from './run-job.ts';
import type { Stage } from './stage.ts';
import { tellUnreadable } from './unreadable-run.ts';

/** A run, and what carries it out. */
export type RunWork = { readonly run: string; readonly perform: Work['perform'] };

/** A plan that was made already, and whether this invocation waits for one that may have died. */
export type WorkOptions = { readonly planned?: Plan | undefined; readonly patient?: boolean };

/** Carries runs out as far as this invocation can, and answers with what came of them. */
export async function performWork(
  desk: Desk,
  workOn: (stage: Stage) => Promise<readonly RunWork[]>,
  options: WorkOptions = {},
): Promise<Answer> {
  const stage = await openStage(desk, options);
  const work = await workOn(stage);
  const { performed, errors } = await performSideBySide(
    work.map(({ run, perform }) => ({
      job: jobOfRun(run),
      perform: () => perform().catch((error) => tellUnreadable(run, error, desk.schedule, stage)),
    })),
  );
  if (performed.some(({ kind }) => kind === 'told')) await forgetOldRuns(desk, stage);
  for (const error of errors) desk.log.write('error', 'a run ends in a bug', { error });
  const [bug] = errors;
  if (bug !== undefined && performed.length === 0) throw bug;
  const told = performed.flatMap((each) => (each.kind === 'told' ? [each] : []));
  const untold = told.flatMap(({ deliveries }) =>
    deliveries.filter(({ status }) => status !== 'delivered' && status !== 'not-wanted'),
  );
  const unfinished = performed.flatMap((each): Unfinished[] =>
    each.kind === 'unfinished' ? [{ run: each.run, left: each.left, continues: each.continues }] : [],
  );
  return {
    summaries: told.map(({ summary }) => summary),
    ...(unfinished.length > 0 ? { unfinished } : {}),
    ...(untold.length > 0 ? { untold } : {}),
  };
}

/** Whoever ends a run clears away those that were kept long enough; that this fails is no failure of the run. */
async function forgetOldRuns({ schedule, log }: Desk, { register, clock }: Stage): Promise<void> {
  if (!schedule.journal) return;
  try {
    await register.forget(clock.now() - schedule.journal.keep);
  } catch (error) {
    log.write('warn', 'old runs are not forgotten', { error });
  }
}
