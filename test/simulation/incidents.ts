import type { DcsService } from '../../functions/minicloud/dcs/dcs-service.ts';
import type { Incident } from './drawn-platform.ts';
import { beginsAt } from './night-frame.ts';
import type { Scenario } from './scenario.ts';
import type { SimulatedPlatform } from './simulated-platform.ts';
import type { Trace } from './simulated-process.ts';
import type { SimulatedTime } from './simulated-time.ts';
import type { WrittenRun } from './witness.ts';

/** Where incidents happen. */
export type Scene = {
  readonly time: SimulatedTime;
  readonly localDcs: DcsService;
  readonly runs: ReadonlyMap<string, WrittenRun>;
  readonly platform: SimulatedPlatform;
  readonly trace: Trace;
};

/** Lets the incidents of a night happen in their time. */
export function playIncidents({ platform: { incidents } }: Scenario, scene: Scene): void {
  for (const incident of incidents)
    scene.time.after(incident.afterMs, () => {
      scene.trace(() => `incident: ${JSON.stringify(incident)}`);
      happen(incident, scene);
    });
}

function happen(incident: Incident, { platform, localDcs, runs, time }: Scene): void {
  const lastRun = (job: string) => [...runs.values()].findLast((run) => run.job === job)?.run;
  switch (incident.kind) {
    case 'by-hand':
      platform.deliver({ job: incident.job }, 0);
      break;
    case 'retry-failed':
    case 'cancel': {
      const run = lastRun(incident.job);
      if (run === undefined) break;
      platform.deliver(incident.kind === 'cancel' ? { cancel: run } : { retryFailed: run }, 0);
      break;
    }
    case 'timer-job': {
      const minute = Math.floor((time.now() - beginsAt) / 60_000) * 60_000;
      const at = new Date(beginsAt + minute).toISOString();
      const user_event = JSON.stringify({ job: incident.job });
      platform.deliver({ trigger_type: 'TIMER', time: at, user_event }, 0);
      break;
    }
    case 'status':
      platform.deliver({ command: 'status' }, 0);
      break;
    case 'vanish':
      localDcs.remove(incident.instance);
      break;
    case 'backup':
      localDcs.startBackup(incident.instance, incident.seconds);
      break;
    default:
      incident satisfies never;
  }
}
