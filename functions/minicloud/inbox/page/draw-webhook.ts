import * as z from 'zod/mini';
import { type Summary, summarySchema } from '../../../maintenance/report/summary.ts';
import type { Drawing } from './drawing.ts';
import { type Html, html } from './html.ts';

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
export function drawWebhook(json: unknown): Drawing | undefined {
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
