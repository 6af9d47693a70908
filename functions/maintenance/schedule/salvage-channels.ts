import { readTemplate } from '../document/environment-reference.ts';
import { readYaml } from '../document/read-yaml.ts';
import { flawsOfKind, secretsOfChannel } from './channels/channel-flaws.ts';
import { type ChannelSettings, channelSettings } from './channels/channel-settings.ts';

/** The channels of a schedule that are whole, and every value of theirs that must not be shown. */
type SalvagedChannels = {
  readonly notify: Readonly<Record<string, ChannelSettings>>;
  readonly secrets: readonly string[];
};

/**
 * Takes the channels out of a schedule that may be wrong everywhere else, so that somebody can be told about it.
 * A channel that is itself wrong, or lacks a variable, is left out. Never throws.
 */
export function salvageChannels(
  text: string,
  lookup: (name: string) => string | undefined,
): SalvagedChannels {
  const reading = readYaml(text);
  const tree = reading.ok ? reading.yaml.value : undefined;
  const section = isMapping(tree) ? tree['notify'] : undefined;
  const notify: Record<string, ChannelSettings> = {};
  for (const [name, written] of Object.entries(isMapping(section) ? section : {})) {
    const shaped = channelSettings.safeParse(written);
    const channel = shaped.success ? resolved(shaped.data, lookup) : undefined;
    if (channel) notify[name] = channel;
  }
  const secrets = Object.values(notify).flatMap(secretsOfChannel);
  return { notify, secrets };
}

function resolved(
  channel: ChannelSettings,
  lookup: (name: string) => string | undefined,
): ChannelSettings | undefined {
  const texts: Record<string, string> = {};
  const settings: Readonly<Record<string, unknown>> = channel;
  for (const [key, value] of Object.entries(settings)) {
    if (typeof value !== 'string') continue;
    const text = filled(value, lookup);
    if (text === undefined || flawsOfKind(channel.kind)?.[key]?.(text, settings['allowLoopback'] === true))
      return undefined;
    texts[key] = text;
  }
  return { ...channel, ...texts };
}

function filled(text: string, lookup: (name: string) => string | undefined): string | undefined {
  const reading = readTemplate(text);
  if (!reading.ok) return undefined;
  const parts = reading.template.map((part) => (typeof part === 'string' ? part : lookup(part.name)));
  return parts.includes(undefined) ? undefined : parts.join('');
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
