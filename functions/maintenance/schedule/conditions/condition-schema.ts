import * as z from 'zod/mini';
import { listOf } from '../value-schema.ts';
import { type MetricName, metricNames } from './metric-table.ts';
import { readRule, rulePattern } from './read-rule.ts';
import { contradictionIn, type Rule } from './rule.ts';

const comparison = 'a comparison in quotes, such as "> 1.5 for 30m"';
const comparisons = `${comparison}, or a list of at least one`;
const conditions =
  'a mapping of at least one metric to a comparison, such as { memory_frag_ratio: "> 1.5 for 30m" }';

const rule = z.string(comparison).check(z.regex(rulePattern, comparison));
const known = metricNames.join(', ');
const expected = (issue: { readonly code?: string }) =>
  issue.code === 'unrecognized_keys' ? known : conditions;

type Written = Partial<Record<MetricName, string | string[]>>;
type Placed = { readonly rule: Rule; readonly path: readonly (string | number)[]; readonly text: string };

/** What metrics of an instance must be before it is touched: read into rules, in the order in which they are written. */
export const onlyIf = z.pipe(
  z
    .partialRecord(z.enum(metricNames), z.union([rule, listOf(rule, comparisons)], comparisons), {
      error: expected,
    })
    .check(z.refine((written) => Object.keys(written).length > 0, conditions)),
  z.transform((written: Written, context): readonly Rule[] => {
    const placed: Placed[] = [];
    const refuse = (path: Placed['path'], text: string, { code, found, expected }: Flaw) =>
      context.issues.push({
        code: 'custom',
        input: text,
        path: [...path],
        message: expected,
        params: { code, found },
      });
    for (const { metric, path, text } of textsIn(written)) {
      const read = readRule(metric, text);
      if (read.ok) placed.push({ rule: read.rule, path, text });
      else refuse(path, text, read);
    }
    const contrary = contradictionIn(placed.map((each) => each.rule));
    const second = contrary && placed.find((each) => each.rule === contrary[1]);
    if (contrary && second) {
      const [first, other] = contrary;
      refuse(second.path, second.text, {
        code: 'condition.contradiction',
        found: `${other.metric} ${other.written} beside ${first.metric} ${first.written}, which nothing meets at once`,
        expected: 'rules that one instance can meet',
      });
    }
    return placed.map((each) => each.rule);
  }),
);

type Flaw = { readonly code: string; readonly found: string; readonly expected: string };

function* textsIn(written: Written) {
  for (const metric of metricNames) {
    const rules = Object.hasOwn(written, metric) ? written[metric] : undefined;
    if (typeof rules === 'string') yield { metric, path: [metric], text: rules };
    else for (const [index, text] of (rules ?? []).entries()) yield { metric, path: [metric, index], text };
  }
}
