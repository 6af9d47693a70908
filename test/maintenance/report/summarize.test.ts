import { describe, expect, test } from 'vitest';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import { summarySchema } from '../../../functions/maintenance/report/summary.ts';
import { outcomes } from '../../../functions/maintenance/run/outcome.ts';
import { row, runEnd } from './sample-summary.ts';

const unread = { code: 'DCS.0001', region: 'shanghai', reason: 'could not be listed' };
const nothing = { code: 'nothing-selected', region: null, reason: 'the targets select no instance' };
const frozen = { code: 'calendar', reason: 'freeze: Double 11' };

const ok = row('a');
const failed = row('b', { outcome: 'failed' });
const unknown = row('c', { outcome: 'unknown' });
const skipped = row('d', { outcome: 'skipped' });
const unneeded = row('e', { outcome: 'skipped', code: 'condition' });
const lately = row('f', { outcome: 'skipped', code: 'at-most-every' });
const unjudged = row('g', { outcome: 'refused', code: 'condition-unknown' });

describe('the status of a run', () => {
  test.each([
    ['succeeded when every instance did', [ok], {}, 'succeeded'],
    ['partial when all did but a region could not be read', [ok], { problems: [unread] }, 'partial'],
    ['partial when some did', [ok, failed], {}, 'partial'],
    ['partial when one is unknown', [ok, unknown], {}, 'partial'],
    ['partial when one was skipped', [ok, skipped], {}, 'partial'],
    ['failed when none did', [failed, skipped], {}, 'failed'],
    ['failed when nothing is known', [unknown], {}, 'failed'],
    ['skipped when every instance was', [skipped], {}, 'skipped'],
    [
      'failed when the rest was skipped and a region could not be read',
      [skipped],
      { problems: [unread] },
      'failed',
    ],
    ['succeeded when its conditions left every instance alone', [unneeded, lately], {}, 'succeeded'],
    ['succeeded when they left some alone and all others did', [unneeded, ok, lately], {}, 'succeeded'],
    ['partial when one was skipped for another reason beside those', [unneeded, ok, skipped], {}, 'partial'],
    ['partial when one failed of those that were needed', [unneeded, ok, failed], {}, 'partial'],
    ['failed when all failed that were needed', [unneeded, failed], {}, 'failed'],
    ['skipped when nobody was needed or begun', [unneeded, skipped], {}, 'skipped'],
    ['failed when it was not known who was needed', [unneeded, unjudged], {}, 'failed'],
    ['partial when that was not known of some', [unneeded, ok, unjudged], {}, 'partial'],
    ['failed when nobody was needed and a region is unread', [unneeded], { problems: [unread] }, 'failed'],
    ['skipped when the fire was', [], { skipped: frozen }, 'skipped'],
    ['never skipped when something was done all the same', [failed], { skipped: frozen }, 'failed'],
    ['empty when nothing was selected', [], { problems: [nothing] }, 'empty'],
    ['failed when nothing was selected as nothing could be read', [], { problems: [unread] }, 'failed'],
    [
      'failed when a readable region has nothing and another could not be read',
      [],
      { problems: [nothing, unread] },
      'failed',
    ],
  ] as const)('is %s', (_title, rows, changes, status) => {
    expect(summarize(runEnd(rows, changes)).status).toBe(status);
  });
});

describe('a summary', () => {
  const rows = [...outcomes].reverse().flatMap((outcome) => [row('b', { outcome }), row('a', { outcome })]);
  const summary = summarize(runEnd(rows, { problems: [unread] }));

  test('has the shape that is promised to receivers', () => {
    expect(summarySchema.parse(summary)).toEqual(summary);
  });

  test('counts every outcome', () => {
    const two = Object.fromEntries(outcomes.map((outcome) => [outcome, 2]));
    expect(summary.counts).toEqual({ selected: 12, ...two });
  });

  test('lists what needs a person first, then by name', () => {
    expect(summary.instances.map(({ outcome, name }) => `${outcome} ${name}`)).toEqual(
      ['failed', 'unknown', 'refused', 'deferred', 'skipped', 'succeeded'].flatMap((outcome) => [
        `${outcome} a`,
        `${outcome} b`,
      ]),
    );
  });

  test('lists instances of one name by their ids', () => {
    const twins = ['2', '3', '1'].map((id) => row('cache', { id }));
    expect(summarize(runEnd(twins)).instances.map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  test('orders the same under every locale', () => {
    const names = ['ä', 'z', 'Z', 'a', '中'].map((name) => row(name));
    expect(summarize(runEnd(names)).instances.map(({ name }) => name)).toEqual(['Z', 'a', 'z', 'ä', '中']);
  });

  test('gives instants in the zone of the schedule', () => {
    expect(summary).toMatchObject({
      scheduledFor: '2026-11-23T03:30:00+08:00',
      startedAt: '2026-11-23T03:30:02+08:00',
      finishedAt: '2026-11-23T03:33:22+08:00',
    });
  });

  test('says which build summed it up, where that is known', () => {
    const build = '0.1.0+0123456789ab';
    const summary = summarize(runEnd([row('a')], { build }));
    expect(summarySchema.parse(summary).build).toBe(build);
    expect(summarize(runEnd([row('a')]))).not.toHaveProperty('build');
  });

  test('says why the fire was skipped', () => {
    expect(summarize(runEnd([], { skipped: frozen })).problems).toEqual([{ ...frozen, region: null }]);
  });
});
