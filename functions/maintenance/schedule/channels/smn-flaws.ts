import { endpointFlaw } from '../check/setting-flaws.ts';
import type { ChannelFlaws, SettingFlaw } from './setting-flaw.ts';
import { readTopicUrn } from './topic-urn.ts';

/** See `ChannelFlaws`. */
export const smnFlaws: ChannelFlaws = { topicUrn: topicUrnFlaw, endpoint: endpointFlaw };

function topicUrnFlaw(urn: string): SettingFlaw | undefined {
  if (readTopicUrn(urn)) return undefined;
  const expected = "urn:smn:REGION:PROJECT-ID:TOPIC, as the topic's page shows it";
  // A subscription's has one part more.
  return urn.startsWith('urn:smn:') && urn.split(':').length === 6
    ? { found: 'the URN of a subscription', expected }
    : { found: 'no URN of a topic', expected };
}
