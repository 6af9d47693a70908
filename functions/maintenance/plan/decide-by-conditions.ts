import type { CallCause } from '../foundation/call-cause.ts';
import type { EndCode } from '../foundation/codes.ts';
import { formatDuration } from '../foundation/time/duration.ts';
import { hasMetric, metricOf } from '../schedule/conditions/metric-table.ts';
import type { Instance } from './instance.ts';
import type { Conditions, ConditionVerdict, LastActed } from './metric-conditions.ts';

/** Whether instances meet the rules, by id, and when the job acted on them last. */
export type Known = {
  readonly verdicts: ReadonlyMap<string, ConditionVerdict>;
  readonly acted: LastActed | undefined;
};

/** The rules that an instance cannot be judged by, as its engine has no such metric; `undefined` where it has all. */
function lackedBy({ engine, engineVersion }: Instance, { rules }: Conditions): ConditionVerdict | undefined {
  const lacking = rules.filter(
    ({ metric }) => engine !== 'Redis' || !hasMetric(metricOf(metric), engineVersion),
  );
  if (lacking.length === 0) return undefined;
  const reason = lacking.map(({ metric }) => `${engine} ${engineVersion} has no ${metric}`).join('; ');
  return { kind: 'no-data', reason };
}

/** What conditions make of an instance that nothing else keeps from being touched. */
export type ConditionDecision =
  | {
      readonly decision: 'act';
      readonly reason: string;
      readonly cause?: CallCause | undefined;
      readonly waits?: ConditionVerdict;
    }
  | {
      readonly decision: 'skip' | 'refuse';
      readonly code: Extract<EndCode, 'condition' | 'condition-unknown' | 'at-most-every'>;
      readonly reason: string;
      readonly cause?: CallCause | undefined;
    };

/** Decides by a verdict on the rules; whoever is to wait goes on to be looked at in the run. */
function decideByRules(conditions: Conditions, verdict: ConditionVerdict): ConditionDecision {
  const forGood = decideForGood(conditions, verdict);
  if (forGood.decision === 'act' || conditions.otherwise !== 'wait') return forGood;
  const { reason, cause } = verdict;
  return { decision: 'act', reason: `waits: ${reason}`, cause, waits: verdict };
}

/** The same where nobody waits any more: how it ends if nothing else is seen. */
export function decideForGood({ noData }: Conditions, verdict: ConditionVerdict): ConditionDecision {
  const { kind, reason, cause } = verdict;
  const left = `left alone: ${reason}`;
  if (kind === 'met') return { decision: 'act', reason };
  if (kind === 'not-met') return { decision: 'skip', code: 'condition', reason: left };
  return noData === 'act'
    ? { decision: 'act', reason: `acted on without its conditions: ${reason}`, cause }
    : { decision: 'refuse', code: 'condition-unknown', reason: left, cause };
}

/**
 * Keeps an instance that the job acted on lately, or may have; `undefined` for one that it may act on again, and where
 * nobody asked the journal.
 */
function decideBySpacing(
  { atMostEvery, noData }: Conditions,
  id: string,
  acted: LastActed | undefined,
): ConditionDecision | undefined {
  if (atMostEvery === undefined || acted === undefined) return undefined;
  const { now } = acted;
  const at = acted.at.get(id);
  if (at !== undefined && now - at < atMostEvery) {
    const ago = formatDuration(Math.max(0, now - at));
    const why = `the job acted on it ${ago} ago, and atMostEvery is ${formatDuration(atMostEvery)}`;
    return { decision: 'skip', code: 'at-most-every', reason: `left alone: ${why}` };
  }
  if (noData === 'act' || acted.unread === undefined) return undefined;
  const why = `when the job acted on it last is not known, as the record of ${acted.unread} cannot be read`;
  return { decision: 'refuse', code: 'condition-unknown', reason: `left alone: ${why}` };
}

/** What the conditions make of those that nothing else keeps; first what was done lately, which takes no look at all. */
export function decideAll(
  passing: readonly Instance[],
  conditions: Conditions,
  { verdicts, acted }: Known,
): ReadonlyMap<string, ConditionDecision> {
  const unjudged: ConditionVerdict = { kind: 'no-data', reason: 'Cloud Eye was not asked' };
  const byRules = (instance: Instance): ConditionDecision | undefined => {
    if (conditions.rules.length === 0) return undefined;
    const judged = verdicts.get(instance.id) ?? unjudged;
    const lacked = lackedBy(instance, conditions);
    // One that is not met decides whatever is unknown beside it.
    const verdict = judged.kind === 'not-met' ? judged : (lacked ?? judged);
    // What its engine cannot have does not come by waiting.
    const inVain = lacked && conditions.noData === 'refuse';
    return inVain ? decideForGood(conditions, verdict) : decideByRules(conditions, verdict);
  };
  return new Map(
    passing.flatMap((instance): (readonly [string, ConditionDecision])[] => {
      const decision = decideBySpacing(conditions, instance.id, acted) ?? byRules(instance);
      return decision ? [[instance.id, decision]] : [];
    }),
  );
}

/** Whether it goes on to be looked at in the run until it meets them. */
export function isWaiting(decision: ConditionDecision | undefined): boolean {
  return decision?.decision === 'act' && decision.waits !== undefined;
}
