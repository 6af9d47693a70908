import { expect } from 'vitest';
import { answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import { fleetOf, startAt } from '../run/night.ts';
import { type ProcessOptions, type WarmProcess, warmProcess } from './warm-process.ts';

/** A schedule with a durable journal and one job, at 03:30 every night. */
export const nightly = `
journal: { url: "obs://bucket/nightshift", region: cn-north-4 }
jobs:
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    startDeadline: 1h
    targets: { region: beijing, names: ["*"] }
    rollout: { concurrency: 1 }
    notify: [ops]
`;

/** The run of its fire on the night that the process starts. */
export const run = 'nightly@2026-11-23T03:30:00+08:00';

/** An warm whose records outlive it; four instances, unless it says otherwise. */
export function durableProcess(options: Partial<ProcessOptions> = {}): WarmProcess {
  return warmProcess({ yaml: nightly, instances: fleetOf(4), ...options });
}

/** Lets a tick come some minutes after 03:30, in an invocation of its own. */
export async function tickAt(at: WarmProcess, minutes: number) {
  const instant = startAt + minutes * 60_000;
  const wait = instant - at.clock.now();
  if (wait > 0) await at.clock.wait(wait);
  return answerRequest({ kind: 'tick', at: instant }, at.invocation());
}

/** The summaries that channels were told, in order. */
export function toldIn({ told }: WarmProcess) {
  return told.map(({ notice }) =>
    notice.type === 'nightshift.run.finished' ? notice.summary : expect.unreachable(notice.type),
  );
}
