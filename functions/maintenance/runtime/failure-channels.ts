import type { Channel } from '../notify/channel.ts';
import type { World } from './answer-event.ts';
import { openChannels } from './channels.ts';
import { environmentOf } from './environment.ts';
import { readScheduleText } from './load-schedule.ts';
import type { HandlerContext } from './middleware/handler-context.ts';

/**
 * Every channel of the schedule that can still be opened when the schedule as a whole cannot be used: one with a
 * mistake in a job tells about it all the same.
 */
export async function openFailureChannels(
  context: HandlerContext,
  { codeDirectory, processEnvironment, clock }: Pick<World, 'codeDirectory' | 'processEnvironment' | 'clock'>,
): Promise<readonly Channel[]> {
  const lookup = environmentOf(context, processEnvironment);
  const { salvageChannels } = await import('../schedule/salvage-channels.ts');
  const { text } = readScheduleText(codeDirectory, lookup);
  const { notify, secrets } = salvageChannels(text, lookup);
  context.log.hide(secrets);
  return openChannels(Object.keys(notify), notify, { clock, log: context.log, invocation: context });
}
