import { simulate } from './simulate.ts';

/** How many nights each of the four files plays, so that they go side by side. */
const nightsPerFile = 500;

/** Plays a quarter of the nights that every run of the tests plays, and answers what did not hold, by their seeds. */
export async function playQuarter(quarter: 1 | 2 | 3 | 4): Promise<readonly string[]> {
  const found: string[] = [];
  const from = (quarter - 1) * nightsPerFile + 1;
  for (let seed = from; seed < from + nightsPerFile; seed++) {
    const { violations } = await simulate(seed);
    found.push(...violations.map((what) => `npm run simulate -- --trace ${seed}: ${what}`));
  }
  return found;
}
