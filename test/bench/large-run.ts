import { planTask } from '../../functions/maintenance/invocation/plan-task.ts';
import { fold } from '../../functions/maintenance/run/fold.ts';
import { runInInvocations } from '../maintenance/run/in-invocations.ts';
import { createManyRegions, instancesOf, placesOf } from '../maintenance/run/many-regions.ts';
import { jobOf } from '../maintenance/run/night.ts';
import { run } from '../maintenance/run/stage.ts';
import { type Figure, figure } from './figure.ts';
import { median } from './median.ts';

/** OBS takes 10,000 to one object. */
const mostAppends = 3_000;
const longestFoldMs = 1_000;
const mostCpuSeconds = 120;

const regions = 20;

/**
 * The journal of a run over so many instances in 20 regions, 2,000 at once, in invocations of 15 minutes, while one
 * region takes 12 seconds for every answer and another gives none for some minutes: what it costs the store, what it
 * costs to take the run up from it, and the computing of the whole run with the cloud that it runs on. Throws when an
 * instance of the other regions was not restarted.
 */
export async function measureLargeRun(instancesEach: number): Promise<Figure[]> {
  const places = placesOf(regions);
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
  const count = regions * instancesEach;
  for (const { planned, phase } of open.state.instances.values()) {
    const outcome = phase.kind === 'done' ? phase.conclusion.outcome : phase.kind;
    // What was being sent when its region went down is not known, and said to be so.
    if (outcome !== 'succeeded' && !(outcome === 'unknown' && planned.region === down?.name))
      throw new Error(`${planned.name}: ${outcome}`);
  }
  const times: number[] = [];
  for (let repetition = 0; repetition < 5; repetition++) times.push(await timeOfTakingUp(ports));
  const { position, appends } = await ports.journal.read(run);
  const only = { baseline: null };
  return [
    figure(`journal of a run over ${count.toLocaleString('en')} instances`, 'MB', {
      ...only,
      value: position / 2 ** 20,
    }),
    figure('its appends', 'appends', { ...only, value: appends, atMost: mostAppends }),
    figure('reading and folding it', 'ms', { ...only, value: median(times), atMost: longestFoldMs }),
    figure('CPU of the run, its cloud included', 's', {
      ...only,
      value: (user + system) / 1e6,
      atMost: mostCpuSeconds,
    }),
  ];
}

async function timeOfTakingUp({ journal }: ReturnType<typeof createManyRegions>): Promise<number> {
  const begun = performance.now();
  fold((await journal.read(run)).events);
  return performance.now() - begun;
}
