import { describe, expect, test } from 'vitest';
import { type Driving, drive } from '../../../functions/maintenance/run/driver.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import type { Fleet } from '../../../functions/maintenance/run/fleet.ts';
import { fold } from '../../../functions/maintenance/run/fold.ts';
import { nothingHeld } from '../../../functions/maintenance/run/in-hand.ts';
import type { Metrics } from '../../../functions/maintenance/run/metrics.ts';
import type { OtherRuns } from '../../../functions/maintenance/run/other-runs.ts';
import type { Ports } from '../../../functions/maintenance/run/ports.ts';
import type { RunState } from '../../../functions/maintenance/run/state.ts';
import { inspect, measured } from '../../../functions/maintenance/run/take-look.ts';
import { fleetOf, startAt } from './night.ts';
import { endless, pause, run, type StageOptions, setStage } from './stage.ts';

const region = 'beijing';

/** How a run is driven: what was seen of it before, how others go on beside it, and what it asks for takes its time. */
type Given = Partial<StageOptions> & {
  readonly leaving?: Driving['leaving'];
  readonly seen?: (ports: Ports, state: RunState) => Promise<readonly RunEvent[]>;
  /** Others have so many of its instances in hand until then, else all, and a look at them takes so long. */
  readonly others?: { readonly hold?: number; readonly heldUntil?: number; readonly lookSeconds?: number };
  readonly judgingSeconds?: number;
};

/** Drives a run, and tells at which seconds the cloud was asked for what. */
async function driven({ leaving, seen, others, judgingSeconds = 0, instances = fleetOf(1), job }: Given) {
  const stage = setStage({ instances, ...(job && { job }) });
  const opened = await stage.open();
  if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
  const { clock } = stage;
  const seconds = () => (clock.now() - startAt) / 1_000;
  const ids = [...opened.state.instances.keys()];
  const state = fold((await seen?.(stage, opened.state)) ?? [], opened.state);
  const asked = { list: [] as number[], show: [] as number[], measure: [] as number[] };
  const fleet: Fleet = {
    ...stage.fleet,
    list(...call) {
      asked.list.push(seconds());
      return stage.fleet.list(...call);
    },
    show(...call) {
      asked.show.push(seconds());
      return stage.fleet.show(...call);
    },
    measure(...call) {
      asked.measure.push(seconds());
      return stage.fleet.measure(...call);
    },
  };
  const metrics: Metrics = {
    async read(...call) {
      await pause(clock, judgingSeconds);
      return stage.metrics.read(...call);
    },
    async nodes(...call) {
      await pause(clock, judgingSeconds);
      return stage.metrics.nodes(...call);
    },
  };
  let held = nothingHeld;
  const beside: OtherRuns = {
    get held() {
      return held;
    },
    async look() {
      await pause(clock, others?.lookSeconds ?? 0);
      const isHeld = seconds() < (others?.heldUntil ?? 0);
      const theirs = ids.slice(0, others?.hold);
      held = isHeld ? nothingHeld.with(theirs.map((id) => [id, 'another'])) : nothingHeld;
      return held;
    },
    enter: () => undefined,
    leave: () => undefined,
  };
  const driving = { ...endless(), leaving, ...(others && { others: beside }) };
  const { end } = await drive({ ...opened, state }, driving, { ...stage, fleet, metrics });
  const { events } = await stage.journal.read(run);
  const submitting = events.find(({ type }) => type === 'submitting');
  const announcedAt = submitting && (submitting.at - startAt) / 1_000;
  return { end, seconds: seconds(), ids, asked, announcedAt, events };
}

const leavingAfter = (seconds: number, returns = false) => ({ at: startAt + seconds * 1_000, returns });
const inspected = async ({ fleet, clock }: Ports, { instances }: RunState) => [
  await inspect(fleet, region, [...instances.keys()], clock),
];

describe('while a run looks at others for the first time', () => {
  const slowly = { others: { lookSeconds: 5 }, leaving: leavingAfter(11) };

  test('it looks at what is to be sent and takes its figures', async () => {
    const { asked } = await driven(slowly);
    expect([asked.show[0], asked.measure[0]]).toEqual([0, 0]);
  });

  test('it takes figures alone of what was looked at a moment ago', async () => {
    const { asked, announcedAt } = await driven({ ...slowly, seen: inspected });
    expect([asked.show, asked.measure[0], announcedAt]).toEqual([[], 0, 5]);
  });

  test('it sends nothing, whatever was seen before', async () => {
    const all: Given['seen'] = async (ports, state) => {
      const figures = { ...(await ports.fleet.measure(region)), asked: [] };
      return [...(await inspected(ports, state)), measured(state, region, figures, startAt)];
    };
    const { announcedAt } = await driven({ ...slowly, seen: all });
    expect(announcedAt).toBe(5);
  });

  test('it reads nothing where its time is over', async () => {
    const { end, asked } = await driven({ ...slowly, leaving: leavingAfter(0) });
    expect([end, asked.show, asked.measure]).toEqual(['time', [], []]);
  });
});

describe('a run whose instances others have in hand', () => {
  test('looks at these once beside its first look at others, and then when they are free', async () => {
    const { asked } = await driven({ others: { heldUntil: 45 }, leaving: leavingAfter(51) });
    expect(asked.show).toEqual([0, 50]);
  });

  test('takes the figures of those alone that are free now, and writes them down with what comes next', async () => {
    const { ids, events } = await driven({
      instances: fleetOf(2, { keys: 100, restartSeconds: 60 }),
      others: { hold: 1, heldUntil: 5 },
      leaving: leavingAfter(11),
    });
    const [id] = ids;
    const from = events.findIndex(({ type }) => type === 'measured-anew');
    const figures = { ids: [id], keys: [[id, 100]], nodes: [[id, expect.anything()]] };
    expect(events[from]).toEqual({ type: 'measured-anew', at: startAt + 10_000, region, ...figures });
    const next = events.slice(from + 1).map(({ type }) => type);
    expect(next.slice(0, next.indexOf('submitting'))).not.toContain('held');
  });

  test('waits for them as long as the function waits for anything, and leaves them to the next then', async () => {
    const { end, seconds } = await driven({ others: { heldUntil: 600 }, leaving: leavingAfter(3_000, true) });
    expect([end, seconds]).toEqual(['waiting', 60]);
  });
});

test('a run is not left while what was sent may soon be back', async () => {
  const instances = fleetOf(1, { restartSeconds: 600 });
  const { end, seconds } = await driven({ instances, leaving: leavingAfter(50, true) });
  expect([end, seconds]).toEqual(['time', 50]);
});

test('what was sent is kept in sight while the metrics of others are long in coming', async () => {
  const { asked } = await driven({
    instances: fleetOf(2, { restartSeconds: 300 }),
    job: { onlyIf: { memory_frag_ratio: '> 1.5' }, rollout: { concurrency: 2 } },
    seen: async ({ fleet }, { instances }) => {
      const [first = ''] = instances.keys();
      const call = { at: startAt, region, ids: [first] };
      await fleet.submit(region, 'soft_restart', [first]);
      return [
        { type: 'submitting', ...call },
        { type: 'answered', ...call, accepted: [first], rejected: [] },
      ];
    },
    judgingSeconds: 60,
    leaving: leavingAfter(15),
  });
  expect(asked.list).toEqual([0, 10]);
});
