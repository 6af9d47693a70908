import { recordKey } from '../../functions/maintenance/journal/store-keys.ts';
import { createDcsService } from '../../functions/minicloud/dcs/dcs-service.ts';
import type { DeliberateBug } from './deliberate-bug.ts';
import { playIncidents } from './incidents.ts';
import { violationsOf } from './invariants/violations.ts';
import { beginsAt, calmAt, fireSpanMs, regions } from './night-frame.ts';
import { createRandom } from './random.ts';
import { drawScenario, type Scenario } from './scenario.ts';
import { invocationMaker } from './simulated-invocation.ts';
import { createPlatform, type SimulatedPlatform } from './simulated-platform.ts';
import type { Shared } from './simulated-ports.ts';
import type { Trace } from './simulated-process.ts';
import { createSimulatedTime, type SimulatedTime } from './simulated-time.ts';
import { hiddenFrom } from './untrue-store.ts';
import type { Act, Telling, Witness } from './witness.ts';
import { createWrittenRecords } from './written-records.ts';
import { scheduleOf } from './written-schedule.ts';

/** What a seed came to. */
export type Verdict = {
  readonly seed: number;
  readonly violations: readonly string[];
  /** What happened, a line each; empty unless it was asked for. */
  readonly trace: readonly string[];
  readonly witness: Witness;
};

/** How a seed is played. */
export type SimulateOptions = { readonly traced?: boolean; readonly bug?: DeliberateBug };

/** Everything must have ended by then. */
const patienceMs = 24 * 3_600_000;

/** Plays the night of a seed: the same seed is always the same night, call by call. */
export async function simulate(
  seed: number,
  { traced = false, bug }: SimulateOptions = {},
): Promise<Verdict> {
  const scenario = drawScenario(seed);
  const trace: string[] = [];
  const time = createSimulatedTime(beginsAt);
  const tell = traced
    ? (line: () => string) => void trace.push(`${new Date(time.now()).toISOString().slice(11, 23)} ${line()}`)
    : () => undefined;
  const shared = shareOf(scenario, bug, time, tell);
  const schedules = scenario.schedules.map((each) => scheduleOf(each, bug));
  const random = createRandom(seed).branch('night');
  const platform: SimulatedPlatform = createPlatform({
    scenario,
    time,
    random,
    invocationOf: invocationMaker({ shared, schedules, invoke: (event, ms) => platform.deliver(event, ms) }),
    tickMs: () => (scenario.schedules[shared.current]?.tickMinutes ?? 5) * 60_000,
    trace: tell,
  });
  playEdits(shared, time, platform);
  platform.begin();
  playIncidents(scenario, {
    time,
    localDcs: shared.localDcs,
    runs: shared.records.runs,
    platform,
    trace: tell,
  });
  const { open, ticked } = shared.records;
  const lastFireBy = beginsAt + fireSpanMs;
  const over = () =>
    time.now() > calmAt + patienceMs || (ticked.upTo >= lastFireBy && open.size === 0 && platform.idle());
  await time.run(over, platform.busy);
  const witness: Witness = {
    scenario,
    audit: shared.localDcs.log.entries(),
    acts: shared.acts,
    isHidden: (by, run) => shared.hidden.has(hiddenFrom(by, recordKey(run))),
    told: shared.told,
    runs: shared.records.runs,
    entered: shared.records.entered,
    bugs: platform.bugs,
    stillOpen: [...open],
    ticked,
    scheduleOf: (process) => shared.scheduleOf.get(process ?? '') ?? 0,
  };
  return { seed, violations: await violationsOf(witness), trace, witness };
}

/** Lets people write the schedule anew; who is at work goes on with the one that he has. */
function playEdits(shared: Shared, time: SimulatedTime, platform: SimulatedPlatform): void {
  const { schedules } = shared.scenario;
  schedules.forEach(({ fromMs, journal }, place) => {
    if (place === 0) return;
    const write = () => {
      // Who moves the journal waits until nobody writes into the old one, as deploying says.
      const isMoved = journal !== schedules[shared.current]?.journal;
      if (shared.current !== place - 1 || (isMoved && !platform.idle())) {
        time.after(1_000, write);
        return;
      }
      shared.current = place;
      shared.trace(() => `the schedule is another one: ${JSON.stringify(schedules[place])}`);
    };
    time.after(fromMs, write);
  });
}

function shareOf(
  scenario: Scenario,
  bug: DeliberateBug | undefined,
  time: ReturnType<typeof createSimulatedTime>,
  trace: Trace,
): Shared {
  const projects = Object.fromEntries(
    Object.values(regions).map(({ region, projectId }) => [region, projectId]),
  );
  const { instances, faults, knobs } = scenario;
  const localDcs = createDcsService({ clock: time.cloud, projects, instances, faults, knobs });
  const acts: Act[] = [];
  const told: Telling[] = [];
  return {
    scenario,
    bug,
    localDcs,
    records: createWrittenRecords(time.now),
    badSpells: new Map(),
    hidden: new Set(),
    current: 0,
    scheduleOf: new Map(),
    acts,
    told,
    later: (ms, what) => void time.after(ms, what),
    trace,
  };
}
