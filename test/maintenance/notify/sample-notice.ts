import type { ChannelParts, Notice } from '../../../functions/maintenance/notify/channel.ts';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import type { SettingsOf } from '../../../functions/maintenance/schedule/channels/channel-settings.ts';
import { createRedactor } from '../../../functions/maintenance/secrets/redact.ts';
import { row, runEnd } from '../report/sample-summary.ts';
import { stillClock } from './still-clock.ts';

/** A run in which one of two instances failed. */
export const finished: Extract<Notice, { type: 'nightshift.run.finished' }> = {
  type: 'nightshift.run.finished',
  id: 'nightly-soft-restart@2026-11-23T03:30:00+08:00',
  summary: summarize(runEnd([row('会话缓存'), row('orders', { outcome: 'failed', code: 'settle-timeout' })])),
};

/** An invocation that could not begin. */
export const invocationFailed: Notice = {
  type: 'nightshift.invocation.failed',
  id: 'a1b2c3',
  failure: { code: 'no-credentials', message: 'the function has no agency', requestId: 'a1b2c3' },
};

/** 2026-11-23 03:34 in Shanghai. */
export const now = Date.UTC(2026, 10, 22, 19, 34);

/** What a channel named `ops` is made of: a clock that moves only by waiting, and half of all chance. */
export function channelParts(url: string, settings: Partial<SettingsOf<'webhook'>> = {}) {
  return {
    name: 'ops',
    settings: { kind: 'webhook', url, when: 'always', allowLoopback: true, ...settings },
    clock: stillClock(now),
    random: () => 0.5,
    redact: createRedactor([url, settings.secret ?? '']),
  } satisfies ChannelParts<SettingsOf<'webhook'>>;
}
