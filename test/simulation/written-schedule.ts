import { formatDiagnostic } from '../../functions/maintenance/document/diagnostic.ts';
import { parseSchedule } from '../../functions/maintenance/schedule/parse-schedule.ts';
import type { Schedule } from '../../functions/maintenance/schedule/schedule.ts';
import type { DeliberateBug, WrittenJob } from './deliberate-bug.ts';
import type { DrawnSchedule } from './drawn-edits.ts';
import type { SimulatedJob } from './drawn-jobs.ts';
import { type DrawnConditions, wantedRatio } from './measured.ts';
import { regionNamed } from './night-frame.ts';

const read = new WeakMap<DrawnSchedule, Schedule>();

/**
 * A schedule of a night; a deliberate bug may have another one carried out than the night is judged by. Without one they
 * are the same, which is read once.
 */
export function scheduleOf(drawn: DrawnSchedule, bug?: DeliberateBug): Schedule {
  const schedule = (!bug && read.get(drawn)) || readSchedule(drawn, bug);
  if (!bug) read.set(drawn, schedule);
  return schedule;
}

function readSchedule(drawn: DrawnSchedule, bug: DeliberateBug | undefined): Schedule {
  const { jobs, overrides, frozen, journal, movedFrom } = drawn;
  const kept = bug?.overrides === 'ignored' ? [] : overrides;
  const writtenAs = (job: SimulatedJob) => {
    const written = writtenJob(job);
    return frozen.includes(job.name) ? { ...written, skipOn: ['freeze'] } : written;
  };
  const written = {
    version: 1,
    timezone: 'Asia/Shanghai',
    tick: `${drawn.tickMinutes}m`,
    journal: movedFrom === undefined ? journal : { url: journal, movedFrom },
    regions: Object.fromEntries(drawn.regions.map((name) => [name, regionNamed(name)])),
    notify: Object.fromEntries(
      drawn.channels.map((name) => [
        name,
        { kind: 'webhook', url: `$\{${name.toUpperCase().replaceAll('-', '_')}_URL}` },
      ]),
    ),
    ...(frozen.length > 0 && {
      calendars: { freeze: [{ from: '2026-11-22', to: '2026-11-24', reason: 'a freeze' }] },
    }),
    overrides: kept,
    jobs: Object.fromEntries(jobs.map((job) => [job.name, bug?.job?.(writtenAs(job)) ?? writtenAs(job)])),
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
    ...(job.inMaintenanceWindow ? { inMaintenanceWindow: true } : {}),
    ...(job.acknowledged ? { destroysData: 'acknowledged' } : {}),
    backup: { mode: job.backup, timeout: '6m' },
    ...(job.conditions ? writtenConditions(job.conditions) : {}),
    rollout: {
      ...rollout,
      concurrency: job.concurrency,
      maxFailures: job.maxFailures,
      ...(job.canary ? { canary: 1 } : {}),
      ...(job.spread ? { spreadBy: 'tag:app' } : {}),
      ...(job.tiered ? { order: 'tag:tier' } : {}),
    },
    notify: job.notify,
  };
}

function writtenConditions({ forMinutes, otherwise, noData }: DrawnConditions): WrittenJob {
  const lasting = forMinutes === 0 ? '' : ` for ${forMinutes}m`;
  return { onlyIf: { memory_frag_ratio: `> ${wantedRatio}${lasting}` }, otherwise, noData };
}
