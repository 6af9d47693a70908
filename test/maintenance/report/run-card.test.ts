import { describe, expect, test } from 'vitest';
import { runCard } from '../../../functions/maintenance/report/run-card.ts';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import type { SummaryInstance } from '../../../functions/maintenance/report/summary.ts';
import { en } from '../../../functions/maintenance/report/wording/en.ts';
import { plainPen, writeLine } from '../../../functions/maintenance/report/write-card.ts';
import { row, runEnd } from './sample-summary.ts';

type Changes = Parameters<typeof runEnd>[1];

function cardOf(rows: readonly SummaryInstance[], changes: Changes = {}) {
  const card = runCard(summarize(runEnd(rows, changes)), en);
  const written = card.sections.map(({ kind, items, more }) => [
    kind,
    [...items.map((item) => writeLine(item, plainPen(''))), ...(more > 0 ? [more] : [])],
  ]);
  return { card, sections: Object.fromEntries(written) };
}

const skipped = { outcome: 'skipped', code: 'window', reason: 'not started', attempts: 0 } as const;
const failed = { outcome: 'failed', code: 'error', reason: 'is ERROR' } as const;

describe('the card of a run', () => {
  test.each([
    ['good', [row('a')], {}],
    ['warn', [row('a'), row('b', failed)], {}],
    ['bad', [row('a', failed)], {}],
    ['quiet', [row('a', skipped)], {}],
    ['quiet', [], { problems: [{ code: 'nothing-selected', region: null, reason: 'none' }] }],
  ] as const)('is %s: case %#', (tone, rows, changes) => {
    expect(cardOf(rows, changes).card.tone).toBe(tone);
  });

  test('offers to retry only where something failed', () => {
    expect(cardOf([row('a', failed)]).card.payload?.json).toBe(
      '{"retryFailed":"nightly-soft-restart@2026-11-23T03:30:00+08:00"}',
    );
    expect(cardOf([row('a', { outcome: 'unknown', code: 'answer-lost' })]).card.payload).toBeUndefined();
  });

  test('says each thing to do once, after the codes that ask for it', () => {
    const { sections } = cardOf([
      row('a', { outcome: 'unknown', code: 'answer-lost' }),
      row('b', { outcome: 'failed', code: 'unnamed' }),
      row('c', { outcome: 'failed', code: 'unnamed' }),
      row('d', { outcome: 'failed', code: 'made-up' }),
    ]);
    expect(sections['steps']).toEqual([`unnamed answer-lost ${en.steps['answer-lost']}`]);
  });

  test('puts together what was left alone for one reason', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const { sections } = cardOf(names.map((name) => row(name, skipped)));
    expect(sections['untouched']).toEqual(['a, b, c, d, e … and 2 more window not started']);
  });

  test('shows twenty and counts the rest', () => {
    const { sections } = cardOf(Array.from({ length: 25 }, (_, index) => row(`r${index}`, failed)));
    expect(sections['person']).toHaveLength(21);
    expect(sections['person']?.at(-1)).toBe(5);
  });

  test('tells which backup holds what is gone, and of what no backup is known', () => {
    const backup = { id: 'b-1', createdAt: '2026-11-22T23:00:00+08:00', made: false };
    const { sections } = cardOf(
      [row('a', { backup }), row('b', { outcome: 'failed', code: 'error' }), row('c', skipped)],
      { action: 'flush' },
    );
    expect(sections['data']).toEqual([
      'b may be gone, no backup is known of',
      'a was cleared, held by the backup of 2026-11-22 23:00:00 +08:00 b-1',
    ]);
  });

  test('says that an instance came back empty, and of a restart that went well nothing of data', () => {
    expect(cardOf([row('a', { outcome: 'failed', code: 'data-lost' })]).sections['data']).toEqual([
      'a was lost, no backup is known of',
    ]);
    expect(cardOf([row('a')]).sections['data']).toBeUndefined();
  });

  test('writes both offsets when the clocks changed meanwhile', () => {
    const offsets = ['+02:00', '+02:00', '+01:00'];
    const iso = () => `2026-10-25T02:30:00${offsets.shift() ?? '+01:00'}`;
    const { card } = cardOf([row('a')], { iso });
    const ran = card.facts.find(({ label }) => label === 'Ran');
    expect(ran && writeLine(ran.value, plainPen(''))).toBe(
      '2026-10-25 02:30:00 +02:00 to 2026-10-25 02:30:00 +01:00 (1h)',
    );
  });

  test('says how well the longest outage is known', () => {
    const rows = [row('a', { outageSeconds: 30 }), row('b', { outageSeconds: 40, outageWithinSeconds: 60 })];
    expect(cardOf(rows).sections['outage']).toEqual(['longest 40s ±1m: b']);
  });
});
