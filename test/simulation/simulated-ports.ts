import type { Channel } from '../../functions/maintenance/notify/channel.ts';
import type { MakeAnswer, SubmitAnswer } from '../../functions/maintenance/run/fleet.ts';
import type { Ports } from '../../functions/maintenance/run/ports.ts';
import type { DcsService } from '../../functions/minicloud/dcs/dcs-service.ts';
import { createMemoryBackups } from '../minicloud/dcs/memory-backups.ts';
import { createMemoryFleet } from '../minicloud/dcs/memory-fleet.ts';
import type { DeliberateBug } from './deliberate-bug.ts';
import type { DrawnSchedule } from './drawn-edits.ts';
import { calmAt, regionNamed } from './night-frame.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import type { SimulatedProcess, Trace, Way } from './simulated-process.ts';
import type { BadSpell } from './untrue-store.ts';
import type { Act, Telling, WrittenRun } from './witness.ts';
import type { WrittenRecords } from './written-records.ts';

/** The two ports to DCS. */
export type Dcs = Pick<Ports, 'fleet' | 'backups'>;

/** What all processes of a night share. */
export type Shared = {
  readonly scenario: Scenario;
  readonly bug: DeliberateBug | undefined;
  readonly localDcs: DcsService;
  readonly records: WrittenRecords;
  /** Until when a record is given out badly, and how, by its key. */
  readonly badSpells: Map<string, BadSpell>;
  /** The records that were given out without what matters, each as the name of the process and the key. */
  readonly hidden: Set<string>;
  /** Which of the schedules is in use. */
  current: number;
  /** Which of them each process was given. */
  readonly scheduleOf: Map<string, number>;
  readonly acts: Act[];
  readonly told: Telling[];
  /** Lets something happen that no process waits for. */
  readonly later: (ms: number, what: () => void) => void;
  readonly trace: Trace;
};

/** The cloud as one process reaches it: calls take their time, and each that changes something is noted. */
export function simulatedDcs(
  process: SimulatedProcess,
  random: Random,
  shared: Shared,
  schedule: DrawnSchedule,
): Dcs {
  const { localDcs, bug, acts, trace } = shared;
  const { clock } = process;
  const settings = { dcs: localDcs, regions: regionsOf(schedule), clock };
  const fleet = createMemoryFleet(settings);
  const backups = createMemoryBackups(settings);
  const way = () => wayOf(random, shared, clock.now());
  const read = <Answer>(what: string, work: () => Promise<Answer>) =>
    process.call(what, { there: 0, back: way().back }, work);
  const change = async <Answer extends SubmitAnswer | MakeAnswer>(
    act: Act,
    work: () => Promise<Answer>,
  ): Promise<Answer> => {
    acts.push(act);
    trace(() => `${process.name} sends ${act.action} of ${act.ids.map((id) => id.slice(0, 8)).join(' ')}`);
    const answer = await process.call(act.kind, way(), () => {
      act.arrivedAt = clock.now();
      return work();
    });
    act.answeredAt = clock.now();
    act.throttled = answer.kind === 'refused' && answer.failure.kind === 'throttled';
    trace(() => `${process.name} hears ${JSON.stringify(answer)}`);
    return answer;
  };
  const actOf = (kind: Act['kind'], action: Act['action'], ids: readonly string[]): Act => {
    const call = { by: process.name, kind, action, ids, sentAt: clock.now() };
    const open = whoseTurn(call, shared.records.runs.values());
    const runs = open.map(({ run }) => run);
    return {
      ...call,
      arrivedAt: undefined,
      runs,
      lease: open[0]?.lease,
      answeredAt: undefined,
      throttled: false,
    };
  };
  const dcs: Dcs = {
    fleet: {
      list: (region, wanted) => read('list', () => fleet.list(region, wanted)),
      show: (region, id) => read('show', () => fleet.show(region, id)),
      facts: (region, id) => read('facts', () => fleet.facts(region, id)),
      measure: (region, wanted) => read('measure', () => fleet.measure(region, wanted)),
      submit: (region, action, ids) =>
        change(actOf('submit', action, ids), () => fleet.submit(region, action, ids)),
    },
    backups: {
      list: (region, id) => read('backups', () => backups.list(region, id)),
      make: (region, id, remark) =>
        change(actOf('backup', 'backup', [id]), () => backups.make(region, id, remark)),
    },
  };
  return {
    fleet: bug?.fleet?.(dcs.fleet) ?? dcs.fleet,
    backups: bug?.backups?.(dcs.backups) ?? dcs.backups,
  };
}

function regionsOf({ regions }: DrawnSchedule) {
  return Object.fromEntries(regions.map((name) => [name, regionNamed(name)]));
}

/**
 * The open runs of instances; of several, the one for which this process has announced just this call: of two, the
 * earlier, as the later sees it. Where there is none, who announced last that something is done to them.
 */
function whoseTurn(
  { by, kind, action, ids }: Pick<Act, 'by' | 'kind' | 'action' | 'ids'>,
  runs: Iterable<WrittenRun>,
): readonly WrittenRun[] {
  const open = [...runs].filter(
    ({ finishedAt, plan }) =>
      finishedAt === undefined &&
      (kind === 'backup' || plan.rules.action === action) &&
      plan.instances.some(({ id }) => ids.includes(id)),
  );
  const announcements = (run: WrittenRun) => ids.flatMap((id) => run.announced.get(id) ?? []);
  const latest = (run: WrittenRun) => Math.max(0, ...announcements(run).map(({ at }) => at));
  const own = open.filter((run) =>
    announcements(run).some(
      (each) => !each.settled && each.by === by && each.kind === kind && each.ids.join() === ids.join(),
    ),
  );
  const at = own.length > 0 ? Math.min(...own.map(latest)) : Math.max(...open.map(latest));
  return (own.length > 0 ? own : open).filter((run) => latest(run) === at);
}

/** A channel as one process reaches it: what arrives is kept, also when its answer does not. */
export function simulatedChannel(
  name: string,
  process: SimulatedProcess,
  random: Random,
  shared: Shared,
): Channel {
  const { clock } = process;
  const { deafChannel } = shared.scenario.platform;
  const channel: Channel = {
    name,
    async tell(notice, deadline) {
      const deaf = clock.now() < calmAt && random.chance(deafChannel);
      const back = deaf ? Math.max(0, deadline - clock.now()) : random.whole(20, 900);
      return process.call(`telling ${name}`, { there: 0, back }, async () => {
        shared.told.push({ at: clock.now(), channel: name, notice });
        shared.trace(() => `${process.name} tells ${name}: ${JSON.stringify(notice)}`);
        const status = deaf ? 'unconfirmed' : 'delivered';
        return { channel: name, status, attempts: 1, reason: 'as the seed would have it' } as const;
      });
    },
  };
  return shared.bug?.channel?.(channel, process.name) ?? channel;
}

/** How long a call is on its way. A client gives a change up after 35 seconds; what is slower is a fault of the cloud. */
export function wayOf(random: Random, { scenario }: Shared, now: number): Way {
  const slow = now < calmAt && random.chance(scenario.platform.slowCall);
  return slow
    ? { there: random.whole(0, 20_000), back: random.whole(0, 9_000) }
    : { there: random.whole(0, 60), back: random.whole(5, 400) };
}
