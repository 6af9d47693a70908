import { firstNames } from '../../../maintenance/foundation/first-names.ts';
import { permissions } from '../../../maintenance/huawei/permissions.ts';
import type { ChannelKind } from '../../../maintenance/schedule/channels/channel-settings.ts';
import type { Job, Schedule } from '../../../maintenance/schedule/schedule.ts';
import type { Need, ServiceNeeds } from './policy.ts';

/** What the function needs for the jobs of a schedule, disabled ones too: they can be run by hand. */
export function scheduleNeeds(schedule: Schedule): readonly ServiceNeeds[] {
  const { jobs, notify, journal, handOver } = schedule;
  const told = new Set(jobs.flatMap((job) => job.notify));
  const kinds = new Set(Object.entries(notify).flatMap(([name, { kind }]) => (told.has(name) ? [kind] : [])));
  const all: readonly ServiceNeeds[] = [
    { service: 'dcs', needs: [...readingNeeds(jobs), ...writingNeeds(jobs)] },
    { service: 'ces', needs: metricNeeds(jobs) },
    { service: 'journal', needs: journal?.url.startsWith('obs:') ? journalNeeds : [] },
    { service: 'hand-over', needs: handOver ? handOverNeeds : [] },
    { service: 'smn', needs: [...kinds].flatMap(channelNeeds) },
  ];
  return all.filter(({ needs }) => needs.length > 0);
}

/** What only looks. */
export function readingNeeds(jobs: readonly Job[]): readonly Need[] {
  return [
    {
      action: permissions.listInstances,
      why: 'finding instances and watching them, their counts of keys and their nodes',
    },
    {
      action: permissions.showInstance,
      why: 'looking at one instance before and after, with its current task; its type and replicas',
    },
    ...(jobs.some(({ action }) => action !== 'flush')
      ? [
          {
            action: permissions.showConfiguration,
            why: `whether it keeps its data over a restart (appendonly), for ${named(jobs.filter(({ action }) => action !== 'flush'))}`,
          },
        ]
      : []),
    ...(jobs.some(makesBackups)
      ? [
          {
            action: permissions.listBackups,
            why: `finding backups, and seeing that they succeeded, for ${named(jobs.filter(makesBackups))}`,
          },
        ]
      : []),
  ];
}

/** What changes instances, or what they keep. */
function writingNeeds(jobs: readonly Job[]): readonly Need[] {
  return [
    { action: permissions.changeStatus, why: `restart and flush, for ${named(jobs)}` },
    ...(jobs.some(makesBackups)
      ? [
          {
            action: permissions.makeBackup,
            why: `making backups, for ${named(jobs.filter(makesBackups))}`,
          },
        ]
      : []),
  ];
}

/** What conditions are judged by. */
function metricNeeds(jobs: readonly Job[]): readonly Need[] {
  const judged = jobs.filter(hasConditions);
  if (judged.length === 0) return [];
  return [{ action: permissions.readMetrics, why: `what onlyIf is judged by, for ${named(judged)}` }];
}

/** Whether instances are judged by their metrics before the job acts. */
export function hasConditions({ onlyIf = [] }: Pick<Job, 'onlyIf'>): boolean {
  return onlyIf.length > 0;
}

/** Whether a backup is looked for or made before the job acts. */
export function makesBackups({ backup }: Pick<Job, 'backup'>): boolean {
  return backup.mode !== 'none';
}

const journalNeeds: readonly Need[] = [
  { action: permissions.listObjects, why: 'finding the runs that are open, and those that ended' },
  { action: permissions.readObject, why: 'reading the journal of a run' },
  { action: permissions.writeObject, why: 'appending to it' },
  { action: permissions.removeObject, why: 'removing what was kept long enough' },
];

const handOverNeeds: readonly Need[] = [
  { action: permissions.invokeFunction, why: 'asking for a fresh invocation of itself' },
];

const mostNames = 4;

function named(jobs: readonly Job[]): string {
  const names = jobs.map(({ name }) => name);
  return firstNames(names, mostNames);
}

/** What telling a channel takes of Huawei Cloud: nothing, but for a topic of its own. All others are somebody else's. */
function channelNeeds(kind: ChannelKind): readonly Need[] {
  return kind === 'smn'
    ? [{ action: permissions.publishToTopic, why: 'publishing to the topics of channels with kind: smn' }]
    : [];
}
