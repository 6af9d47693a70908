import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { understoodEvents } from '../../../../functions/maintenance/invocation/request.ts';
import { readEvent } from '../../../../functions/maintenance/runtime/middleware/read-event.ts';

/** As documented, word for word, but for the user_event. */
function timer(parts: Readonly<Record<string, unknown>> = {}) {
  return {
    version: 'v1.0',
    time: '2026-11-23T03:30:00+08:00',
    trigger_type: 'TIMER',
    trigger_name: 'Timer_001',
    user_event: '',
    ...parts,
  };
}

const at = Date.parse('2026-11-22T19:30:00Z');

async function refusal(event: unknown): Promise<string> {
  const request = await readEvent(event);
  if (request.kind !== 'not-understood') expect.unreachable(`understood as ${JSON.stringify(request)}`);
  return request.reason;
}

describe('a TIMER event', () => {
  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['an empty user_event', {}],
    ['no user_event', { user_event: undefined }],
    ['a user_event of null', { user_event: null }],
    ['a user_event of blanks', { user_event: ' \n ' }],
    ['a user_event of an empty object', { user_event: '{}' }],
    ['the version of the console’s template', { version: 'v2.0' }],
    ['keys of a later day', { trace_id: 'x' }],
    ['the same instant in another offset', { time: '2026-11-22T19:30:00Z' }],
    ['an instant to the millisecond', { time: '2026-11-22T14:30:00.000-05:00' }],
    ['another writing of ISO 8601', { time: '20261123T033000,0+0800' }],
  ])('with %s is a tick at its own time', async (_, parts) => {
    expect(await readEvent(timer(parts))).toEqual({ kind: 'tick', at });
  });

  test.each<[string, object]>([
    ['{"job":"nightly"}', { jobs: ['nightly'], dryRun: false }],
    [' {"job":"nightly"}\n', { jobs: ['nightly'], dryRun: false }],
    ['{"jobs":["nightly","weekly"]}', { jobs: ['nightly', 'weekly'], dryRun: false }],
    ['{"job":"nightly","dryRun":true}', { jobs: ['nightly'], dryRun: true }],
  ])('with %s runs jobs', async (user_event, expected) => {
    expect(await readEvent(timer({ user_event }))).toEqual({ kind: 'timer-jobs', at, ...expected });
  });

  test.each([
    'User Event',
    'nightly',
    '"nightly"',
    '["nightly"]',
    'null',
    '7',
    '{"job":""}',
    '{"job":7}',
    '{"job":null}',
    '{"jobs":[]}',
    '{"jobs":"nightly"}',
    '{"jobs":["nightly",7]}',
    '{"job":"nightly","jobs":["weekly"]}',
    '{"job":"nightly","dryrun":true}',
    '{"job":"nightly","dryRun":"true"}',
    '{"job":"nightly","confirm":"0123456789ab"}',
    '{"job":"nightly"',
    '{"key":"value"}',
  ])('with a user_event of %s starts nothing', async (user_event) => {
    expect(await refusal(timer({ user_event }))).toContain("the timer's user_event is");
  });

  test.each<[string, unknown]>([
    ['no time', undefined],
    ['a time that is a number', at],
    ['a time without an offset, which every machine would read in its own zone', '2026-11-23T03:30:00'],
    ['a month that does not exist', '2026-13-23T03:30:00+08:00'],
    ['a day that does not exist', '2026-02-30T03:30:00+08:00'],
    ['a day that does not exist in the year', '2026-02-29T03:30:00+08:00'],
    ['an hour that does not exist', '2026-11-23T25:30:00+08:00'],
    ['an offset that does not exist', '2026-11-23T03:30:00+08:99'],
    ['a date alone', '2026-11-23'],
    ['text', 'now'],
  ])('with %s starts nothing', async (_, time) => {
    expect(await refusal(timer({ time }))).toContain('no TIMER event: time');
    expect(await refusal(timer({ time, user_event: '{"job":"nightly"}' }))).toContain('no TIMER event: time');
  });

  test.each<[string, string]>([
    ['nightly', 'did you mean {"job":"nightly"}?'],
    ['"nightly"', 'did you mean {"job":"nightly"}?'],
    ['["a","b"]', 'did you mean {"jobs":["a","b"]}?'],
    ['{"Job":"nightly"}', 'the unknown key "Job" - expected {"job":"NAME"}'],
    ['{"Job":"nightly"}', 'did you mean "job"?'],
    ['{"dry_run":true,"job":"nightly"}', 'did you mean "dryRun"?'],
    ['7', 'expected {"job":"NAME"} or {"jobs":["NAME", …]} as text'],
  ])('with a user_event of %s teaches what was meant', async (user_event, lesson) => {
    expect(await refusal(timer({ user_event }))).toContain(lesson);
  });

  test('that has no offset in its time is told of that', async () => {
    expect(await refusal(timer({ time: '2026-11-23T03:30:00' }))).toContain(
      'has no offset - expected ISO 8601',
    );
  });

  test('with a user_event that is no text, though always a text, starts nothing', async () => {
    expect(await refusal(timer({ user_event: { job: 'nightly' } }))).toContain('user_event');
  });

  test.each(['OBS', 'timer', '', null, 7])('of the trigger %j starts nothing', async (trigger_type) => {
    expect(await refusal(timer({ trigger_type }))).toContain('a trigger event that is no TIMER event');
  });
});

test.each([
  { id: '1', source: 'x', specversion: '1.0', type: 'TIMER', data: { job: 'nightly' } },
  { Records: [{ eventSource: 'OBS' }] },
  { record: [{ event_source: 'smn', smn: { message: '{"job":"nightly"}' } }] },
  { ShardID: 'shardId-0', records: [{ event_name: 'insert' }] },
  { cts: { time: 'x' }, lts: { data: 'e30=' } },
  { body: 'e30=', httpMethod: 'POST', path: '/', isBase64Encoded: true },
])('an event of another trigger is told, as nobody reads what it is answered: %j', async (event) => {
  expect(await readEvent(event)).toMatchObject({ kind: 'not-understood', from: 'trigger' });
  expect(await refusal(event)).toContain(`it has the keys "${Object.keys(event)[0]}"`);
});

describe('an event from the console', () => {
  const defaults = { dryRun: false, confirm: undefined };

  test.each<[object, object]>([
    [{ job: 'nightly' }, { kind: 'job', job: 'nightly', ...defaults }],
    [
      { job: 'nightly', dryRun: true },
      { kind: 'job', job: 'nightly', ...defaults, dryRun: true },
    ],
    [
      { job: 'nightly', confirm: 'abc' },
      { kind: 'job', job: 'nightly', ...defaults, confirm: 'abc' },
    ],
    [
      { job: 'nightly', instances: ['a', 'b'], dryRun: true },
      { kind: 'job', job: 'nightly', instances: ['a', 'b'], ...defaults, dryRun: true },
    ],
    [
      { action: 'soft_restart', region: 'beijing', instances: ['a', 'b'] },
      { kind: 'instances', action: 'soft_restart', region: 'beijing', instances: ['a', 'b'], ...defaults },
    ],
    [{ command: 'validate' }, { kind: 'command', command: 'validate' }],
    [{ command: 'next' }, { kind: 'command', command: 'next' }],
  ])('%j is understood', async (event, expected) => {
    expect(await readEvent(event)).toEqual(expected);
  });

  test.each<[unknown, string]>([
    [{ key: 'value' }, 'the event asks for nothing known: it has the keys "key"'],
    [{}, 'the event asks for nothing known: it has no keys'],
    [null, 'the event is no JSON object'],
    [undefined, 'the event is no JSON object'],
    ['{"job":"nightly"}', 'the event is no JSON object'],
    [7, 'the event is no JSON object'],
    [true, 'the event is no JSON object'],
    [[{ job: 'nightly' }], 'the event is no JSON object'],
    [{ jobs: ['nightly'] }, 'it has the keys "jobs"'],
    [{ job: 'nightly', dryrun: true }, 'unknown key "dryrun"'],
    [{ job: 'nightly', DryRun: true, force: 1 }, 'unknown key "DryRun", "force"'],
    [{ job: 'nightly', dryRun: 'yes' }, 'dryRun: '],
    [JSON.parse('{ "job": "nightly", "dryRun": 1e999 }'), 'dryRun: Infinity - expected true or false'],
    [{ job: 'nightly', dryRun: null }, 'dryRun: '],
    [{ job: 'nightly', confirm: 7 }, 'confirm: '],
    [{ job: '' }, 'job: '],
    [{ job: 'nightly', instances: [] }, 'instances: [] - expected a list of 1 to 1000 ids of instances'],
    [{ job: 'nightly', instances: Array.from({ length: 1_001 }, String) }, 'expected a list of 1 to 1000'],
    [{ job: 'nightly', instance: ['a'] }, 'did you mean "instances"?'],
    [{ retryFailed: 'r', instances: ['a'] }, 'unknown key "instances"'],
    [{ job: ['nightly'] }, 'job: '],
    [{ job: 'nightly', action: 'flush', region: 'beijing', instances: ['a'] }, 'unknown key'],
    [{ action: 'flush', region: 'beijing' }, 'instances: '],
    [{ action: 'flush', region: 'beijing', instances: [] }, 'instances: '],
    [{ action: 'flush', region: 'beijing', instances: 'a' }, 'instances: '],
    [{ action: 'flushall', region: 'beijing', instances: ['a'] }, 'action: '],
    [{ action: 'flush', instances: ['a'] }, 'region: '],
    [{ command: 'stop' }, 'command: '],
    [{ command: 'next', job: 'nightly' }, 'unknown key "command"'],
  ])('%j starts nothing, and is told why', async (event, reason) => {
    expect(await refusal(event)).toContain(reason);
  });

  test('with many long keys is told of a few, shortened', async () => {
    const keys = Array.from({ length: 50 }, (_, index) => `${index}-${'k'.repeat(1_000)}`);
    const reason = await refusal(Object.fromEntries(keys.map((key) => [key, 1])));
    expect(reason.length).toBeLessThan(300);
  });
});

describe('whatever is delivered', () => {
  const words = ['job', 'jobs', 'dryRun', 'confirm', 'action', 'region', 'instances', 'command'];
  const word = fc.constantFrom(...words);
  const timerWord = fc.constantFrom('trigger_type', 'time', 'user_event', '__proto__', 'constructor');
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(
      'TIMER',
      'nightly',
      'flush',
      'next',
      true,
      ['a'],
      '2026-11-23T03:30:00+08:00',
      '{"job":"x"}',
    ),
  );
  const event = fc.oneof(fc.anything(), fc.jsonValue(), fc.dictionary(fc.oneof(word, timerWord), value));

  test('reading never throws, and gives a request', async () => {
    await fc.assert(
      fc.asyncProperty(event, async (delivered) => {
        const { kind } = await readEvent(delivered);
        expect(['tick', 'timer-jobs', 'job', 'instances', 'command', 'not-understood']).toContain(kind);
      }),
      { seed: 20_261_123, numRuns: 2_000 },
    );
  });

  test('nothing is run for an event with a key that nobody knows', async () => {
    const known = ['job', 'action', 'region', 'instances', 'dryRun', 'confirm'];
    const asking = fc.oneof(
      fc.constant({ job: 'nightly' }),
      fc.constant({ action: 'flush', region: 'beijing', instances: ['a'] }),
    );
    const stranger = fc.string({ minLength: 1 }).filter((key) => !known.includes(key));
    await fc.assert(
      fc.asyncProperty(asking, stranger, fc.jsonValue(), async (request, key, extra) => {
        const text = `${JSON.stringify(request).slice(0, -1)},${JSON.stringify(key)}:${JSON.stringify(extra)}}`;
        expect((await readEvent(JSON.parse(text))).kind).toBe('not-understood');
      }),
      { seed: 20_261_123, numRuns: 500 },
    );
  });
});

test('every event that is said to be understood is', async () => {
  const events = understoodEvents.filter((text) => text.startsWith('{'));
  expect(events.length).toBeGreaterThan(4);
  for (const text of events) {
    const request = await readEvent(JSON.parse(text.replace(', …', '')));
    expect(request.kind).not.toBe('not-understood');
  }
});
