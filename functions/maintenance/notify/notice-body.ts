import type { Redact } from '../secrets/redact.ts';
import type { Notice } from './channel.ts';
import { fitSummary } from './fit-summary.ts';
import { redactSummary } from './redact-summary.ts';

/** Standard Webhooks are usually under 20 kB; beyond 256 KiB common receivers (SMN, Lambda, EventBridge) refuse. */
const bodyLimit = 256 * 1024;

/**
 * The JSON that the generic webhook gets (Standard Webhooks: type, timestamp, data). `now`, in milliseconds
 * since 1970, is the time of a notice that brings none itself.
 */
export function noticeBody(notice: Notice, now: number, redact: Redact): string {
  switch (notice.type) {
    case 'nightshift.run.finished': {
      const envelope = { type: notice.type, timestamp: notice.summary.finishedAt };
      const room = bodyLimit - Buffer.byteLength(JSON.stringify({ ...envelope, data: null })) + 'null'.length;
      return JSON.stringify({ ...envelope, data: fitSummary(redactSummary(notice.summary, redact), room) });
    }
    case 'nightshift.invocation.failed': {
      const { code, message, requestId } = notice.failure;
      const data = { code: redact(code), message: redact(message), requestId };
      return JSON.stringify({ type: notice.type, timestamp: new Date(now).toISOString(), data });
    }
  }
}
