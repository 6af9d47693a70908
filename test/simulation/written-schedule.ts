import { formatDiagnostic } from '../../functions/maintenance/document/diagnostic.ts';
import { parseSchedule } from '../../functions/maintenance/schedule/parse-schedule.ts';
import type { Schedule } from '../../functions/maintenance/schedule/schedule.ts';
import type { DeliberateBug, WrittenJob } from './deliberate-bug.ts';
import type { SimulatedJob } from './drawn-jobs.ts';
import { channels, regions } from './night-frame.ts';
import type { Scenario } from './scenario.ts';

/** The schedule of a night; a deliberate bug may have another one carried out than the night is judged by. */
export function scheduleOf({ jobs, overrides }: Scenario, bug?: DeliberateBug): Schedule {
  const kept = bug?.overrides === 'ignored' ? [] : overrides;
  const written = {
    version: 1,
    timezone: 'Asia/Shanghai',
    journal: 'file:simulated',
    regions,
    notify: Object.fromEntries(
      channels.map((name) => [name, { kind: 'webhook', url: `$\{${name.toUpperCase()}_URL}` }]),
    ),
    overrides: kept,
    jobs: Object.fromEntries(jobs.map((job) => [job.name, bug?.job?.(writtenJob(job)) ?? writtenJob(job)])),
  };
  // JSON is YAML.
  const parsed = parseSchedule(JSON.stringify(written), { file: 'simulated.yaml', isZone: () => true });
  if (!parsed.ok) throw new TypeError(parsed.diagnostics.map(formatDiagnostic).join('\n'));
  return parsed.schedule;
}

function writtenJob(job: SimulatedJob): WrittenJob {
  const { rollout, ...rest } = job.written as { rollout: object };
  return {
    ...rest,
    action: job.action,
    cron: job.cron,
    targets: { region: job.regions, names: [`${job.prefix}-*`] },
    ...(job.windowMinutes === undefined ? {} : { window: `${job.windowMinutes}m` }),
    ...(job.acknowledged ? { destroysData: 'acknowledged' } : {}),
    backup: { mode: job.backup, timeout: '6m' },
    rollout: {
      ...rollout,
      concurrency: job.concurrency,
      maxFailures: job.maxFailures,
      ...(job.canary ? { canary: 1 } : {}),
      ...(job.spread ? { spreadBy: 'tag:app' } : {}),
    },
    notify: job.notify,
  };
}
