import type { SummaryInstance } from '../../../functions/maintenance/report/summary.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import type { AuditEntry } from '../../../functions/minicloud/foundation/audit-entry.ts';
import { isTargeted } from '../drawn-jobs.ts';
import type { Witness } from '../witness.ts';
import { flushedUnseen } from './actions.ts';
import type { RunOfNight } from './run-of-night.ts';

/** Every selected instance has exactly one outcome and a reason, and none is better than what the cloud did. */
export function falseOutcomes(
  run: RunOfNight,
  witness: Witness,
  blurred: ReadonlySet<string>,
): readonly string[] {
  const { scenario, audit: all } = witness;
  const { summary, written, job, audit } = run;
  const unseen = flushedUnseen(run, witness);
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
    for (const instance of scenario.instances) {
      const { name } = instance;
      const id = instanceIdOf(name);
      if (!isTargeted(job, instance) || vanished.includes(id)) continue;
      if (!rows.has(id)) violations.push(about(`${name} is forgotten`));
    }
  for (const row of summary.instances) {
    if (row.reason === '') violations.push(about(`${row.name} has no reason`));
    const its = (entries: readonly AuditEntry[]) =>
      entries.filter((entry) => 'instance' in entry && entry.instance === row.id);
    // DCS tells the nodes of no Redis 3.0.
    const dumb = scenario.instances.find(({ name }) => name === row.name)?.engineVersion === '3.0';
    const own = its(audit).filter(({ kind }) => !(dumb && kind === 'nodes'));
    const accepted = own.findLast(({ kind }) => kind === 'accepted');
    const before = accepted ? its(all).slice(0, its(all).indexOf(accepted)) : [];
    // Its keys are gone, as it says, and it was another run's call that took them: a flush, or a restart that keeps none.
    const byOther = row.code === 'emptied' && !accepted && its(all).some((each) => each.kind === 'accepted');
    const isUnknown = blurred.has(row.id) || (row.outcome !== 'succeeded' && unseen.has(row.id)) || byOther;
    const flaw = isUnknown ? undefined : betterThan(row, own, before);
    if (flaw) violations.push(about(`${row.name} is ${row.outcome} (${row.code}: ${row.reason}), ${flaw}`));
  }
  return violations;
}

/** Why an outcome is better than what happened; `undefined` when it is not. */
function betterThan(
  { outcome, code, reason }: SummaryInstance,
  audit: readonly AuditEntry[],
  before: readonly AuditEntry[],
): string | undefined {
  const last = audit.findLastIndex(({ kind }) => kind === 'accepted');
  switch (outcome) {
    case 'succeeded': {
      // DCS said so, and it stayed RUNNING: of a restart nobody can see that it did nothing, of a flush only keys can
      // show it, and it held none or they could not be counted.
      if (
        code === 'accepted' &&
        (wasIgnored(audit, ['restart', 'soft_restart']) || wasUncounted(reason, audit))
      )
        return undefined;
      const accepted = audit[last];
      if (accepted?.kind !== 'accepted') return 'and DCS never accepted it';
      const since = audit.slice(last);
      if (!since.some((entry) => entry.kind === 'status' && entry.to === 'RUNNING'))
        return 'and it was not back';
      const failed = since.some((entry) => entry.kind === 'status' && entry.to === 'ERROR');
      return failed || activeAfter(since) < activeAfter(before, accepted.from)
        ? 'and it fell ill'
        : undefined;
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

/** DCS said success last to one of these actions, and did nothing. */
function wasIgnored(audit: readonly AuditEntry[], actions: readonly string[]): boolean {
  const last = audit.findLast(({ kind }) => kind === 'accepted' || kind === 'rejected');
  return last?.kind === 'rejected' && last.code === 'ignored' && actions.includes(last.action);
}

function wasUncounted(reason: string, audit: readonly AuditEntry[]): boolean {
  return /it holds 0 keys|its key count could not be read/.test(reason) && wasIgnored(audit, ['flush']);
}

/** How many nodes answer, as far as that was ever noted: all, while there is no other news; none, from ERROR. */
function activeAfter(audit: readonly AuditEntry[], status = 'RUNNING'): number {
  if (status !== 'RUNNING') return 0;
  const last = audit.findLast(({ kind }) => kind === 'nodes' || kind === 'status');
  return last?.kind === 'nodes' ? last.active : Number.POSITIVE_INFINITY;
}
