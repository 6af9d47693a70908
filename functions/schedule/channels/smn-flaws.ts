import { endpointFlaw, projectIdFlaw, regionIdFlaw } from '../check/setting-flaws.ts';
import type { ChannelFlaws, SettingFlaw } from './setting-flaw.ts';

/** See `ChannelFlaws`. */
export const smnFlaws: ChannelFlaws = {
  region: regionIdFlaw,
  projectId: projectIdFlaw,
  topicUrn: topicUrnFlaw,
  endpoint: endpointFlaw,
};

/** The URN becomes part of the path of the call; names of topics have letters, digits, `-` and `_`. */
function topicUrnFlaw(urn: string): SettingFlaw | undefined {
  if (/^urn:smn:[a-z0-9-]+:[A-Za-z0-9_-]{1,64}:[A-Za-z0-9][A-Za-z0-9_-]{0,254}$/.test(urn)) return undefined;
  const expected = "urn:smn:REGION:PROJECT-ID:TOPIC, as the topic's page shows it";
  // A subscription's has one part more.
  return urn.split(':').length === 6
    ? { found: 'the URN of a subscription', expected }
    : { found: 'no URN of a topic', expected };
}
