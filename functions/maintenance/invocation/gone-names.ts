import type { Code } from '../foundation/codes.ts';
import { tellAll } from '../notify/channel.ts';
import { causeOf, wasTried } from '../run/judge-evidence.ts';
import type { OpenRun } from '../run/open-run.ts';
import type { Conclusion } from '../run/outcome.ts';
import { createRecorder } from '../run/recorder.ts';
import type { RunState, Tracked, Trouble } from '../run/state.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { endRun } from './end-run.ts';
import type { Invocation } from './invocation.ts';
import { byHandJob, jobOfRun } from './task.ts';
import { type Told, wasHeard } from './tell-run.ts';
import { tellUntilOf } from './time-budget.ts';

/**
 * What a run that is open needs and the schedule has no more, in words: its job, or a region that instances are left in.
 * `undefined` where nothing is gone.
 */
export function goneFor({ job, instances }: RunState, { jobs, regions }: Schedule): string | undefined {
  if (job !== byHandJob && !jobs.some(({ name }) => name === job))
    return `the job "${job}" is not in the schedule any more`;
  const gone = new Set<string>();
  for (const { planned, phase } of instances.values())
    if (phase.kind !== 'done' && !Object.hasOwn(regions, planned.region)) gone.add(`"${planned.region}"`);
  if (gone.size === 0) return undefined;
  return gone.size === 1
    ? `the region ${[...gone].join()} is not in the schedule any more`
    : `the regions ${[...gone].join(', ')} are not in the schedule any more`;
}

/**
 * Ends a run that cannot go on with the schedule as it is now, once for all: the job goes on with its next fire. Each
 * instance ends by what was done to it so far, and no better. `undefined` where somebody else has taken the run.
 */
export async function endWithout(
  gone: string,
  open: OpenRun,
  invocation: Invocation,
): Promise<Told | undefined> {
  const { clock, log } = invocation;
  const { run, instances } = open.state;
  const recorder = createRecorder(open, invocation);
  const at = clock.now();
  const conclusions = [...instances.values()].flatMap((one) => endOf(one, gone) ?? []);
  await recorder.record(
    [
      { type: 'concluded', at, conclusions },
      { type: 'finished', at },
    ],
    'fact',
  );
  if (recorder.lost) return undefined;
  log.write('error', 'run ends before it is over', { run, reason: gone });
  return endRun(recorder.open, tellUntilOf(invocation), invocation);
}

/**
 * Ends a run of which neither its journal nor the schedule says what it was: every channel hears of it, as nobody knows
 * which were the job's. Whoever dies before the end is entered is followed by somebody who tells again, under the same id.
 */
export async function endNameless(
  run: string,
  { code, reason }: { readonly code: Code; readonly reason: string },
  invocation: Pick<
    Invocation,
    'channels' | 'schedule' | 'register' | 'clock' | 'log' | 'requestId' | 'remainingMs'
  >,
): Promise<void> {
  const { channels, schedule, register, clock, log, requestId } = invocation;
  const job = jobOfRun(run);
  const message = `the run ${run} ${reason}. The job "${job}" is not in the schedule any more`;
  log.write('error', 'a run belongs to no job any more', { run, code, message });
  const failure = { code, message: log.redact(message), requestId };
  const notice = { type: 'nightshift.invocation.failed', id: `gone-${run}`, failure } as const;
  const all = await channels(Object.keys(schedule.notify));
  for (const delivery of await tellAll(all, notice, tellUntilOf(invocation)))
    log.write(wasHeard(delivery) ? 'info' : 'error', 'channel told', { run, ...delivery });
  const status = code === 'run.gone' ? 'skipped' : 'failed';
  await register.enter({ kind: 'ended', ended: { run, job, status, endedAt: clock.now(), outcomes: {} } });
}

function endOf(one: Tracked, gone: string): Conclusion | undefined {
  const { planned, phase, trouble } = one;
  const { id } = planned;
  const unseen = `not seen to its end, as ${gone} - look at it`;
  switch (phase.kind) {
    case 'done':
      return undefined;
    case 'announced':
      return { id, outcome: 'unknown', code: 'gone', reason: `was just being sent, and ${unseen}` };
    case 'watching': {
      const sent = phase.certainty === 'accepted' ? 'DCS accepted it' : 'it was sent';
      return {
        id,
        outcome: 'unknown',
        code: 'gone',
        reason: `${sent}, and it was ${unseen}`,
        cause: causeOf(phase),
      };
    }
    case 'failed-try':
      return failed(id, phase, gone);
    case 'waiting':
      if (trouble && wasTried(one)) return failed(id, trouble, gone);
      return { id, outcome: 'skipped', code: 'gone', reason: `not started: ${gone}` };
    case 'securing':
      return { id, outcome: 'skipped', code: 'gone', reason: `not started: ${gone}` };
    default:
      return phase satisfies never;
  }
}

function failed(id: string, { code, reason, cause }: Omit<Trouble, 'since'>, gone: string): Conclusion {
  return { id, outcome: 'failed', code, reason: `${reason}; no further try: ${gone}`, cause };
}
