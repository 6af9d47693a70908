import { readTemplate } from '../document/environment-reference.ts';
import { isMapping } from '../document/path.ts';
import { readYaml } from '../document/read-yaml.ts';
import { parseJson } from '../foundation/parse-json.ts';
import { flawsOfKind, secretsOfChannel } from './channels/channel-flaws.ts';
import { type ChannelSettings, channelSettings } from './channels/channel-settings.ts';
import { salvageSection } from './salvage-text.ts';

/** The channels of a schedule that are whole, and every value of theirs that must not be shown. */
type SalvagedChannels = {
  readonly notify: Readonly<Record<string, ChannelSettings>>;
  readonly secrets: readonly string[];
};

/**
 * Takes the channels out of a schedule that may be wrong everywhere else, so that somebody can be told about it: where it
 * is no YAML, from what of it can still be read, and from the parsed form of the last one that was good, which may lie
 * beside it. A channel that is itself wrong, or lacks a variable, is left out. Never throws.
 */
export function salvageChannels(
  text: string,
  lookup: (name: string) => string | undefined,
  lastGood?: string,
): SalvagedChannels {
  const notify: Record<string, ChannelSettings> = {};
  for (const [name, written] of sectionsOf(text, lastGood).flatMap(Object.entries)) {
    if (Object.hasOwn(notify, name)) continue;
    const shaped = channelSettings.safeParse(written);
    const channel = shaped.success ? resolved(shaped.data, lookup) : undefined;
    if (channel) notify[name] = channel;
  }
  const secrets = Object.values(notify).flatMap(secretsOfChannel);
  return { notify, secrets };
}

/** The channels as they are written, the best source first. */
function sectionsOf(
  text: string,
  lastGood: string | undefined,
): readonly Readonly<Record<string, unknown>>[] {
  const reading = readYaml(text);
  if (!reading.ok || text.trim() === '') return [salvageSection(text), lastSection(lastGood)];
  const tree = reading.yaml.value;
  const section = isMapping(tree) ? tree['notify'] : undefined;
  return isMapping(section) ? [section] : [];
}

function lastSection(json: string | undefined): Readonly<Record<string, unknown>> {
  const written = json === undefined ? undefined : parseJson(json);
  const schedule = isMapping(written) ? written['schedule'] : undefined;
  const section = isMapping(schedule) ? schedule['notify'] : undefined;
  return isMapping(section) ? section : {};
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

/** A text with its variables; `undefined` where one is missing, or it is no text of ours. */
export function filled(text: string, lookup: (name: string) => string | undefined): string | undefined {
  const reading = readTemplate(text);
  if (!reading.ok) return undefined;
  const parts = reading.template.map((part) => (typeof part === 'string' ? part : lookup(part.name)));
  return parts.includes(undefined) ? undefined : parts.join('');
}
