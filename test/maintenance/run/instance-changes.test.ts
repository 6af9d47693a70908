import { describe, expect, test } from 'vitest';
import { afterMeasuring, afterSighting } from '../../../functions/maintenance/run/instance-changes.ts';
import type { Tracked } from '../../../functions/maintenance/run/state.ts';
import { second, tracked, watching } from './tracked-fixture.ts';

const back = { status: 'RUNNING', idle: true, updatedAt: 'now', id: 'a' };
const figures = { keys: new Map([['a', 0]]), nodes: new Map([['a', { total: 2, active: 2, masters: 1 }]]) };
const measuredAtOf = ({ phase }: Tracked) => (phase.kind === 'watching' ? phase.measuredAt : 'not watched');

describe('figures of an instance', () => {
  const away = tracked('a', watching({ leftAt: second(5) }));

  test('that were taken while it was away say nothing of it once it is back', () => {
    const measured = afterMeasuring(away, figures, second(10), false);
    const listed = afterSighting(measured, back, second(20), { action: 'flush', single: false });
    const confirmed = afterSighting(listed, back, second(21), { action: 'flush', single: true });
    expect(measuredAtOf(measured)).toBe(second(10));
    expect(measuredAtOf(confirmed)).toBeUndefined();
  });

  test('that were taken after it was confirmed to be back hold while it stays so', () => {
    const confirmed = afterSighting(away, back, second(21), { action: 'flush', single: true });
    const measured = afterMeasuring(confirmed, figures, second(22), false);
    const again = afterSighting(measured, back, second(31), { action: 'flush', single: true });
    expect(measuredAtOf(again)).toBe(second(22));
  });
});

describe('an action that this run did not ask for', () => {
  const look = (status: string) => ({ ...back, status });

  test.each(['restart', 'soft_restart'] as const)(
    'is no sign of its own: an accepted %s has not begun where FLUSHING was seen',
    (action) => {
      const accepted = tracked('a', watching({ certainty: 'accepted' }));
      const flushing = afterSighting(accepted, look('FLUSHING'), second(10), { action, single: false });
      const again = afterSighting(flushing, back, second(20), { action, single: false });
      expect(again.phase).toMatchObject({ leftAt: undefined, backAt: undefined, others: 'FLUSHING' });
      const restarting = afterSighting(again, look('RESTARTING'), second(30), { action, single: false });
      expect(restarting.phase).toMatchObject({ leftAt: second(30), others: 'FLUSHING' });
    },
  );

  test('is no sign of an accepted flush either', () => {
    const accepted = tracked('a', watching({ certainty: 'accepted' }));
    const seen = afterSighting(accepted, look('RESTARTING'), second(10), { action: 'flush', single: false });
    expect(seen.phase).toMatchObject({ leftAt: undefined, others: 'RESTARTING' });
  });
});
