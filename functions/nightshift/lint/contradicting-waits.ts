import { advice, type Finding } from '../../maintenance/document/finding.ts';
import { formatDuration } from '../../maintenance/foundation/time/duration.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';

/** Waits of a job of which one makes another pointless. */
export function lintContradictingWaits({ jobs }: Schedule): Finding[] {
  return jobs.flatMap(({ name, retry, settle }) => {
    const above = (
      section: 'retry' | 'settle',
      key: string,
      [ms, limit]: readonly [number, number],
      other: string,
    ) =>
      ms <= limit
        ? []
        : [
            advice(
              ['jobs', name, section, key],
              `${section}.${key}`,
              `${key} (${formatDuration(ms)}) is above ${other} (${formatDuration(limit)})`,
              `at most ${formatDuration(limit)}`,
            ),
          ];
    return [
      ...above('retry', 'backoff', [retry.backoff, retry.maxBackoff], 'maxBackoff'),
      ...above('settle', 'poll', [settle.poll, settle.timeout], 'timeout'),
      ...above('settle', 'acceptance', [settle.acceptance, settle.timeout], 'timeout'),
    ];
  });
}
