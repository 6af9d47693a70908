import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { type Summary, summarySchema } from '../../../maintenance/report/summary.ts';
import type { ParsedSchedule } from '../../../maintenance/schedule/parse-schedule.ts';
import { packFunction } from '../../../nightshift/deploy/pack/pack-function.ts';
import type { SetSeries } from '../../ces/datapoints.ts';
import { createPlatform, type Platform } from '../../functiongraph/platform.ts';
import { startCloud } from '../../gateway/cloud.ts';
import { createCloudClock } from '../../wire/cloud-clock.ts';
import { tellStandstill } from '../../wire/tell-standstill.ts';
import { deployDemo } from '../deploy-demo.ts';
import { type LocalChange, leadSchedule, type Places } from '../lead-schedule.ts';
import type { Night } from './choose-nights.ts';
import { openLocalChannels, type ToldMessage } from './local-channels.ts';
import type { FleetSeed } from './make-fleet.ts';

/** What is played: somebody's schedule, and what goes with it. */
export type Project = {
  readonly parsed: ParsedSchedule;
  readonly places: Places;
  readonly fleet: readonly FleetSeed[];
  /** What conditions are judged by. */
  readonly measured: readonly SetSeries[];
  /** The names of the jobs that are played; no timer runs another. */
  readonly jobs: ReadonlySet<string>;
  /** The value of a variable: the environment's, or one that is made up. */
  readonly fillIn: (name: string) => string;
  readonly timeoutSeconds: number;
  /** At once. */
  readonly mostInstances: number | undefined;
  readonly triggers: readonly {
    readonly name: string;
    readonly schedule: string;
    readonly userEvent: string;
  }[];
};

/** What came of a night. */
export type Played = {
  readonly startAt: number;
  readonly changes: readonly LocalChange[];
  readonly summaries: readonly Summary[];
  readonly told: readonly ToldMessage[];
  /** What was not begun, or broke off, and why. */
  readonly problems: readonly string[];
};

const scale = 1_000;
/** A night that is not over by then is given up. */
const longestNightMs = 24 * 3_600_000;

/**
 * Plays a night on a local cloud of its own, with the built function and its triggers, until all that is expected was told.
 * `stop` ends it where it is; `complain` hears when it does not get on.
 */
export async function playNight(
  night: Night,
  project: Project,
  { stop, complain }: { readonly stop: () => boolean; readonly complain: (line: string) => void },
): Promise<Played> {
  const { parsed, places, fleet } = project;
  const { projects, regions, bucket, home } = places;
  const clock = createCloudClock({ scale, startAt: night.startAt });
  const lookAway = tellStandstill(clock, complain);
  const cloud = await startCloud({
    ...{ clock, projects, buckets: bucket === undefined ? [] : [bucket] },
    instances: fleet.map((seed) => ({ ...seed, region: regions.get(seed.region) ?? home })),
    securityToken: 'local-cloud-security-token',
  });
  for (const series of project.measured) cloud.ces.set(series);
  const platform = await createPlatform({ cloud });
  try {
    const channels = openLocalChannels({ cloud, clock, home }, parsed.schedule.notify);
    const led = leadSchedule(parsed, places, {
      endpoint: cloud.endpoint,
      channel: channels.of,
      fillIn: project.fillIn,
      jobs: project.jobs,
    });
    const names = new Set(led.parsed.references.map(({ name }) => name));
    const goOn = clock.hold('the function to be deployed');
    const urn = await deployDemo(
      { cloud, platform },
      {
        zip: packFunction(undefined, dirname(parsed.file), led.parsed).content,
        environment: Object.fromEntries([...names].map((name) => [name, project.fillIn(name)])),
        timeLimitSeconds: project.timeoutSeconds,
        mostInstances: project.mostInstances,
        triggers: project.triggers,
      },
    );
    const ask = (event: object) =>
      platform.asConsole('POST', `/v2/${projects[home]}/fgs/functions/${urn}/invocations-async`, event);
    for (const job of night.byHand) await ask({ job });
    goOn();
    const confirmed = new Set<string>();
    const begun = new Set<string>();
    const left = () => {
      const answers = answersOf(platform);
      const awaited = unfinished(night, answers);
      // What others began meanwhile is seen to its end, too; what comes after all that is of no interest.
      if (awaited.length > 0)
        for (const { unfinished: runs } of answers) for (const run of runs) begun.add(run);
      const ended = new Set(answers.flatMap(({ summaries }) => summaries.map(({ run }) => run)));
      return [...new Set([...awaited, ...begun])].filter((run) => !ended.has(run));
    };
    while (left().length > 0 && !stop() && clock.now() < night.startAt + longestNightMs) {
      await clock.wait(5_000);
      for (const { job, hash } of toConfirm(answersOf(platform))) {
        if (confirmed.has(job)) continue;
        confirmed.add(job);
        await ask({ job, confirm: hash });
      }
    }
    const answers = answersOf(platform);
    // Of one that was told again, as after a lost answer, the last.
    const ended = new Map(answers.flatMap(({ summaries }) => summaries.map((each) => [each.run, each])));
    return {
      startAt: night.startAt,
      changes: led.changes,
      summaries: [...ended.values()].filter(({ job }) => project.jobs.has(job)),
      told: channels.told(),
      problems: [
        ...answers.flatMap(({ refused, plan }) => (refused === undefined || plan ? [] : [refused])),
        ...brokenOff(platform),
        ...left().map((what) => `${what}: it has not come to its end here`),
      ],
    };
  } finally {
    lookAway();
    await platform.close();
    await cloud.close();
  }
}

const answerSchema = z.object({
  summaries: z.optional(z.array(summarySchema)),
  unfinished: z.optional(z.array(z.object({ run: z.string() }))),
  started: z.optional(z.boolean()),
  reason: z.optional(z.string()),
  plans: z.optional(z.array(z.object({ hash: z.string() }))),
});
const eventSchema = z.object({ job: z.string() });

/** What an invocation answered. */
type Answered = {
  /** That it was asked for by hand. */
  readonly job: string | undefined;
  readonly summaries: readonly Summary[];
  /** Runs that go on. */
  readonly unfinished: readonly string[];
  /** Why nothing was started. */
  readonly refused: string | undefined;
  /** The hash that confirms what was refused for want of it. */
  readonly plan: string | undefined;
};

function answersOf(platform: Platform): readonly Answered[] {
  return platform.invocations().flatMap((invocation): Answered[] => {
    if (invocation.kind !== 'answered') return [];
    const { data } = answerSchema.safeParse(invocation.answer);
    const job = eventSchema.safeParse(invocation.event).data?.job;
    if (!data) return [];
    const refused =
      data.started === false ? `${job ?? 'a timer'}: ${data.reason ?? 'not started'}` : undefined;
    return [
      {
        job,
        summaries: data.summaries ?? [],
        unfinished: (data.unfinished ?? []).map(({ run }) => run),
        refused,
        plan: refused ? data.plans?.[0]?.hash : undefined,
      },
    ];
  });
}

function toConfirm(answers: readonly Answered[]) {
  return answers.flatMap(({ job, plan }) =>
    job !== undefined && plan !== undefined ? [{ job, hash: plan }] : [],
  );
}

/** The fires and jobs whose runs were not told of yet. */
function unfinished({ expected, byHand }: Night, answers: readonly Answered[]): readonly string[] {
  const ended = answers.flatMap(({ summaries }) => summaries);
  const runs = new Set(ended.map(({ run }) => run));
  const fires = new Set(expected.map(({ run }) => run));
  const byItself = new Set(ended.filter(({ run }) => !fires.has(run)).map(({ job }) => job));
  const refused = new Set(
    answers.flatMap(({ job, refused: why, plan }) => (job && why && !plan ? [job] : [])),
  );
  return [
    ...expected.map(({ run }) => run).filter((run) => !runs.has(run)),
    ...byHand.filter((job) => !byItself.has(job) && !refused.has(job)),
  ];
}

/** Invocations that the platform ended, or that threw. */
function brokenOff(platform: Platform): readonly string[] {
  return platform.invocations().flatMap((invocation) => {
    switch (invocation.kind) {
      case 'answered':
        return [];
      case 'failed':
      case 'crashed':
        return [`an invocation ended with ${invocation.errorMessage}`];
      case 'killed':
        return ["an invocation was ended by the function's time limit"];
      default:
        return invocation satisfies never;
    }
  });
}
