import type { Job, Schedule } from '../schedule/schedule.ts';
import { type Action, job } from '../schedule/schema.ts';

/**
 * The job that a request for single instances amounts to: the schedule's defaults, and no channel to tell. Its
 * acknowledgement is the plan hash, without which `answer-request.ts` starts no flush by hand.
 */
export function jobByHand(
  {
    action,
    region,
    instances,
  }: { readonly action: Action; readonly region: string; readonly instances: readonly string[] },
  schedule: Schedule,
): Job {
  const settings = job.parse({
    action,
    targets: { region, ids: [...new Set(instances)] },
    destroysData: 'acknowledged',
  });
  return { ...settings, name: 'by-hand', timezone: schedule.timezone, cron: undefined };
}
