import type { Delivery } from '../notify/channel.ts';
import { redactSummary } from '../notify/redact-summary.ts';
import { tellAll } from '../notify/tell-all.ts';
import type { Background } from '../report/comparison.ts';
import type { Summary } from '../report/summary.ts';
import type { Stage } from './stage.ts';

/** A summary, and how telling people of it ended; a run that had ended before is not told again. */
export type Told = { readonly summary: Summary; readonly deliveries: readonly Delivery[] };

/** The log gets the whole summary before anybody is told: whatever happens to the channels, it is written down. */
export async function tellRun(
  frank: Summary,
  notify: readonly string[],
  { log, channelsOf, tellUntil }: Pick<Stage, 'log' | 'channelsOf' | 'tellUntil'>,
  background: Promise<Background> = Promise.resolve({}),
): Promise<Told> {
  const summary = redactSummary(frank, log.redact);
  const level = summary.status === 'succeeded' || summary.status === 'skipped' ? 'info' : 'warn';
  log.write(level, 'summary', { summary });
  const channels = await channelsOf(notify);
  const notice = {
    type: 'nightshift.run.finished',
    id: summary.run,
    summary,
    background: await background,
  } as const;
  const deliveries = await tellAll(channels, notice, tellUntil());
  for (const delivery of deliveries)
    log.write(
      delivery.status === 'delivered' || delivery.status === 'not-wanted' ? 'info' : 'error',
      'channel told',
      {
        run: summary.run,
        ...delivery,
      },
    );
  return { summary, deliveries };
}
