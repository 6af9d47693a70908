import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeRecord, encodeBatch } from '../../../functions/maintenance/journal/record-format.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import { JournalError } from '../../../functions/maintenance/run/journal-error.ts';

const run = 'nightly@2026-11-23T03:30:00+08:00';
const key = 'runs/nightly.jsonl';
const startAt = Date.parse('2026-11-22T19:30:00Z');
const writer = 'nightshift 0.0.0';

function looked(second: number): RunEvent {
  return { type: 'observed', at: startAt + second * 1_000, region: '北京', changes: [] };
}

function recordOf(batches: readonly (readonly RunEvent[])[], of = run): Buffer {
  return batches.reduce<Buffer>(
    (record, events, index) =>
      Buffer.concat([
        record,
        encodeBatch({ run: of, position: record.length, batch: `b${index}`, writer, events }),
      ]),
    Buffer.alloc(0),
  );
}

function decoded(record: Uint8Array): readonly (readonly RunEvent[])[] {
  return [...decodeRecord(record, { run, key })];
}

function refusal(record: Uint8Array): JournalError {
  try {
    decoded(record);
  } catch (error) {
    if (error instanceof JournalError) return error;
    throw error;
  }
  return expect.unreachable('the record was read');
}

const text = fc.string({
  unit: fc.oneof(fc.constantFrom('"', '\\', '\n', '\u2028', '\ud800', '夜'), fc.string()),
});
const failure = fc.record({ kind: fc.constant('ambiguous' as const), code: text, message: text });
const sighting = fc.record({
  id: text,
  status: text,
  idle: fc.boolean(),
  updatedAt: fc.option(text, { nil: undefined }),
});
const at = fc.integer({ min: 0, max: 9e12 });
const anyEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({ type: fc.constant('observed' as const), at, region: text, changes: fc.array(sighting) }),
  fc.record({ type: fc.constant('look-failed' as const), at, region: text, failure }),
  fc.record({ type: fc.constant('submitting' as const), at, region: text, ids: fc.array(text) }),
  fc.record({
    type: fc.constant('measured' as const),
    at,
    region: text,
    keys: fc.array(fc.tuple(text, fc.nat())),
    nodes: fc.constant([]),
  }),
  fc.record({ type: fc.constant('finished' as const), at }),
);
const anyBatches = fc.array(fc.array(anyEvent, { maxLength: 4 }), { minLength: 1, maxLength: 5 });

describe('a record', () => {
  test('gives back any events, append by append', () => {
    fc.assert(
      fc.property(anyBatches, (batches) => {
        expect(decoded(recordOf(batches))).toEqual(batches);
      }),
    );
  });

  test('is never read when any one of its bytes is another', () => {
    fc.assert(
      fc.property(anyBatches, fc.nat(), fc.integer({ min: 1, max: 255 }), (batches, place, flip) => {
        const record = recordOf(batches);
        const index = place % record.length;
        record[index] = (record[index] ?? 0) ^ flip;
        expect(refusal(record).code).toMatch(/^journal\.(corrupt|format)$/);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is never read when it is cut, but as it was before its last appends', () => {
    fc.assert(
      fc.property(anyBatches, fc.nat(), (batches, place) => {
        const record = recordOf(batches);
        const before = batches.map((_, index) => recordOf(batches.slice(0, index + 1)).length);
        const length = place % record.length;
        const appends = before.indexOf(length) + 1;
        const cut = record.subarray(0, length);
        if (appends > 0) expect(decoded(cut)).toEqual(batches.slice(0, appends));
        else expect(refusal(cut).code).toBe('journal.corrupt');
      }),
      { numRuns: 500 },
    );
  });

  const lines = recordOf([[looked(1)], [looked(2)], [looked(3)]])
    .toString()
    .split(/(?<=\n)/);
  const [header = '', first = '', second = '', third = ''] = lines;

  test.each([
    ['a line in the middle is missing', [header, first, third], 'line 3', /lines are missing or double/],
    [
      'a line is there twice',
      [header, first, second, second, third],
      'line 4',
      /lines are missing or double/,
    ],
    [
      'two lines have changed places',
      [header, second, first, third],
      'line 2',
      /lines are missing or double/,
    ],
    ['the header is missing', [first, second], 'line 1', /not the header/],
    ['the header is there twice', [header, header, first], 'line 2', /lines are missing or double/],
    ['nothing follows the header', [header], key, /nothing follows its header/],
    ['the last line has no end', [header, first.trimEnd()], 'line 2', /does not end with a line feed/],
    ['a line is empty', [header, '\n', first], 'line 2', /begins with ""/],
    ['a line is something else', [header, '{"events":[]}\n'], 'line 2', /begins with/],
    ['a line was edited', [header, first.replace('北京', '上海')], 'line 2', /checksum/],
    ['a line is said to be of another version', [header, first.replace('2', '1')], 'line 2', /checksum/],
    ['it is empty', [], key, /it is empty/],
  ])('is refused when %s', (_, texts, place, what) => {
    const error = refusal(Buffer.from(texts.join('')));
    expect(error.code).toBe('journal.corrupt');
    expect(error.message).toContain(place);
    expect(error.message).toMatch(what);
    // Moved away, the same fire would run again.
    expect(error.message).not.toMatch(/move/);
  });

  test('is refused when it is of another run', () => {
    const error = refusal(recordOf([[looked(1)]], 'other@by-hand-1'));
    expect(error).toMatchObject({
      code: 'journal.corrupt',
      message: expect.stringContaining('"other@by-hand-1"'),
    });
  });

  test.each([
    ['its header', [header, first], 1],
    ['a later line, by a newer writer of the same run', [header, first, second], 3],
  ])('is refused when a newer version wrote %s', (_, texts, line) => {
    const newer = texts.with(line - 1, '{"v":4,"seal":"x"}\n');
    const error = refusal(Buffer.from(newer.join('')));
    expect(error.code).toBe('journal.format');
    expect(error.message).toBe(
      `${key}, line ${line}: it is in version 4 of the format, and this nightshift reads version 3 - upgrade nightshift`,
    );
  });

  test('names its format, its run and its writer in the first line', () => {
    expect(JSON.parse(header)).toEqual({
      v: 3,
      sum: expect.stringMatching(/^[0-9a-f]{16}$/),
      format: 'nightshift run record',
      run,
      writer,
    });
  });

  test('of version 1 is read as long as there are any', () => {
    const golden = readFileSync(new URL('./fixtures/record-v1.jsonl', import.meta.url));
    expect(decoded(golden)).toMatchObject([
      [{ type: 'opened', run, plan: { job: 'nightly', instances: [{ name: 'session-cache-1' }] } }],
      [{ type: 'observed', region: '北京' }],
      [{ type: 'submitting' }, { type: 'answered', accepted: ['i-1'] }],
      [{ type: 'concluded', conclusions: [{ id: 'i-1', outcome: 'succeeded' }] }, { type: 'finished' }],
    ]);
  });

  const flushed = readFileSync(new URL('./fixtures/record-v1-flush.jsonl', import.meta.url));

  test('of version 1 says of whatever was not "success" that it is in doubt', () => {
    const answered = decoded(flushed)
      .flat()
      .find(({ type }) => type === 'answered');
    expect(answered).toMatchObject({
      accepted: [],
      rejected: [],
      odd: [[expect.stringMatching(/^[0-9a-f-]{36}$/), 'something else than "success"']],
    });
  });

  test('of version 1 is gone on with in lines of today', () => {
    const events = [looked(9)];
    const more = encodeBatch({ run, position: flushed.length, batch: 'b9', writer, events });
    expect(Buffer.from(more).toString()).toMatch(/^\{"v":3,/);
    expect(decoded(Buffer.concat([flushed, more])).at(-1)).toEqual(events);
  });

  test('of version 3 is read as long as there are any', () => {
    const waiting = readFileSync(new URL('./fixtures/record-v3.jsonl', import.meta.url));
    const moved = expect.objectContaining({ maintenance: { begin: 79_200_000, end: 7_200_000 } });
    const changes = expect.arrayContaining([moved]);
    expect(decoded(waiting).flat()).toContainEqual(expect.objectContaining({ type: 'observed', changes }));
  });

  const golden = readFileSync(new URL('./fixtures/record-v2.jsonl', import.meta.url));

  test('of version 2 is read as long as there are any', () => {
    const events = decoded(golden).flat();
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'answered', odd: [[expect.any(String), '"SUCCESS"']] }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'retrying', retries: [expect.objectContaining({ apart: '0' })] }),
    );
  });

  test('of version 2 is written as it was but for its version, and its checksums, which that is part of now', () => {
    const again = decoded(golden).reduce<Buffer>(
      (record, events, index) =>
        Buffer.concat([
          record,
          encodeBatch({
            run,
            position: record.length,
            batch: `batch-${index + 1}`,
            writer: 'nightshift 0.1.0',
            events,
          }),
        ]),
      Buffer.alloc(0),
    );
    const unsummed = (record: Buffer) => record.toString().replaceAll(/"v":[23],"sum":"[0-9a-f]{16}"/g, '');
    expect(unsummed(again)).toBe(unsummed(golden));
  });

  test('of version 3 has what metrics say of instances, and is written as it was', async () => {
    const met = { kind: 'met', value: 1.62, node: 'redis-1' } as const;
    const notMet = { kind: 'not-met', value: 161_480_704 } as const;
    const cause = { code: 'TIMEOUT', message: 'no answer' };
    const unread = { kind: 'no-data', why: 'used_memory could not be read', cause } as const;
    const verdicts = [['i-1', [met, notMet]] as const, ['i-2', [unread]] as const];
    const ofVersion3 = recordOf([[{ type: 'conditions-read', at: startAt, region: '北京', verdicts }]]);
    await expect(ofVersion3.toString()).toMatchFileSnapshot('./events/record-v3-conditions.jsonl');
    expect(decoded(ofVersion3).flat()).toMatchObject([{ type: 'conditions-read' }]);
  });
});
