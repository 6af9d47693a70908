import type { Clock } from '../run/clock.ts';
import type { ChannelSettings } from '../schedule/channels/channel-settings.ts';
import type { Redact } from './redact.ts';

/** What a channel is made of, whatever its kind, or with the settings of one kind. */
export type ChannelParts<Settings = ChannelSettings> = {
  readonly name: string;
  /** With `${NAME}` replaced. */
  readonly settings: Settings;
  readonly clock: Clock;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  readonly redact: Redact;
  /** Gets a line for every try; nothing in it is secret. */
  readonly log?: (message: string, fields: Readonly<Record<string, unknown>>) => void;
};
