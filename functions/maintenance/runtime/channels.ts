import type { Clock } from '../foundation/clock.ts';
import type { Channel } from '../notify/channel.ts';
import type { ChannelSettings } from '../schedule/channels/channel-settings.ts';
import {
  agencyCredentials,
  environmentOf,
  type FunctionProcess,
  type HandlerContext,
} from './function-context.ts';
import { readWhatIsThere } from './load-schedule.ts';

/**
 * The channels of the given names. The senders are loaded only now, as an idle tick tells nobody, and credentials are
 * asked for only when a channel has something to publish with them.
 */
export async function openChannels(
  names: readonly string[],
  settings: Readonly<Record<string, ChannelSettings>>,
  context: Pick<HandlerContext, 'credentials' | 'log'>,
  clock: Clock,
): Promise<readonly Channel[]> {
  if (names.length === 0) return [];
  const { log } = context;
  const { createChannel } = await import('../notify/create-channel.ts');
  const known = [...new Set(names)].flatMap((name) => {
    const own = settings[name];
    return own ? [{ name, settings: own }] : [];
  });
  return Promise.all(
    known.map((each) =>
      createChannel({
        ...each,
        clock,
        random: Math.random,
        redact: log.redact,
        openTopic: async (topic) => {
          const { publishWith } = await import('../huawei/smn/smn-client.ts');
          const credentials = () => agencyCredentials(context);
          return publishWith(credentials(), topic, clock, credentials);
        },
        log: (message, fields) => log.write('warn', message, fields),
      }),
    ),
  );
}

/**
 * Every channel of the schedule that can still be opened when the schedule as a whole cannot be used: one with a
 * mistake in a job tells about it all the same.
 */
export async function openFailureChannels(
  context: HandlerContext,
  {
    codeDirectory,
    processEnvironment,
    clock,
  }: Pick<FunctionProcess, 'codeDirectory' | 'processEnvironment' | 'clock'>,
): Promise<readonly Channel[]> {
  const lookup = environmentOf(context, processEnvironment);
  const { salvageChannels } = await import('../schedule/salvage-channels.ts');
  const { decodeText } = await import('../document/decode-text.ts');
  const { bytes, json } = readWhatIsThere(codeDirectory, lookup);
  const { notify, secrets } = salvageChannels(decodeText(bytes).text, lookup, json);
  context.log.hide(secrets);
  return openChannels(Object.keys(notify), notify, context, clock);
}
