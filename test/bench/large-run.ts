import { planTask } from '../../functions/maintenance/invocation/plan-task.ts';
import { decodeRecord } from '../../functions/maintenance/journal/record-format.ts';
import { recordKey } from '../../functions/maintenance/journal/store-keys.ts';
import { fold } from '../../functions/maintenance/run/fold.ts';
import { runInInvocations } from '../maintenance/run/in-invocations.ts';
import { createManyRegions, instancesOf, type Place, placesOf } from '../maintenance/run/many-regions.ts';
import { jobOf } from '../maintenance/run/night.ts';
import { run } from '../maintenance/run/stage.ts';
import { type Figure, figure } from './figure.ts';
import { leastCpuOf } from './least-cpu.ts';
import { restartByScript } from './restart-by-script.ts';

/** OBS takes 10,000 to one object. */
const mostAppends = 3_000;
const mostFoldMs = 1_000;
const mostCpuSeconds = 120;

const regions = 20;

/**
 * The journal of a run over so many instances in 20 regions, 2,000 at once, in invocations of 15 minutes, while one
 * region takes 12 seconds for every answer and another gives none for some minutes: what it costs the store, what it
 * costs to take the run up from it, and the computing of the whole run with the cloud that it runs on. Beside them: the plan
 * alone as JSON, an append before and after each call that changes something, parsing the same lines, and a script that
 * restarts as many on such a cloud. Throws when an instance of the other regions was not restarted.
 */
export async function measureLargeRun(instancesEach: number): Promise<Figure[]> {
  const places = placesOf(regions);
  const { record, appends, planLength, sent, cpuSeconds } = await carryOut(places, instancesEach);
  const count = (regions * instancesEach).toLocaleString('en');
  return [
    figure(`journal of a run over ${count} instances`, 'MB', {
      value: record.length / 2 ** 20,
      baseline: planLength / 2 ** 20,
    }),
    figure('its appends', 'appends', { value: appends, baseline: 2 * sent, atMost: mostAppends }),
    takenUp(record),
    figure('CPU of the run, its cloud included', 's', {
      value: cpuSeconds,
      baseline: await cpuOfScript(places, instancesEach),
      atMost: mostCpuSeconds,
    }),
  ];
}

/** What is left of a run when its cloud is gone: whoever takes it up collects no garbage of that. */
type CarriedOut = {
  readonly record: Buffer;
  readonly appends: number;
  /** Of the plan as JSON. */
  readonly planLength: number;
  /** Calls that changed something. */
  readonly sent: number;
  readonly cpuSeconds: number;
};

async function carryOut(places: readonly Place[], instancesEach: number): Promise<CarriedOut> {
  const [slow, down] = [places[6], places[12]];
  const ports = createManyRegions(places, instancesOf(places, instancesEach), [
    {
      operation: 'any',
      matches: { project: slow?.projectId ?? '' },
      effect: { kind: 'slow-answer', seconds: 12 },
    },
    {
      operation: 'any',
      matches: { project: down?.projectId ?? '' },
      effect: { kind: 'slow-answer', seconds: 60 },
      after: 40,
      times: 30,
    },
  ]);
  const job = jobOf({
    destroysData: 'acknowledged',
    targets: { region: places.map(({ name }) => name), names: ['*'] },
    rollout: { concurrency: 2 * instancesEach },
  });
  const before = process.cpuUsage();
  const { open } = await runInInvocations(ports, () => planTask({ job, windowEnd: null }, ports.fleet));
  const { user, system } = process.cpuUsage(before);
  for (const { planned, phase } of open.state.instances.values()) {
    const outcome = phase.kind === 'done' ? phase.conclusion.outcome : phase.kind;
    // What was being sent when its region went down is not known, and said to be so.
    if (outcome !== 'succeeded' && !(outcome === 'unknown' && planned.region === down?.name))
      throw new Error(`${planned.name}: ${outcome}`);
  }
  const { appends, events } = await ports.journal.read(run);
  const plans = events.flatMap((event) => (event.type === 'opened' ? [event.plan] : []));
  const sent = ports.dcs.log
    .entries()
    .filter((entry) => entry.kind === 'call' && entry.operation === 'RestartOrFlushInstances').length;
  return {
    record: Buffer.from((await ports.store.read(recordKey(run))) ?? []),
    appends,
    planLength: JSON.stringify(plans).length,
    sent,
    cpuSeconds: (user + system) / 1e6,
  };
}

/** What it costs to take the run up, beside parsing what its journal holds. */
function takenUp(record: Buffer): Figure {
  const [value = 0, baseline = 0] = leastCpuOf(5, [
    () => fold([...decodeRecord(record, { run, key: 'the record' })].flat()),
    () =>
      record
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
  ]);
  return figure('CPU of reading and folding it', 'ms', { value, baseline, atMost: mostFoldMs });
}

/** Seconds of CPU of a script that restarts as many on such a cloud. */
async function cpuOfScript(places: readonly Place[], instancesEach: number): Promise<number> {
  const ports = createManyRegions(places, instancesOf(places, instancesEach));
  const before = process.cpuUsage();
  await restartByScript(ports, places);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
