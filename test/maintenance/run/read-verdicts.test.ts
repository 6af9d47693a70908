import { describe, expect, test } from 'vitest';
import type { RuleVerdict } from '../../../functions/maintenance/plan/judge-rule.ts';
import { readVerdicts } from '../../../functions/maintenance/run/read-verdicts.ts';
import type { Rule } from '../../../functions/maintenance/schedule/conditions/rule.ts';
import { minute, rule } from '../plan/series-fixture.ts';
import { startAt as now } from './night.ts';
import { type WrittenMetrics, writtenMetrics } from './written-metrics.ts';

const cause = { code: 'ces.0429', message: 'Too Many Requests' };

type Given = Omit<WrittenMetrics, 'clock' | 'valueAt'> & {
  /** The value of the minute that ends so many minutes ago. */
  readonly value?: (
    ago: number,
    asked: { readonly metric: string; readonly node: string | undefined },
  ) => number | undefined;
  readonly fails?: 'first' | 'before' | 'nodes';
};

/** What is read of one instance, and what follows. */
async function judged(rules: readonly Rule[], { value = () => 1.6, fails, ...parts }: Given = {}) {
  const written = writtenMetrics({
    clock: { now: () => now },
    valueAt: ({ at, metric, node }) => value((now - at) / minute, { metric, node }),
    ...parts,
  });
  const reads: string[] = [];
  let nodesAsked = 0;
  const verdicts = await readVerdicts(
    {
      async read(region, wanted, span) {
        const names = wanted.map(({ metric, node }) => (node === undefined ? metric : `${metric}/${node}`));
        // A millisecond before is in the minute before.
        const [from, to] = [span.from, span.to].map((at) => Math.ceil((now - at) / minute));
        reads.push(`${names.join(' ')} from ${from} to ${to}`);
        if (fails === (span.to === now ? 'first' : 'before'))
          return wanted.map((each) => ({ wanted: each, kind: 'unread', cause }));
        return written.read(region, wanted, span);
      },
      async nodes(region, ids, until) {
        nodesAsked += 1;
        return fails === 'nodes'
          ? new Map(ids.map((id) => [id, { kind: 'unread', cause }]))
          : written.nodes(region, ids, until);
      },
    },
    { region: 'beijing', ids: ['a'], rules, now },
  );
  return { verdicts: verdicts.get('a') ?? [], reads, nodesAsked };
}

const memory = (text: string) => rule(text, 'used_memory');
const huge = () => 2 ** 31;

describe('what is asked for', () => {
  test.each<[string, readonly Rule[], readonly string[]]>([
    ['the last ten minutes, where the newest value counts', [memory('> 1GB')], ['used_memory from 10 to 0']],
    [
      'its time and as long as values are mostly late',
      [memory('> 1GB for 30m')],
      ['used_memory from 33 to 0'],
    ],
    [
      'of two rules for one metric the longer',
      [memory('> 1GB for 30m'), memory('< 9GB for 5m')],
      ['used_memory from 33 to 0'],
    ],
    [
      'each time by itself',
      [memory('> 1GB for 30m'), rule('> 1', 'keys'), rule('> 1 for 30m', 'expires')],
      ['used_memory expires from 33 to 0', 'keys from 10 to 0'],
    ],
  ])('is %s', async (_, rules, expected) => {
    const { reads, nodesAsked, verdicts } = await judged(rules, { value: huge });
    expect(reads).toEqual(expected);
    expect(nodesAsked).toBe(0);
    expect(verdicts.map(({ kind }) => kind)).toEqual(rules.map(() => 'met'));
  });

  test('is no more where the newest value is as late as most are', async () => {
    const { reads } = await judged([memory('> 1GB for 30m')], { value: huge, lagMs: 3 * minute });
    expect(reads).toEqual(['used_memory from 33 to 0']);
  });

  test('is nothing twice where the newest value counts, however late it is', async () => {
    const { reads } = await judged([memory('> 1GB')], { value: huge, lagMs: 5 * minute });
    expect(reads).toEqual(['used_memory from 10 to 0']);
  });
});

describe('of what is later than most, the minutes before are asked for', () => {
  const late = ['used_memory from 33 to 0', 'used_memory from 40 to 34'];
  const rules = [memory('> 1GB for 30m')];

  test.each<[string, (ago: number) => number | undefined, object]>([
    ['and count', (ago) => (ago >= 4 ? 2 ** 31 : undefined), { kind: 'met', value: 2 ** 31 }],
    [
      'and may decide',
      (ago) => (ago === 33 ? 1 : ago >= 4 ? 2 ** 31 : undefined),
      { kind: 'not-met', value: 1 },
    ],
    [
      'and the minute before them',
      (ago) => (ago === 34 ? 1 : ago >= 5 ? 2 ** 31 : undefined),
      { kind: 'not-met', value: 1 },
    ],
    [
      'also where nothing is there yet',
      () => undefined,
      { kind: 'no-data', why: 'Cloud Eye has no used_memory of the last 10m' },
    ],
  ])('%s', async (_, value, verdict) => {
    expect(await judged(rules, { value })).toMatchObject({ reads: late, verdicts: [verdict] });
  });

  test('of those alone that are late, by what is a value of each', async () => {
    const both = [rule('> 1 for 30m', 'keys'), rule('> 50% for 30m', 'keyspace_hits_perc')];
    const { reads } = await judged(both, {
      value: (ago, { metric }) => (metric === 'keys' || ago > 5 ? 80 : 0),
    });
    expect(reads).toEqual(['keys keyspace_hits_perc from 33 to 0', 'keyspace_hits_perc from 40 to 34']);
  });

  test.each<[string, (ago: number) => number | undefined, RuleVerdict]>([
    [
      'one that is there may still show that a rule is not met',
      (ago) => (ago === 10 ? 1 : ago >= 5 ? 2 ** 31 : undefined),
      { kind: 'not-met', value: 1 },
    ],
    [
      'none can show that it is',
      (ago) => (ago >= 5 ? 2 ** 31 : undefined),
      { kind: 'no-data', why: 'the metric used_memory could not be read for all of the 30 minutes', cause },
    ],
    [
      'nothing is known',
      () => undefined,
      { kind: 'no-data', why: 'the metric used_memory could not be read', cause },
    ],
  ])('where they cannot be read, %s', async (_, value, verdict) => {
    expect(await judged(rules, { value, fails: 'before' })).toMatchObject({
      reads: late,
      verdicts: [verdict],
    });
  });

  test('not of what could not be read', async () => {
    expect(await judged(rules, { fails: 'first' })).toMatchObject({
      reads: ['used_memory from 33 to 0'],
      verdicts: [{ kind: 'no-data', why: 'the metric used_memory could not be read', cause }],
    });
  });
});

describe('what is judged by the worst node', () => {
  const both = [rule('> 1.5'), memory('> 1GB')];
  const value: Given['value'] = (_, { metric, node }) =>
    metric === 'used_memory' ? 2 ** 31 : node === 'n2' ? 1.7 : 1.4;

  test('is asked of each node, and of the instance what is its own', async () => {
    expect(await judged(both, { value, nodesOf: () => ['n1', 'n2'] })).toEqual({
      reads: ['memory_frag_ratio/n1 memory_frag_ratio/n2 used_memory from 10 to 0'],
      nodesAsked: 1,
      verdicts: [
        { kind: 'met', value: 1.7, node: 'n2' },
        { kind: 'met', value: 2 ** 31 },
      ],
    });
  });

  test.each([[[]], [['n2']]])('is that of the instance where it has the nodes %j', async (nodes) => {
    const { reads, verdicts } = await judged([rule('> 1.5')], { value, nodesOf: () => nodes });
    expect(reads).toEqual(['memory_frag_ratio from 10 to 0']);
    expect(verdicts).toEqual([{ kind: 'not-met', value: 1.4 }]);
  });

  const unknown = {
    kind: 'no-data',
    why: 'the nodes that its memory_frag_ratio is judged by could not be read',
    cause,
  };
  test.each<[string, object]>([
    ['> 1.3', { kind: 'met', value: 1.4 }],
    ['> 1.5', unknown],
    ['< 1.5', unknown],
  ])('is known where its nodes are not, if all together show that it is %s', async (text, verdict) => {
    const { verdicts } = await judged([rule(text), memory('< 9GB')], { value, fails: 'nodes' });
    expect(verdicts).toEqual([verdict, { kind: 'met', value: 2 ** 31 }]);
  });
});
