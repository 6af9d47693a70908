import type { Invocation } from '../../functions/maintenance/invocation/invocation.ts';
import { createPlanMemory } from '../../functions/maintenance/invocation/plan-memory.ts';
import { createLog } from '../../functions/maintenance/runtime/log.ts';
import { buildCalendars } from '../../functions/maintenance/schedule/calendars/build-calendars.ts';
import type { Schedule } from '../../functions/maintenance/schedule/schedule.ts';
import type { DcsService } from '../../functions/minicloud/dcs/dcs-service.ts';
import type { Random } from './random.ts';
import { simulatedMetrics } from './simulated-metrics.ts';
import { type Shared, simulatedChannel, simulatedDcs } from './simulated-ports.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { simulatedRecords } from './simulated-records.ts';

/** An invocation, as the platform starts it. */
export type SimulatedInvocation = {
  readonly process: SimulatedProcess;
  readonly requestId: string;
  readonly remainingMs: () => number;
  readonly random: Random;
};

/** Gives an invocation what it has in its hands. */
export type InvocationOf = (started: SimulatedInvocation) => Invocation;

/** What invocations are made with besides what all processes share. */
export type InvocationSettings = {
  readonly shared: Shared & { readonly localDcs: DcsService };
  /** The schedules of the scenario, as they are parsed. */
  readonly schedules: readonly Schedule[];
  /** Asks the platform for a fresh invocation. */
  readonly invoke: (event: object, afterMs: number) => void;
};

/** Every zone of the simulation is China's, which has no clock changes. */
const zoneOffset = () => 8 * 3_600_000;

/** Makes invocations as the platform starts them; see `Invocation`. */
export function invocationMaker({ shared, schedules, invoke }: InvocationSettings): InvocationOf {
  const { handOver } = shared.scenario.platform;
  return ({ process, requestId, remainingMs, random }) => {
    const { clock } = process;
    const { current, scenario } = shared;
    const [schedule, drawn] = [schedules[current], scenario.schedules[current]];
    if (!schedule || !drawn) throw new RangeError(`there is no schedule ${current}`);
    shared.scheduleOf.set(process.name, current);
    const dcs = simulatedDcs(process, random.branch('dcs'), shared, drawn);
    const records = simulatedRecords(process, random.branch('records'), shared, drawn);
    const ways = random.branch('ways');
    const print = (line: string) => shared.trace(() => `${process.name} logs ${line.slice(0, 300)}`);
    return {
      requestId,
      remainingMs,
      log: createLog(requestId, { now: clock.now, print }),
      schedule,
      warnings: [],
      clock,
      zoneOffset,
      plans: createPlanMemory(),
      by: process.name,
      ...records,
      ...dcs,
      metrics: simulatedMetrics(process, random.branch('metrics'), scenario.measuring, shared.bug),
      ready: async () => {},
      calendars: () => buildCalendars(schedule, {}, zoneOffset),
      channels: async (names) =>
        names.map((name) => simulatedChannel(name, process, random.branch(name), shared)),
      handOver: async (run) => {
        if (!handOver) return false;
        const fate = ways.pick(['comes', 'comes', 'comes', 'comes twice', 'is lost', 'fails'] as const);
        return process.call('hand-over', { there: 0, back: ways.whole(20, 300) }, async () => {
          if (fate === 'fails') return false;
          const event = { continueRun: run };
          if (fate !== 'is lost') invoke(event, ways.whole(0, 2_000));
          if (fate === 'comes twice') invoke(event, ways.whole(0, 40_000));
          return true;
        });
      },
    };
  };
}
