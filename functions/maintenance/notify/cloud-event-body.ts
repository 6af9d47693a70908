import type { Redact } from '../secrets/redact.ts';
import type { Notice } from './channel.ts';
import { fitSummary } from './fit-summary.ts';
import { redactSummary } from './redact-summary.ts';

/** The media type of one CloudEvent in structured mode. */
export const cloudEventType = 'application/cloudevents+json; charset=utf-8';

/** An intermediary of CloudEvents must forward events of 64 KiB, and may drop larger ones. */
const bodyLimit = 64 * 1024;

/**
 * The notice as a CloudEvent 1.0 in structured mode. `id` is the notice's `webhook-id`, `now`, in milliseconds since
 * 1970, the time of a notice that brings none itself. Summaries are cut to 64 KiB.
 */
export function cloudEventBody(
  notice: Notice,
  { id, now }: { readonly id: string; readonly now: number },
  redact: Redact,
): string {
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
      const room = bodyLimit - Buffer.byteLength(event(about, null)) + 'null'.length;
      return event(about, fitSummary(redactSummary(notice.summary, redact), room));
    }
    case 'nightshift.invocation.failed': {
      const { code, message, requestId } = notice.failure;
      const time = new Date(now).toISOString();
      const about = { source: 'urn:nightshift:function', subject: requestId, time };
      return event(about, { code: redact(code), message: redact(message), requestId });
    }
    default:
      return notice satisfies never;
  }
}
