import { type Comparison, needsPerson } from '../report/comparison.ts';
import type { Occasion } from '../schedule/channels/channel-settings.ts';
import type { Delivery, Notice, VisibleChannel } from './channel.ts';

/** The channel as it is told only of what it is for. */
export function toldOf(when: Occasion, channel: VisibleChannel): VisibleChannel {
  return {
    ...channel,
    async tell(notice, deadline) {
      const unwanted = notWanted(notice, when);
      return unwanted ? { channel: channel.name, ...unwanted } : channel.tell(notice, deadline);
    },
  };
}

/**
 * The delivery of a notice that a channel is not for; `undefined` when it is. Where nobody knows how the last run
 * ended, `change` takes every run for one, and `recovery` none that went well. That nothing could be carried out
 * at all is told to everybody.
 */
export function notWanted(notice: Notice, when: Occasion): Omit<Delivery, 'channel'> | undefined {
  if (notice.type === 'nightshift.invocation.failed') return undefined;
  // Missed fires are as skipped ones.
  const wanted =
    notice.type === 'nightshift.fires.missed'
      ? isWanted(when, false, undefined)
      : isWanted(when, needsPerson(notice.summary.status), notice.background?.comparison);
  if (wanted) return undefined;
  return { status: 'not-wanted', attempts: 0, reason: `the channel is told ${occasion[when]}` };
}

function isWanted(when: Occasion, failed: boolean, last: Comparison | undefined): boolean {
  switch (when) {
    case 'always':
      return true;
    case 'failure':
      return failed;
    case 'change':
      return last === undefined || hasChanged(failed, last);
    case 'recovery':
      return failed || (last !== undefined && needsPerson(last.lastStatus));
  }
}

function hasChanged(failed: boolean, { lastStatus, newlyFailing, recovered }: Comparison): boolean {
  return failed !== needsPerson(lastStatus) || newlyFailing.length > 0 || recovered.length > 0;
}

const occasion: Readonly<Record<Occasion, string>> = {
  always: 'always',
  failure: 'of failures only',
  change: 'of changes only',
  recovery: 'of failures and of the first run that goes well again',
};
