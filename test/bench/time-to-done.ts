import { fleetOf, runNight } from '../maintenance/run/night.ts';
import { type Figure, pairedFigure } from './figure.ts';

const instances = 100;
const slots = 10;

/** How much longer than list scheduling a run may take. */
const mostOverBound = 1.06;

/** What they are like: restart times in seconds, in the order of the plan. */
const fleets = [
  { name: 'one takes 25 min', seconds: each((place) => (place === 0 ? 1_500 : 60)) },
  { name: 'ten take 25 min', seconds: each((place) => (place % 10 === 0 ? 1_500 : 60)) },
  { name: '30 to 600 s', seconds: spread(30, 600) },
];

/**
 * How long a run over 100 instances takes, ten at once, in virtual time and from the plan to the last outcome. The
 * baseline is list scheduling: whoever is next takes the slot that comes free first, and nobody looks, waits or asks.
 * Throws when not every instance was restarted.
 */
export async function measureTimeToDone(): Promise<Figure[]> {
  return Promise.all(
    fleets.map(async ({ name, seconds }) => {
      const { rows, seconds: value } = await runNight({
        job: { destroysData: 'acknowledged', rollout: { concurrency: slots } },
        instances: fleetOf(instances).map((seed, place) => ({
          ...seed,
          restartSeconds: seconds[place] ?? 0,
        })),
      });
      const succeeded = [...rows.values()].filter(({ outcome }) => outcome === 'succeeded').length;
      if (succeeded !== instances) throw new Error(`${succeeded} of ${instances} succeeded`);
      const pair = [value, listScheduled(seconds)] as const;
      return pairedFigure(`100 restarts, 10 at once: ${name}`, 's', [pair], mostOverBound);
    }),
  );
}

function each(seconds: (place: number) => number): readonly number[] {
  return Array.from({ length: instances }, (_, place) => seconds(place));
}

/** As if by chance, and always the same: the "minimal standard" generator of Park and Miller. */
function spread(least: number, most: number): readonly number[] {
  let state = 7;
  return each(() => {
    state = (state * 48_271) % 0x7fff_ffff;
    return Math.round(least + ((most - least) * state) / 0x7fff_ffff);
  });
}

function listScheduled(seconds: readonly number[]): number {
  const freeAt = Array.from({ length: slots }, () => 0);
  for (const each of seconds) {
    const first = freeAt.indexOf(Math.min(...freeAt));
    freeAt[first] = (freeAt[first] ?? 0) + each;
  }
  return Math.max(...freeAt);
}
