import type { CallCause } from '../foundation/call-cause.ts';
import type { EndCode } from '../foundation/codes.ts';
import { formatDuration } from '../foundation/time/duration.ts';
import type { Rule } from '../schedule/conditions/rule.ts';
import { showValue } from '../schedule/conditions/show-value.ts';
import type { JobSettings } from '../schedule/schema.ts';
import type { RuleVerdict } from './judge-rule.ts';
import { namedMetric } from './metric-series.ts';

/** What instances must be like to be touched, and what is done where one is not, or nobody knows. */
export type Conditions = {
  readonly rules: readonly Rule[];
  /** `wait`: one that does not meet them is looked at again until the window ends. */
  readonly otherwise: JobSettings['otherwise'];
  readonly noData: JobSettings['noData'];
  /** An instance that the job acted on so lately is left alone. Milliseconds. */
  readonly atMostEvery?: number;
  /** How the job rolls out over those that meet them: people confirm this, and not the numbers that come of it. */
  readonly rollout: Pick<JobSettings['rollout'], 'canary' | 'concurrency' | 'ramp' | 'maxFailures'>;
};

/** When the job acted last on instances, in milliseconds since 1970, as far as its records tell. */
export type LastActed = {
  /** When they were read. */
  readonly now: number;
  readonly at: ReadonlyMap<string, number>;
  /** A run whose record cannot be read: it may have acted on any of them. */
  readonly unread?: string | undefined;
};

type Conditional = Pick<JobSettings, 'onlyIf' | 'otherwise' | 'noData' | 'atMostEvery' | 'rollout'>;

/** The conditions of a job; `undefined` where it has none. Without a window nobody waits for one to be met. */
export function conditionsOf(
  { onlyIf = [], otherwise, noData, atMostEvery, rollout }: Conditional,
  windowEnd: number | null,
): Conditions | undefined {
  if (onlyIf.length === 0 && atMostEvery === undefined) return undefined;
  const { canary, concurrency, ramp, maxFailures } = rollout;
  return {
    rules: onlyIf,
    otherwise: windowEnd === null ? 'skip' : otherwise,
    noData,
    ...(atMostEvery !== undefined && { atMostEvery }),
    rollout: { canary, concurrency, ramp, maxFailures },
  };
}

/** What people are to know of a plan for which nobody asked the journal. */
export function spacingNotes(
  conditions: Conditions | undefined,
  acted: LastActed | undefined,
): readonly string[] {
  if (conditions?.atMostEvery === undefined || acted) return [];
  const within = formatDuration(conditions.atMostEvery);
  return [
    `atMostEvery is judged at the run only: this plan reads no journal, and does not know whom the job acted on within ${within}`,
  ];
}

/** Whether an instance meets the rules, in words. */
export type ConditionVerdict = {
  readonly kind: 'met' | 'not-met' | 'no-data';
  readonly reason: string;
  readonly cause?: CallCause | undefined;
};

/**
 * What follows from the verdicts on the rules, which stand in their order. One that is not met decides whatever is
 * unknown beside it.
 */
export function judgeConditions(rules: readonly Rule[], verdicts: readonly RuleVerdict[]): ConditionVerdict {
  const judged = rules.map((rule, index) => ({ rule, verdict: verdicts[index] ?? neverJudged }));
  const told = (kind: RuleVerdict['kind']) =>
    judged.flatMap(({ rule, verdict }) => (verdict.kind === kind ? [sentenceOf(rule, verdict)] : []));
  const notMet = told('not-met');
  if (notMet.length > 0) return { kind: 'not-met', reason: notMet.join('; ') };
  const unknown = told('no-data');
  if (unknown.length === 0) return { kind: 'met', reason: told('met').join('; ') };
  const [cause] = judged.flatMap(({ verdict }) => (verdict.kind === 'no-data' && verdict.cause) || []);
  return { kind: 'no-data', reason: unknown.join('; '), cause };
}

const neverJudged: RuleVerdict = { kind: 'no-data', why: 'Cloud Eye was not asked' };

function sentenceOf({ metric, compare, limit, forMs, written }: Rule, verdict: RuleVerdict): string {
  if (verdict.kind === 'no-data') return verdict.why;
  const { value, node, kind } = verdict;
  const extreme = compare.startsWith('>') ? 'was as low as' : 'was as high as';
  const verb = forMs === 0 || compare === '=' ? 'is' : extreme;
  const shown = `${namedMetric({ metric, node })} ${verb} ${showValue(metric, value, limit)}`;
  return kind === 'met' ? shown : `${shown}, wanted ${written}`;
}

/** Codes of instances that conditions left alone, as they were to. */
const codesOfConditions: ReadonlySet<string> = new Set(['condition', 'at-most-every'] satisfies EndCode[]);

/** Whether an instance was left alone because it met no need: what the conditions are for, and no trouble. */
export function wasNotNeeded({
  outcome,
  code,
}: {
  readonly outcome: string;
  readonly code: string;
}): boolean {
  return outcome === 'skipped' && codesOfConditions.has(code);
}

/** Whether what is decided of an instance comes of its conditions, and may be another thing in a minute. */
export function isOfConditions(code: string): boolean {
  return code === 'condition-unknown' || codesOfConditions.has(code);
}

/** The conditions as people are shown them: `memory_frag_ratio > 1.5 for 30m, used_memory > 200MB`. */
export function showRules(rules: readonly Rule[]): string {
  return rules.map(({ metric, written }) => `${metric} ${written}`).join(', ');
}
