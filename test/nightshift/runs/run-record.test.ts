import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import { worthReading } from '../../../functions/nightshift/runs/record-text.ts';
import type { TimelineEntry } from '../../../functions/nightshift/runs/run-record.ts';
import { runRecordSchema } from '../../../functions/nightshift/runs/run-record.ts';
import { openTimeline } from '../../../functions/nightshift/runs/timeline.ts';

test.each(['docs/run-record.md', 'docs/zh-CN/run-record.md'])('%s explains every key of a run', (page) => {
  const text = readFileSync(page, 'utf8');
  const instance = runRecordSchema.shape.instances._zod.def.element.shape;
  const keys = [...Object.keys(runRecordSchema.shape), ...Object.keys(instance)];
  expect(keys.filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
});

describe('the timeline', () => {
  const iso = String;
  const about = { timezone: 'UTC', notify: [], notes: [] };
  const look = (at: number, status: string) =>
    ({
      type: 'observed',
      at,
      region: 'beijing',
      changes: [{ id: 'a', status, idle: true, updatedAt: '' }],
    }) as const;
  const failure = {
    kind: 'throttled',
    code: 'APIGW.0308',
    message: 'slow down',
    ending: 'refused',
    status: 429,
  } as const;

  test('tells a look only where it shows news, and blindness once', () => {
    const lost = { type: 'look-failed', region: 'beijing', failure } as const;
    const events: readonly RunEvent[] = [
      look(1, 'RUNNING'),
      look(2, 'RUNNING'),
      look(3, 'CREATING'),
      { ...lost, at: 4 },
      { ...lost, at: 5 },
      look(6, 'RUNNING'),
    ];
    expect(events.flatMap(openTimeline(iso)).map(({ at, what, instances }) => [at, what, instances])).toEqual(
      [
        ['3', 'RUNNING -> CREATING', ['a']],
        ['4', 'beijing could not be read; last answer: APIGW.0308 "slow down" (HTTP 429)', []],
        ['6', 'beijing can be read again', []],
        ['6', 'CREATING -> RUNNING', ['a']],
      ],
    );
  });

  test('tells who holds the run once, and that the one before died', () => {
    const held = (at: number, by: string) => ({ type: 'held', at, by, until: at + 60 }) as const;
    const events: readonly RunEvent[] = [
      held(1, 'one/x'),
      held(2, 'one/x'),
      held(3, 'two/y'),
      { type: 'left', at: 4, by: 'two/y', why: 'time' },
      held(5, 'two/y'),
    ];
    expect(events.flatMap(openTimeline(iso)).map(({ what }) => what)).toEqual([
      'invocation one works on it',
      'invocation two works on it; one had not given it back',
      'invocation two gave it back: its time was over',
      'invocation two works on it',
    ]);
  });

  test('tells channels of records that keep no answer as what is known of them', () => {
    const told = [
      { channel: 'ops', status: 'delivered' },
      { channel: 'mail', status: 'unconfirmed' },
      { channel: 'quiet', status: 'not-wanted', attempts: 0, answer: 'it succeeded' },
    ];
    expect(openTimeline(iso)({ type: 'told', at: 1, told }).map(({ what }) => what)).toEqual([
      'ops was told',
      'mail was not told (unconfirmed)',
      'quiet wanted no message: it succeeded',
    ]);
    expect(about.notify).toEqual([]);
  });

  const entry = (at: number, matters: boolean): TimelineEntry => ({
    ...{ at: String(at), kind: 'status', what: 'x', instances: [], matters },
  });

  test.each([
    ['a short one is whole', Array.from({ length: 60 }, (_, at) => entry(at, false)), 60, 0],
    ['a long one is what matters of it', Array.from({ length: 61 }, (_, at) => entry(at, at === 7)), 1, 60],
    [
      'and of very much that, the begin and the end',
      Array.from({ length: 900 }, (_, at) => entry(at, true)),
      60,
      840,
    ],
  ])('%s', (_, timeline, shown, left) => {
    const read = worthReading(timeline);
    expect([read.entries.length, read.left]).toEqual([shown, left]);
    if (shown === 60) expect([read.entries[0], read.entries.at(-1)]).toEqual([timeline[0], timeline.at(-1)]);
  });
});
