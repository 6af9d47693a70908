import type { Missed } from '../report/missed.ts';
import { byNeed } from '../report/shown-instances.ts';
import type { Summary, SummaryInstance } from '../report/summary.ts';
import type { Redact } from '../secrets/redact.ts';
import type { Notice } from './channel.ts';
import { oncePerNotice } from './notice.ts';
import { redactFailure, redactSummary } from './redact-notice.ts';

/** Standard Webhooks are usually under 20 kB; beyond 256 KiB common receivers (SMN, Lambda, EventBridge) refuse. */
const webhookLimit = 256 * 1024;

/**
 * The JSON that the generic webhook gets (Standard Webhooks: type, timestamp, data). `now`, in milliseconds
 * since 1970, is the time of a notice that brings none itself.
 */
export function noticeBody(notice: Notice, now: number, redact: Redact): string {
  return bodyOf(notice, bringsTime(notice) ? 0 : now, redact);
}

function bringsTime({ type }: Notice): boolean {
  return type !== 'nightshift.invocation.failed';
}

const bodyOf = oncePerNotice((notice: Notice, now: number, redact: Redact): string => {
  switch (notice.type) {
    case 'nightshift.run.finished': {
      const envelope = { type: notice.type, timestamp: notice.summary.finishedAt };
      const room =
        webhookLimit - Buffer.byteLength(JSON.stringify({ ...envelope, data: null })) + 'null'.length;
      return JSON.stringify({ ...envelope, data: fitSummary(redactSummary(notice.summary, redact), room) });
    }
    case 'nightshift.invocation.failed': {
      const data = redactFailure(notice.failure, redact);
      return JSON.stringify({ type: notice.type, timestamp: new Date(now).toISOString(), data });
    }
    case 'nightshift.fires.missed': {
      const { type, missed } = notice;
      return JSON.stringify({ type, timestamp: missed.finishedAt, data: fitMissed(missed, webhookLimit) });
    }
    default:
      return notice satisfies never;
  }
});

/** The media type of one CloudEvent in structured mode. */
export const cloudEventType = 'application/cloudevents+json; charset=utf-8';

/** An intermediary of CloudEvents must forward events of 64 KiB, and may drop larger ones. */
const cloudEventLimit = 64 * 1024;

/**
 * The notice as a CloudEvent 1.0 in structured mode. `id` is the notice's `webhook-id`, `now`, in milliseconds since
 * 1970, the time of a notice that brings none itself. Summaries are cut to 64 KiB.
 */
export function cloudEventBody(
  notice: Notice,
  { id, now }: { readonly id: string; readonly now: number },
  redact: Redact,
): string {
  return eventOf(notice, id, bringsTime(notice) ? 0 : now, redact);
}

const eventOf = oncePerNotice((notice: Notice, id: string, now: number, redact: Redact): string => {
  const event = (about: { source: string; subject: string; time: string }, data: unknown) =>
    JSON.stringify({
      specversion: '1.0',
      id,
      // A receiver drops what has a source and id that it knows, so neither may change between tries.
      source: about.source,
      type: notice.type,
      subject: about.subject,
      time: about.time,
      datacontenttype: 'application/json',
      data,
    });
  switch (notice.type) {
    case 'nightshift.run.finished': {
      const { job, run, finishedAt } = notice.summary;
      const about = { source: `urn:nightshift:job:${job}`, subject: run, time: finishedAt };
      const room = cloudEventLimit - Buffer.byteLength(event(about, null)) + 'null'.length;
      return event(about, fitSummary(redactSummary(notice.summary, redact), room));
    }
    case 'nightshift.invocation.failed': {
      const { requestId } = notice.failure;
      const time = new Date(now).toISOString();
      const about = { source: 'urn:nightshift:function', subject: requestId, time };
      return event(about, redactFailure(notice.failure, redact));
    }
    case 'nightshift.fires.missed': {
      const { missed } = notice;
      const about = { source: 'urn:nightshift:function', subject: notice.id, time: missed.finishedAt };
      return event(about, fitMissed(missed, cloudEventLimit));
    }
    default:
      return notice satisfies never;
  }
});

/**
 * The summary in at most `room` bytes of JSON. One that is larger keeps its counts and problems, lists the
 * instances that need a person first and as far as there is room, and says under `problems` how many it left out.
 */
export function fitSummary(summary: Summary, room: number): Summary {
  if (bytes(summary) <= room) return summary;
  const listed: SummaryInstance[] = [];
  // Measured with the most left out, so that the real number cannot take more bytes.
  let taken = bytes(cut(summary, listed));
  for (const instance of [...summary.instances].sort(byNeed)) {
    taken += bytes(instance) + ','.length;
    if (taken > room) break;
    listed.push(instance);
  }
  return cut(summary, listed);
}

/** Fires are counted of all jobs; of jobs beyond the limit, less some room for what is around them, none are listed. */
function fitMissed(missed: Missed, limit: number): Missed {
  let room = limit - 2_048;
  const fits = missed.jobs.findIndex((job) => {
    room -= bytes(job) + ','.length;
    return room < 0;
  });
  return fits < 0 ? missed : { ...missed, jobs: missed.jobs.slice(0, fits) };
}

function cut(summary: Summary, listed: SummaryInstance[]): Summary {
  const leftOut = summary.instances.length - listed.length;
  const reason = `the message would have been too large: ${leftOut} instance(s) are counted but not listed`;
  const problems = [...summary.problems, { code: 'truncated', region: null, reason }];
  return { ...summary, instances: listed, problems };
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
