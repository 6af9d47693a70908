import { drawRival, type SimulatedJob, type WrittenOverride } from './drawn-jobs.ts';
import { channels, regions } from './night-frame.ts';
import type { Random } from './random.ts';

/** A schedule as it stands from some milliseconds after the beginning on. */
export type DrawnSchedule = {
  readonly fromMs: number;
  readonly jobs: readonly SimulatedJob[];
  readonly overrides: readonly WrittenOverride[];
  /** The jobs that a calendar keeps from running this night. */
  readonly frozen: readonly string[];
  readonly regions: readonly string[];
  readonly channels: readonly string[];
  readonly tickMinutes: number;
  readonly journal: string;
  readonly movedFrom?: string;
};

/** The schedule that a night begins with. */
export function firstSchedule(
  jobs: readonly SimulatedJob[],
  overrides: readonly WrittenOverride[],
): DrawnSchedule {
  return {
    fromMs: 0,
    jobs,
    overrides,
    frozen: [],
    regions: Object.keys(regions),
    channels,
    tickMinutes: 5,
    journal: 'file:simulated',
  };
}

/** Draws what people make of a schedule in the course of a night; seldom, and then up to three times. */
export function drawEdits(random: Random, first: DrawnSchedule): readonly DrawnSchedule[] {
  const schedules = [first];
  if (!random.chance(0.25)) return schedules;
  const times = Array.from({ length: random.whole(1, 3) }, () =>
    // Any time, or while a tick is at work.
    random.chance(0.5)
      ? random.whole(0, 125 * 60) * 1_000
      : random.whole(1, 22) * 300_000 + random.whole(1, 60) * 1_000,
  );
  for (const fromMs of times.sort((a, b) => a - b)) {
    const last = schedules.at(-1) ?? first;
    const edit = random.pick(edits);
    schedules.push({ ...edit(last, random.branch(`edit ${schedules.length}`)), fromMs });
  }
  return schedules;
}

/** What is written when something has another name now; there is no name that is as long. */
const anew = (name: string) => `${name}-2`;

type Edit = (schedule: DrawnSchedule, random: Random) => DrawnSchedule;

/** Without what would name a job that is gone. */
function withJobs(schedule: DrawnSchedule, jobs: readonly SimulatedJob[]): DrawnSchedule {
  if (jobs.length === 0) return schedule;
  const isThere = (name: string) => jobs.some((job) => job.name === name);
  const overrides = schedule.overrides.filter(({ job }) => isThere(job));
  return { ...schedule, jobs, overrides, frozen: schedule.frozen.filter(isThere) };
}

function withJob(schedule: DrawnSchedule, random: Random, change: (job: SimulatedJob) => SimulatedJob) {
  const chosen = random.pick(schedule.jobs);
  return withJobs(
    schedule,
    schedule.jobs.map((job) => (job === chosen ? change(job) : job)),
  );
}

function renamed(names: readonly string[], name: string): readonly string[] {
  return names.map((each) => (each === name ? anew(name) : each));
}

const removeJob: Edit = (schedule, random) => {
  const gone = random.pick(schedule.jobs);
  return withJobs(
    schedule,
    schedule.jobs.filter((job) => job !== gone),
  );
};

const addJob: Edit = (schedule, random) => {
  const drawn = drawRival(random, random.pick(schedule.jobs));
  const name = `added-${schedule.jobs.length}`;
  const job = { ...drawn, name, notify: [random.pick(schedule.channels)] };
  return schedule.jobs.some((known) => known.name === name)
    ? schedule
    : withJobs(schedule, [...schedule.jobs, job]);
};

const renameJob: Edit = (schedule, random) =>
  withJob(schedule, random, (job) => ({ ...job, name: anew(job.name) }));

const changeCron: Edit = (schedule, random) =>
  withJob(schedule, random, (job) => ({
    ...job,
    cron: random.pick(['10 3 * * *', '*/15 3 * * *', '20 4 * * *', '33,50 3,4 * * *']),
  }));

const changeNotify: Edit = (schedule, random) =>
  withJob(schedule, random, (job) => ({ ...job, notify: [random.pick(schedule.channels)] }));

const renameRegion: Edit = (schedule, random) => {
  const name = random.pick(schedule.regions);
  const jobs = schedule.jobs.map((job) => ({ ...job, regions: renamed(job.regions, name) }));
  return { ...schedule, jobs, regions: renamed(schedule.regions, name) };
};

const removeRegion: Edit = (schedule, random) => {
  const gone = random.pick(schedule.regions);
  const jobs = schedule.jobs
    .map((job) => ({ ...job, regions: job.regions.filter((name) => name !== gone) }))
    .filter((job) => job.regions.length > 0);
  if (jobs.length === 0) return schedule;
  return withJobs({ ...schedule, regions: schedule.regions.filter((name) => name !== gone) }, jobs);
};

const renameChannel: Edit = (schedule, random) => {
  const name = random.pick(schedule.channels);
  const jobs = schedule.jobs.map((job) => ({ ...job, notify: renamed(job.notify, name) }));
  return { ...schedule, jobs, channels: renamed(schedule.channels, name) };
};

const removeChannel: Edit = (schedule, random) => {
  const gone = random.pick(schedule.channels);
  const left = schedule.channels.filter((name) => name !== gone);
  if (left.length === 0) return schedule;
  const jobs = schedule.jobs.map((job) => {
    const notify = job.notify.filter((name) => name !== gone);
    return { ...job, notify: notify.length > 0 ? notify : left };
  });
  return { ...schedule, jobs, channels: left };
};

const changeOverrides: Edit = (schedule, random) => {
  if (schedule.overrides.length > 0) return { ...schedule, overrides: [] };
  const effect = random.pick([{ skip: true }, { pause: true }, { move: '03:40' }]);
  const job = random.pick(schedule.jobs).name;
  const override = { job, ...effect, until: '2026-11-25', by: 'li.wei', reason: 'a load test' };
  return { ...schedule, overrides: [override] };
};

const changeCalendar: Edit = (schedule, random) => ({
  ...schedule,
  frozen: schedule.frozen.length > 0 ? [] : [random.pick(schedule.jobs).name],
});

const changeTick: Edit = (schedule) => ({ ...schedule, tickMinutes: schedule.tickMinutes === 5 ? 10 : 5 });

const moveJournal: Edit = (schedule) =>
  schedule.movedFrom === undefined
    ? { ...schedule, journal: 'file:moved', movedFrom: schedule.journal }
    : schedule;

const edits: readonly Edit[] = [
  removeJob,
  addJob,
  renameJob,
  renameJob,
  changeCron,
  changeCron,
  changeNotify,
  renameRegion,
  removeRegion,
  renameChannel,
  removeChannel,
  changeOverrides,
  changeCalendar,
  changeTick,
  moveJournal,
];
