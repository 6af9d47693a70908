import { simulate } from './simulate.ts';

/** The nights that every run of the tests plays under UTC; the simulation has its own zone, so others get a share. */
export const nightsPerFile = process.env['TZ'] === 'UTC' || process.env['TZ'] === undefined ? 500 : 40;

/** Plays nights and answers what did not hold in them, by their seeds. */
export async function playNights(from: number, count: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (let seed = from; seed < from + count; seed++) {
    const { violations } = await simulate(seed);
    found.push(...violations.map((what) => `npm run simulate -- --trace ${seed}: ${what}`));
  }
  return found;
}
