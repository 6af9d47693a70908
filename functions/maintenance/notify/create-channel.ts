import { CodedError } from '../foundation/coded-error.ts';
import type { ChannelParts, VisibleChannel } from './channel.ts';
import { toldOf } from './is-wanted.ts';

/**
 * The channel for a channel's settings, by its kind. One that cannot work (a URL that is none, a secret that
 * cannot sign) becomes a channel that says so for every notice: the run and the other channels go on. Never throws.
 */
export async function createChannel(parts: ChannelParts): Promise<VisibleChannel> {
  try {
    const channel = await openChannel(parts);
    return 'when' in parts.settings ? toldOf(parts.settings.when, channel) : channel;
  } catch (error) {
    return unusableChannel(parts, error);
  }
}

/** Each kind is loaded when it is used: a schedule has one or two of them. */
async function openChannel(parts: ChannelParts): Promise<VisibleChannel> {
  const { settings } = parts;
  switch (settings.kind) {
    case 'feishu':
    case 'lark':
      return (await import('./feishu.ts')).createFeishuChannel({ ...parts, settings });
    case 'wecom':
      return (await import('./wecom.ts')).createWecomChannel({ ...parts, settings });
    case 'dingtalk':
      return (await import('./dingtalk.ts')).createDingtalkChannel({ ...parts, settings });
    case 'slack':
      return (await import('./slack.ts')).createSlackChannel({ ...parts, settings });
    case 'teams':
      return (await import('./teams.ts')).createTeamsChannel({ ...parts, settings });
    case 'discord':
      return (await import('./discord.ts')).createDiscordChannel({ ...parts, settings });
    case 'google-chat':
      return (await import('./google-chat.ts')).createGoogleChatChannel({ ...parts, settings });
    case 'webhook':
      return (await import('./webhook-channel.ts')).createWebhookChannel({ ...parts, settings });
    case 'smn':
      return (await import('./smn.ts')).createSmnChannel({ ...parts, settings });
    case 'healthchecks':
      return (await import('./healthchecks.ts')).createHealthchecksChannel({ ...parts, settings });
    default:
      return settings satisfies never;
  }
}

function unusableChannel({ name, redact, log }: ChannelParts, error: unknown): VisibleChannel {
  const reason = error instanceof CodedError ? redact(error.message) : 'its settings cannot be used';
  return {
    name,
    preview() {
      throw error;
    },
    async tell() {
      log?.('channel unusable', { channel: name, reason });
      return { channel: name, status: 'not-tried', attempts: 0, reason };
    },
  };
}
