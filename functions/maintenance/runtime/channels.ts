import type { Clock } from '../foundation/clock.ts';
import { once } from '../foundation/once.ts';
import type { Channel } from '../notify/channel.ts';
import type { ChannelKind, ChannelSettings } from '../schedule/channels/channel-settings.ts';
import {
  agencyCredentials,
  environmentOf,
  type FunctionProcess,
  type HandlerContext,
} from './function-context.ts';
import { readWhatIsThere } from './load-schedule.ts';

/**
 * The channels of the given names. What sends is loaded when one has something to tell, and credentials are asked for only
 * when it is published with them.
 */
export function openChannels(
  names: readonly string[],
  settings: Readonly<Record<string, ChannelSettings>>,
  context: Pick<HandlerContext, 'credentials' | 'log'>,
  clock: Clock,
): readonly Channel[] {
  const { log } = context;
  return [...new Set(names)].flatMap((name) => {
    const own = settings[name];
    if (!own) return [];
    const open = once(async () => {
      const { createChannel } = await import('../notify/create-channel.ts');
      return createChannel({
        name,
        settings: own,
        clock,
        random: Math.random,
        redact: log.redact,
        openTopic: async (topic) => {
          const { publishWith } = await import('../huawei/smn/smn-client.ts');
          const credentials = () => agencyCredentials(context);
          return publishWith(credentials(), topic, clock, credentials);
        },
        log: (message, fields) => log.write('warn', message, fields),
      });
    });
    return [onDemand(name, own, open)];
  });
}

/** Only this kind hears of the begin of a run, which would not wait for the code of the others. */
const hearsOfBegin: ChannelKind = 'healthchecks';

function onDemand(name: string, { kind }: ChannelSettings, open: () => Promise<Channel>): Channel {
  const notHeard = {
    channel: name,
    status: 'not-tried',
    attempts: 0,
    reason: 'cannot be told of a begin',
  } as const;
  return {
    name,
    ...(kind === hearsOfBegin && {
      begin: async (...told) => (await (await open()).begin?.(...told)) ?? notHeard,
    }),
    tell: async (...told) => (await open()).tell(...told),
  };
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
