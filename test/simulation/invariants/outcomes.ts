import type { AuditEntry } from '../../../functions/minicloud/audit-log.ts';
import { instanceIdOf } from '../../../functions/minicloud/instance-seed.ts';
import type { SummaryInstance } from '../../../functions/report/summary.ts';
import type { Witness } from '../witness.ts';
import type { RunOfNight } from './run-of-night.ts';

/** Every selected instance has exactly one outcome and a reason, and none is better than what the cloud did. */
export function falseOutcomes(run: RunOfNight, { scenario }: Witness): readonly string[] {
  const { summary, written, job, audit } = run;
  if (!summary) return [];
  const rows = new Map(summary.instances.map((row) => [row.id, row]));
  const about = (what: string) => `${written.run}: ${what}`;
  const violations: string[] = [];
  if (rows.size !== summary.instances.length) violations.push(about('an instance has two outcomes'));
  const vanished = scenario.platform.incidents.flatMap((one) =>
    one.kind === 'vanish' ? [one.instance] : [],
  );
  const retried = written.run.includes('@by-hand-');
  if (summary.problems.length === 0 && !retried)
    for (const { name } of scenario.instances) {
      const id = instanceIdOf(name);
      if (!name.startsWith(`${job.prefix}-`) || vanished.includes(id)) continue;
      if (!rows.has(id)) violations.push(about(`${name} is forgotten`));
    }
  for (const row of summary.instances) {
    if (row.reason === '') violations.push(about(`${row.name} has no reason`));
    const flaw = betterThan(
      row,
      audit.filter((entry) => 'instance' in entry && entry.instance === row.id),
    );
    if (flaw) violations.push(about(`${row.name} is ${row.outcome} (${row.code}: ${row.reason}), ${flaw}`));
  }
  return violations;
}

/** Why an outcome is better than what happened; `undefined` when it is not. */
function betterThan({ outcome }: SummaryInstance, audit: readonly AuditEntry[]): string | undefined {
  const last = audit.findLastIndex(({ kind }) => kind === 'accepted');
  switch (outcome) {
    case 'succeeded': {
      if (last < 0) return 'and DCS never accepted it';
      const since = audit.slice(last);
      const back = since.some((entry) => entry.kind === 'status' && entry.to === 'RUNNING');
      const ill = since.some(
        (entry) => entry.kind === 'nodes' || (entry.kind === 'status' && entry.to === 'ERROR'),
      );
      if (!back) return 'and it was not back';
      return ill ? 'and it fell ill' : undefined;
    }
    case 'refused':
    case 'skipped':
    case 'deferred':
      return last < 0 ? undefined : 'and DCS accepted it';
    case 'failed':
    case 'unknown':
      return undefined;
    default:
      return outcome satisfies never;
  }
}
