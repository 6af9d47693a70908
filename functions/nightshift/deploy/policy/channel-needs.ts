import type { ChannelKind } from '../../../maintenance/schedule/channels/channel-settings.ts';
import type { Need } from './need.ts';

/** What telling a channel takes of Huawei Cloud: nothing, but for a topic of its own. All others are somebody else's. */
export function channelNeeds(kind: ChannelKind): readonly Need[] {
  return kind === 'smn'
    ? [{ action: 'smn:topic:publish', why: 'publishing to the topics of channels with kind: smn' }]
    : [];
}
