import type { ChannelSettings } from '../../schedule/channels/channel-settings.ts';
import type { Need } from './need.ts';

/** What telling a channel takes of Huawei Cloud; what is somebody else's takes nothing. */
export function channelNeeds({ kind }: Pick<ChannelSettings, 'kind'>): readonly Need[] {
  return kind === 'smn' ? [{ action: 'smn:topic:publish', why: 'publishing to a topic' }] : [];
}
