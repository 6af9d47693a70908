import type { ChannelSettings } from '../../schedule/schema.ts';
import type { Need } from './need.ts';

/** What telling a channel takes of Huawei Cloud. A webhook is somebody else's and takes nothing. */
export function channelNeeds({ kind }: Pick<ChannelSettings, 'kind'>): readonly Need[] {
  switch (kind) {
    case 'webhook':
      return [];
    default:
      return kind satisfies never;
  }
}
