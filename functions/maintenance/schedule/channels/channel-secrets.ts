import type { ChannelSettings } from './channel-settings.ts';

/** The values of a channel that must not be shown. */
export function secretsOfChannel(channel: ChannelSettings): readonly string[] {
  const settings: Readonly<Record<string, unknown>> = channel;
  return ['url', 'secret'].map((key) => settings[key]).filter((value) => typeof value === 'string');
}
