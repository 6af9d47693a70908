import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { endsOf, fleetOf, type Night, type NightOptions, runNight, startAt } from './night.ts';
import type { ValueAsked, WrittenMetrics } from './written-metrics.ts';

const names = Array.from({ length: 6 }, (_, index) => `cache-${index + 1}`);
const nameOf = new Map(names.map((name) => [instanceIdOf(name), name]));
const minutes = (count: number) => count * 60_000;

/** How fragmented each is, by name, from some minutes after the start on or always; 1.1 where nothing is said. */
function fragmented(
  ratios: Readonly<Record<string, number | ((minute: number) => number | undefined)>>,
): WrittenMetrics['valueAt'] {
  return ({ id, metric, at }: ValueAsked) => {
    if (metric !== 'memory_frag_ratio') return undefined;
    const ratio = ratios[nameOf.get(id) ?? ''] ?? 1.1;
    return typeof ratio === 'number' ? ratio : ratio((at - startAt) / 60_000);
  };
}

const onlyIf = { memory_frag_ratio: '> 1.5 for 30m' };

function night({ job, ...rest }: Partial<NightOptions> & Pick<NightOptions, 'measured'>): Promise<Night> {
  return runNight({ instances: fleetOf(6), job: { onlyIf, ...job }, ...rest });
}

/** Who was acted on, in the order in which that was sent. */
function sent({ audit }: Night): readonly string[] {
  return audit.flatMap((entry) =>
    entry.kind === 'accepted' ? (nameOf.get(entry.instance) ?? entry.instance) : [],
  );
}

describe('only who meets the conditions is touched', () => {
  test('the others are skipped, with what was measured', async () => {
    const played = await night({ measured: { valueAt: fragmented({ 'cache-2': 1.6, 'cache-5': 2 }) } });
    expect(endsOf(played)).toEqual([
      'skipped condition',
      'succeeded returned',
      'skipped condition',
      'skipped condition',
      'succeeded returned',
      'skipped condition',
    ]);
    expect(played.rows.get('cache-1')?.reason).toBe(
      'left alone: memory_frag_ratio was as low as 1.1, wanted > 1.5 for 30m',
    );
    expect(sent(played)).toEqual(['cache-2', 'cache-5']);
  });

  test('the canary is the first of them', async () => {
    const played = await night({
      job: { rollout: { canary: 1 } },
      measured: { valueAt: fragmented({ 'cache-3': 1.6, 'cache-5': 2 }) },
    });
    expect(sent(played)[0]).toBe('cache-3');
    expect(played.state.instances.get(instanceIdOf('cache-3'))?.planned.wave).toBe(0);
  });

  test('a night on which nobody does is over at once, and asks nobody to restart', async () => {
    const played = await night({ measured: { valueAt: fragmented({}) } });
    expect(new Set(endsOf(played))).toEqual(new Set(['skipped condition']));
    expect(sent(played)).toEqual([]);
    expect(played.seconds).toBeLessThan(5);
  });
});

describe('it is looked at again right before the turn', () => {
  /** Slow restarts, one after the other, so that turns come minutes after the plan. */
  const oneByOne = { rollout: { concurrency: 1 } };
  const instances = fleetOf(6, { restartSeconds: 200 });
  const until = (minute: number) => (at: number) => (at < minute ? 1.6 : 1.2);

  test('who does not meet them any more is left alone', async () => {
    const played = await night({
      instances,
      job: oneByOne,
      measured: { valueAt: fragmented({ 'cache-1': 1.6, 'cache-2': 1.6, 'cache-4': until(2) }) },
    });
    expect(sent(played)).toEqual(['cache-1', 'cache-2']);
    expect(played.rows.get('cache-4')).toMatchObject({
      outcome: 'skipped',
      code: 'condition',
      reason: 'left alone: memory_frag_ratio was as low as 1.2, wanted > 1.5 for 30m',
      attempts: 0,
    });
  });

  test('the canary then is the next', async () => {
    let asked = 0;
    const played = await night({
      job: { rollout: { canary: 1, concurrency: 3 }, onlyIf: { memory_frag_ratio: '> 1.5' } },
      measured: {
        // The plan asks twice, for the nodes and for the values.
        valueAt: fragmented({ 'cache-1': () => (asked > 2 ? 1.2 : 1.6), 'cache-2': 1.6, 'cache-3': 1.6 }),
        downAt: () => {
          asked += 1;
          return undefined;
        },
      },
    });
    expect(sent(played)).toEqual(['cache-2', 'cache-3']);
    expect(played.rows.get('cache-1')).toMatchObject({ outcome: 'skipped', code: 'condition', attempts: 0 });
    const turns = names.map((name) => played.state.instances.get(instanceIdOf(name))?.planned.wave);
    expect(turns).toEqual([1, 0, 1, null, null, null]);
  });

  test('no backup is made of who does not meet them any more', async () => {
    const played = await night({
      instances,
      job: { ...oneByOne, backup: 'required' },
      measured: { valueAt: fragmented({ 'cache-1': 1.6, 'cache-4': until(2) }) },
    });
    expect(played.rows.get('cache-4')).toMatchObject({ outcome: 'skipped', code: 'condition', backup: null });
    expect(played.calls['CopyInstance']).toBe(1);
  });
});

describe('where there is no data', () => {
  const down = { code: 'ces.0429', message: 'Too Many Requests' };
  const always = { valueAt: fragmented({ 'cache-1': 1.6 }), downAt: () => down };

  test('everybody is refused, with the cause', async () => {
    const played = await night({ measured: always });
    expect(new Set(endsOf(played))).toEqual(new Set(['refused condition-unknown']));
    expect(played.rows.get('cache-1')).toMatchObject({
      reason: expect.stringMatching(/^left alone: the nodes that its memory_frag_ratio .* could not be read/),
      cause: { code: 'ces.0429' },
    });
    expect(sent(played)).toEqual([]);
  });

  test('or acted on, where the job says so, and it is told that nobody looked', async () => {
    const played = await night({ job: { noData: 'act' }, measured: always });
    expect(new Set(endsOf(played))).toEqual(new Set(['succeeded returned']));
    const { reason, cause } = played.rows.get('cache-1') ?? {};
    expect(reason).toMatch(/; acted on without its conditions: .*memory_frag_ratio/);
    expect(cause).toMatchObject({ code: 'ces.0429' });
    expect(played.state.instances.get(instanceIdOf('cache-1'))?.planned).toMatchObject({
      decision: 'act',
      cause: { code: 'ces.0429' },
    });
  });

  test.each(['refuse', 'act'])(
    'one that its engine cannot have hides no other that is not met (noData: %s)',
    async (noData) => {
      const [old = {}, ...others] = fleetOf(6);
      const played = await night({
        instances: [{ ...old, name: 'cache-1', engineVersion: '3.0.7' }, ...others],
        job: { onlyIf: { ...onlyIf, expires: '>= 0' }, noData },
        measured: {
          valueAt: (asked) =>
            asked.metric === 'expires' ? undefined : fragmented({ 'cache-2': 1.6 })(asked),
        },
      });
      expect(played.rows.get('cache-1')).toMatchObject({
        outcome: 'skipped',
        code: 'condition',
        reason: 'left alone: memory_frag_ratio was as low as 1.1, wanted > 1.5 for 30m',
      });
      expect(played.state.instances.get(instanceIdOf('cache-1'))?.planned).toMatchObject({
        decision: 'skip',
      });
    },
  );

  test('at the turn, who was known to meet them at the plan is refused', async () => {
    const played = await night({
      instances: fleetOf(6, { restartSeconds: 200 }),
      job: { rollout: { concurrency: 1 } },
      measured: {
        valueAt: fragmented({ 'cache-1': 1.6, 'cache-4': 1.6 }),
        downAt: (now) => (now > startAt + minutes(2) ? down : undefined),
      },
    });
    expect(sent(played)).toEqual(['cache-1']);
    expect(played.rows.get('cache-4')).toMatchObject({ outcome: 'refused', code: 'condition-unknown' });
  });
});

describe('otherwise: wait', () => {
  const waits = { otherwise: 'wait', window: '1h' };
  const from = (minute: number) => (at: number) => (at >= minute ? 1.6 : 1.2);
  const short = { memory_frag_ratio: '> 1.5 for 3m' };

  test('who meets them before the window ends is acted on, the others are skipped at its end', async () => {
    const played = await night({
      job: { ...waits, onlyIf: short },
      windowSeconds: 3_600,
      measured: { valueAt: fragmented({ 'cache-2': 1.6, 'cache-3': from(20), 'cache-5': from(59) }) },
    });
    expect(sent(played)).toEqual(['cache-2', 'cache-3']);
    expect(played.rows.get('cache-5')).toMatchObject({ outcome: 'skipped', code: 'condition' });
    expect(played.rows.get('cache-1')?.reason).toMatch(/^left alone: memory_frag_ratio was as low as 1\.1/);
    expect(played.seconds).toBeGreaterThanOrEqual(3_600);
    expect(played.seconds).toBeLessThan(3_660);
  });

  test.each([
    ['>= 0', 'refused condition-unknown'],
    ['> 9', 'skipped condition'],
  ])('nobody waits for what its engine cannot have, nor a tier (keys %s)', async (keys, end) => {
    const [old = {}, second = {}] = fleetOf(2);
    const played = await night({
      instances: [
        { ...old, name: 'cache-1', engineVersion: '3.0.7', tags: { tier: '1' } },
        { ...second, name: 'cache-2', tags: { tier: '2' } },
      ],
      job: { ...waits, onlyIf: { expires: '>= 0', keys }, rollout: { order: 'tag:tier' } },
      windowSeconds: 3_600,
      measured: { valueAt: ({ id }) => (nameOf.get(id) === 'cache-2' ? 10 : 5) },
    });
    expect(sent(played)).toEqual(['cache-2']);
    expect(endsOf(played)[0]).toBe(end);
    expect(played.seconds).toBeLessThan(600);
  });

  test('the canary is the first that meets them, and all others wait for it', async () => {
    const played = await night({
      job: { ...waits, onlyIf: short, rollout: { canary: 1 } },
      windowSeconds: 3_600,
      measured: { valueAt: fragmented({ 'cache-6': from(10), 'cache-1': from(30) }) },
    });
    expect(sent(played)).toEqual(['cache-6', 'cache-1']);
    expect(played.state.instances.get(instanceIdOf('cache-6'))?.planned.wave).toBe(0);
  });

  test('who is unknown waits, and is refused at the end', async () => {
    const down = { code: 'TIMEOUT', message: 'no answer' };
    const played = await night({
      job: { ...waits, onlyIf: short },
      windowSeconds: 3_600,
      measured: {
        valueAt: fragmented({ 'cache-1': 1.6 }),
        downAt: (now) => (now < startAt + minutes(12) || now > startAt + minutes(40) ? down : undefined),
      },
    });
    expect(sent(played)).toEqual(['cache-1']);
    expect(played.rows.get('cache-2')).toMatchObject({
      outcome: 'refused',
      code: 'condition-unknown',
      cause: { code: 'TIMEOUT' },
    });
  });
});
