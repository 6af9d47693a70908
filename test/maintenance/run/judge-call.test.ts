import { describe, expect, test } from 'vitest';
import { calling, region } from './calling.ts';
import { startAt } from './night.ts';

const onlyIf = { memory_frag_ratio: '> 1.5' };

describe('a call that looks at metrics', () => {
  /** By when it must be over, in milliseconds from now on, and what the journal has of it. */
  const judging = async (given: Parameters<typeof calling>[1] = {}) => {
    const within: (number | undefined)[] = [];
    const its = await calling(
      ({ metrics }) => ({
        metrics: {
          ...metrics,
          read(where, wanted, span) {
            within.push(span.until === undefined ? undefined : span.until - startAt);
            return metrics.read(where, wanted, span);
          },
        },
      }),
      { job: { onlyIf }, ...given },
    );
    await its.make({ do: 'judge', region, ids: its.ids });
    return { ...its, within };
  };

  test('takes twenty seconds at most, or until the window ends', async () => {
    expect((await judging()).within).toEqual([20_000]);
    expect((await judging({ rules: { windowEnd: startAt + 5_000 } })).within).toEqual([5_000]);
    expect((await judging({ rules: { windowEnd: startAt + 50_000 } })).within).toEqual([20_000]);
  });

  test('is heard of at once, and waits for the next append', async () => {
    const { recorder, ids, events } = await judging();
    expect(ids.map((id) => recorder.state.instances.get(id)?.judged?.at)).toEqual([startAt, startAt]);
    expect(await events()).toEqual([]);
  });
});
