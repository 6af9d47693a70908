import { readTemplate } from './environment-reference.ts';
import type { ChannelSettings } from './schema.ts';
import { webhookChannel } from './section-schema.ts';
import { readYaml } from './yaml/read-yaml.ts';

/** The channels of a schedule that are whole, and every value of theirs that must not be shown. */
export type SalvagedChannels = {
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
    const shaped = webhookChannel.safeParse(written);
    const channel = shaped.success ? resolved(shaped.data, lookup) : undefined;
    if (channel) notify[name] = channel;
  }
  const secrets = Object.values(notify).flatMap(({ url, secret }) => [url, ...(secret ? [secret] : [])]);
  return { notify, secrets };
}

function resolved(
  channel: ChannelSettings,
  lookup: (name: string) => string | undefined,
): ChannelSettings | undefined {
  const url = filled(channel.url, lookup);
  const secret = channel.secret === undefined ? undefined : filled(channel.secret, lookup);
  if (url === undefined || (channel.secret !== undefined && secret === undefined)) return undefined;
  return { ...channel, url, ...(secret === undefined ? {} : { secret }) };
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
