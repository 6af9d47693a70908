import { CodedError } from '../run/coded-error.ts';
import type { Channel } from './channel.ts';
import { type ChannelParts, createWebhookChannel } from './webhook-channel.ts';

/**
 * The channel for a channel's settings, by its kind. One that cannot work (a URL that is none, a secret that
 * cannot sign) becomes a channel that says so for every notice: the run and the other channels go on. Never throws.
 */
export function createChannel(parts: ChannelParts): Channel {
  try {
    switch (parts.settings.kind) {
      case 'webhook':
        return createWebhookChannel(parts);
    }
  } catch (error) {
    return unusableChannel(parts, error);
  }
}

function unusableChannel({ name, redact, log }: ChannelParts, error: unknown): Channel {
  const reason = error instanceof CodedError ? redact(error.message) : 'its settings cannot be used';
  return {
    name,
    async tell() {
      log?.('channel unusable', { channel: name, reason });
      return { channel: name, status: 'not-tried', attempts: 0, reason };
    },
  };
}
