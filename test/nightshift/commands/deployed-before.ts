import { expect } from 'vitest';
import type { PlatformOptions } from '../../../functions/minicloud/functiongraph/platform.ts';
import { type Around, codeAnswering, codePath, withFunctionGraph } from './functiongraph-beside.ts';

/** Expressions of FunctionGraph. */
export const everyFive = 'CRON_TZ=Asia/Shanghai 0 */5 * * * ?';
/** See `everyFive`. */
export const everyTen = 'CRON_TZ=Asia/Shanghai 0 */10 * * * ?';

/** The code of the first deploy. */
export const firstCode = codeAnswering('one');

/** A function that has been deployed. */
export async function withDeployed(
  use: (around: Around) => Promise<void>,
  options: Pick<PlatformOptions, 'knobs'> = {},
): Promise<void> {
  await withFunctionGraph(options, async (around) => {
    around.write(codePath, firstCode);
    expect(await around.run(['deploy', '--yes'])).toMatchObject({ code: 0, stderr: '' });
    await use(around);
  });
}

/** Counts the calls that change something. */
export function countChanges({ cloud }: Pick<Around, 'cloud'>): () => number {
  let count = 0;
  cloud.interceptor = ({ method }) => {
    if (method !== 'GET') count += 1;
    return 'pass';
  };
  return () => count;
}

/** A trigger as somebody makes it by hand. */
export const timerByHand = (name: string, schedule = everyFive) => ({
  trigger_type_code: 'TIMER',
  trigger_status: 'ACTIVE',
  event_data: { name, schedule_type: 'Cron', schedule },
});
