import { wasNotNeeded } from '../plan/metric-conditions.ts';
import { type Comparison, callsPeople, needsPerson } from '../report/comparison.ts';
import type { Occasion } from '../schedule/channels/channel-settings.ts';
import type { Delivery, Notice, VisibleChannel } from './channel.ts';

/** The channel as it is told only of what it is for. */
export function toldOf(when: Occasion, channel: VisibleChannel): VisibleChannel {
  return {
    ...channel,
    async tell(notice, deadline) {
      const unwanted = notWanted(notice, when, channel.name);
      return unwanted ? { channel: channel.name, ...unwanted } : channel.tell(notice, deadline);
    },
  };
}

/**
 * The delivery of a notice that a channel is not for; `undefined` when it is. Where nobody knows how the last run
 * ended, `change` takes every run for one, and `recovery` none that went well. What is refused as in the last run, of
 * which the channel heard, is no failure to be told of again. That nothing could be carried out
 * at all is told to everybody.
 */
export function notWanted(
  notice: Notice,
  when: Occasion,
  channel: string,
): Omit<Delivery, 'channel'> | undefined {
  if (notice.type === 'nightshift.invocation.failed') return undefined;
  // Missed fires are as skipped ones.
  if (notice.type === 'nightshift.run.finished' && wasNobodyNeeded(notice))
    return {
      status: 'not-wanted',
      attempts: 0,
      reason: 'the conditions of the job left every instance alone',
    };
  const wanted =
    notice.type === 'nightshift.fires.missed'
      ? isWanted(when, { failed: false, calls: false, last: undefined })
      : isWanted(when, endOf(notice, channel));
  if (wanted) return undefined;
  return { status: 'not-wanted', attempts: 0, reason: `the channel is told ${occasion[when]}` };
}

/** How a run ended. */
type End = {
  readonly failed: boolean;
  /** It failed, and not only by what was told after the last run. */
  readonly calls: boolean;
  readonly last: Comparison | undefined;
};

function endOf({ summary: { status }, background = {} }: RunFinished, channel: string): End {
  const isUntold = background.untold?.includes(channel) === true;
  const failed = needsPerson(status);
  return {
    failed,
    calls: failed && (isUntold || callsPeople(status, background)),
    last: background.comparison,
  };
}

/** A job that looks every hour whether somebody needs it tells of those hours in which somebody did. */
function wasNobodyNeeded({ summary: { instances, status } }: RunFinished): boolean {
  return status === 'succeeded' && instances.length > 0 && instances.every(wasNotNeeded);
}

type RunFinished = Extract<Notice, { readonly type: 'nightshift.run.finished' }>;

function isWanted(when: Occasion, { failed, calls, last }: End): boolean {
  switch (when) {
    case 'always':
      return true;
    case 'failure':
      return calls;
    case 'change':
      return last === undefined || hasChanged(failed, last);
    case 'recovery':
      return calls || (last !== undefined && hasRecovered(failed, last));
  }
}

function hasChanged(
  failed: boolean,
  { lastStatus, newlyFailing, recovered, newlyRefused = [] }: Comparison,
): boolean {
  return (
    failed !== needsPerson(lastStatus) ||
    [newlyFailing, recovered, newlyRefused].some((names) => names.length > 0)
  );
}

/** A run with nothing but what is refused every night goes well when somebody is well again. */
function hasRecovered(failed: boolean, { lastStatus, recovered }: Comparison): boolean {
  return failed ? recovered.length > 0 : needsPerson(lastStatus);
}

const occasion: Readonly<Record<Occasion, string>> = {
  always: 'always',
  failure: 'of failures only',
  change: 'of changes only',
  recovery: 'of failures and of the first run that goes well again',
};
