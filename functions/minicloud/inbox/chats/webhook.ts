import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod/mini';
import { type Summary, summarySchema } from '../../../maintenance/report/summary.ts';
import type { Drawing, ToDraw } from '../page/drawing.ts';
import { type Html, html } from '../page/html.ts';

/** How far a message's timestamp may be from the receiver's clock: Standard Webhooks' five minutes. */
const toleranceSeconds = 5 * 60;

/** A receiver's side of a shared secret. */
type Receiver = {
  /** `whsec_` and the key in base64. */
  readonly secret: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** On top of the five minutes: what a message may spend on its way on a clock that runs faster than real time. */
  readonly extraToleranceMs?: number;
};

/**
 * Says what is wrong with a message's Standard Webhooks signature; `undefined` when nothing is. Written from the
 * specification and not from our sender, which it checks.
 */
export function webhookFlaw(
  headers: IncomingHttpHeaders,
  body: Buffer,
  { secret, now, extraToleranceMs = 0 }: Receiver,
): string | undefined {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (typeof id !== 'string' || id === '') return 'no webhook-id';
  if (typeof timestamp !== 'string' || !/^\d+$/.test(timestamp)) return 'no webhook-timestamp in seconds';
  if (typeof signatures !== 'string') return 'no webhook-signature';

  const seconds = Math.floor(now / 1000) - Number(timestamp);
  const tolerance = toleranceSeconds + extraToleranceMs / 1000;
  if (seconds > tolerance) return 'webhook-timestamp too old';
  if (-seconds > tolerance) return 'webhook-timestamp in the future';

  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  // Several signatures are how a secret is changed without a gap: one that is right is enough.
  const right = signatures.split(' ').some((signature) => signs(signature, expected));
  return right ? undefined : 'webhook-signature does not match';
}

function signs(signature: string, expected: Buffer): boolean {
  const [version, encoded = ''] = signature.split(',');
  const given = Buffer.from(encoded, 'base64');
  return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
}

/** Of both envelopes: Standard Webhooks have `timestamp`, CloudEvents `time` and `specversion`. */
const envelope = z.object({
  type: z.string(),
  timestamp: z.optional(z.string()),
  time: z.optional(z.string()),
  specversion: z.optional(z.string()),
  id: z.optional(z.string()),
  source: z.optional(z.string()),
  data: z.unknown(),
});
const failure = z.object({ code: z.string(), message: z.string() });

const counted = ['succeeded', 'failed', 'refused', 'skipped', 'deferred', 'unknown'] as const;

/** Draws what a program is told, the fields of the envelope and the summary that is in it. */
export function drawWebhook({ json }: ToDraw): Drawing | undefined {
  const { data: told } = envelope.safeParse(json);
  if (!told) return undefined;
  const { type, timestamp, time, specversion, id, source, data } = told;
  const summary = summarySchema.safeParse(data).data;
  const failed = failure.safeParse(data).data;
  const fields = [
    ['type', type],
    ['specversion', specversion],
    ['id', id],
    ['source', source],
    ['time', timestamp ?? time],
  ].flatMap(([name, value]) => (value === undefined ? [] : [html`<dt>${name}</dt><dd>${value}</dd>`]));
  const shown = summary
    ? drawSummary(summary)
    : failed &&
      html`<p class="headline">Nightshift could not run</p><p><code>${failed.code}</code> ${failed.message}</p>`;
  return {
    plain: false,
    body: html`<div class="event-card"><dl>${fields}</dl>${shown}</div>`,
  };
}

function drawSummary({ job, status, counts, instances, notes }: Summary): Html {
  const tally = counted
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => html`<span class="tally outcome-${outcome}">${counts[outcome]} ${outcome}</span>`);
  return html`<p class="headline">${job} <span class="status status-${status}">${status}</span></p>
<p>${tally}</p>
${drawInstances(instances)}
${notes.map((note) => html`<p class="note">${note}</p>`)}`;
}

function drawInstances(instances: Summary['instances']): Html | undefined {
  if (instances.length === 0) return undefined;
  const items = instances.map(({ name, outcome, outageSeconds, reason }) => {
    const away = outageSeconds === null ? undefined : html`<span class="away">away ${outageSeconds} s</span>`;
    return html`<li><p><strong>${name}</strong> <span class="outcome-${outcome}">${outcome}</span> ${away}</p><p class="reason">${reason}</p></li>`;
  });
  return html`<ul class="instances">${items}</ul>`;
}
