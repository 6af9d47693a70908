import type { Summary } from '../../functions/maintenance/report/summary.ts';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import { instancesOf, type Place, placesOf } from '../maintenance/run/many-regions.ts';
import { startAt } from '../maintenance/run/night.ts';
import { type Figure, figure } from './figure.ts';
import { mostMegabytes, withFunctionOnCloud } from './function-on-cloud.ts';
import { peakOfBareNode } from './process-peak.ts';

const regions = 20;

/** What an invocation answers, as far as it matters here. */
type Answer = {
  readonly summaries?: readonly Summary[];
  readonly unfinished?: readonly { readonly run: string }[];
};

/**
 * The most memory that the function's process holds in a run over so many instances in each of 20 regions of a local cloud,
 * with its journal in a bucket there and at least one invocation that takes it up from that. Throws when not every instance
 * was restarted.
 */
export async function measureLargeRunMemory(instancesEach: number): Promise<Figure[]> {
  const { peak, invocations } = await carryOut(instancesEach);
  const count = (regions * instancesEach).toLocaleString('en');
  return [
    figure(`peak memory, ${count} instances, ${invocations} invocations`, 'MB', {
      value: peak / 2 ** 20,
      baseline: peakOfBareNode() / 2 ** 20,
      atMost: mostMegabytes,
    }),
  ];
}

function carryOut(instancesEach: number): Promise<{ readonly peak: number; readonly invocations: number }> {
  const places = placesOf(regions);
  const instances = instancesOf(places, instancesEach, () => ({ restartSeconds: 20 }));
  const jobs = jobOf(places, 2 * instancesEach);
  return withFunctionOnCloud(
    { places, instances, jobs, scale: 300, timeLimitSeconds: 180 },
    async ({ invoke }) => {
      let peak = 0;
      // By hand, what might be lost would be examined of every instance, acknowledged or not.
      let event: unknown = timerEvent({ time: startAt, triggerName: 'tick' });
      for (let invocations = 1; ; invocations++) {
        const { answer, peakMemoryBytes } = await invoke(event);
        peak = Math.max(peak, peakMemoryBytes ?? 0);
        const { summaries, unfinished } = answer as Answer;
        const [left] = unfinished ?? [];
        if (left) {
          event = { continueRun: left.run };
          continue;
        }
        const counts = summaries?.[0]?.counts;
        if (counts?.succeeded !== regions * instancesEach)
          throw new Error(JSON.stringify(counts ?? Object.keys(answer as object)));
        if (invocations === 1) throw new Error('no invocation took the run up from its journal');
        return { peak, invocations };
      }
    },
  );
}

function jobOf(places: readonly Place[], concurrency: number): string {
  return `  everything:
    action: soft_restart
    cron: "30 3 * * *"
    window: 6h
    targets: { region: [${places.map(({ name }) => name).join(', ')}], names: ["*"] }
    destroysData: acknowledged
    rollout: { concurrency: ${concurrency} }
`;
}
