import { byNeed } from '../report/by-need.ts';
import type { Summary, SummaryInstance } from '../report/summary.ts';

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

function cut(summary: Summary, listed: SummaryInstance[]): Summary {
  const leftOut = summary.instances.length - listed.length;
  const reason = `the message would have been too large: ${leftOut} instance(s) are counted but not listed`;
  const problems = [...summary.problems, { code: 'truncated', region: null, reason }];
  return { ...summary, instances: listed, problems };
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
