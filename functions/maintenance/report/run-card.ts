import { attentionSections } from './attention-sections.ts';
import { type Card, code, type Line, plain, type Tone } from './card.ts';
import { type Background, callsPeople } from './comparison.ts';
import { recordSections } from './record-sections.ts';
import { outcomesByNeed } from './shown-instances.ts';
import type { Summary } from './summary.ts';
import type { Wording } from './wording/wording.ts';
import { zonedSpan, zonedTime } from './zoned-time.ts';

const tones: Readonly<Record<Summary['status'], Tone>> = {
  succeeded: 'good',
  partial: 'warn',
  failed: 'bad',
  skipped: 'quiet',
  empty: 'quiet',
};

/** What people are told of a run that ended: the end at a glance, what needs them, then what else is worth knowing. */
export function runCard(summary: Summary, wording: Wording, background: Background = {}): Card {
  const { job, status, counts } = summary;
  return {
    tone: tones[status],
    headline: wording.headline(job, status),
    glance: [
      plain(formatOutcomes(counts, wording)),
      ...(callsPeople(status, background) ? [{ kind: 'mention' } as const] : []),
    ],
    facts: factsOf(summary, wording),
    sections: [
      ...attentionSections(summary, wording, background),
      ...recordSections(summary, wording, background),
    ],
    // Only what failed is retried; the rest had its reasons, or must be looked at first.
    payload:
      counts.failed > 0
        ? { label: wording.titles.retry, json: JSON.stringify({ retryFailed: summary.run }) }
        : undefined,
  };
}

function factsOf(summary: Summary, wording: Wording): Card['facts'] {
  const { run, action, scheduledFor, counts } = summary;
  const { labels } = wording;
  const fact = (label: string, ...value: Line) => ({ label, value });
  const regions = [...new Set(summary.instances.map(({ region }) => region))];
  return [
    fact(labels.action, plain(wording.actions[action])),
    ...(regions.length > 0 ? [fact(labels.region, plain(regions.sort().join(wording.comma)))] : []),
    fact(labels.scheduled, plain(zonedTime(scheduledFor))),
    ...(counts.selected > 0 ? [fact(labels.ran, plain(zonedSpan(summary, wording)))] : []),
    fact(labels.run, code(run)),
  ];
}

/** The counts of a run in one line: `12 instances: 2 failed, 10 succeeded`. */
function formatOutcomes(counts: Summary['counts'], wording: Wording): string {
  if (counts.selected === 0) return wording.noneSelected;
  const said = outcomesByNeed
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => wording.counted[outcome](counts[outcome]));
  return `${wording.selected(counts.selected)}${said.join(wording.comma)}`;
}
