import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeRecord } from '../../../functions/maintenance/journal/record-format.ts';
import { recordText } from '../../../functions/nightshift/runs/record-text.ts';
import { runRecordSchema } from '../../../functions/nightshift/runs/run-record.ts';
import { showRun } from '../../../functions/nightshift/runs/show-run.ts';

const folder = 'test/maintenance/journal/fixtures';

/** What each of them says of its instance, and what its timeline says of the last try. */
const shown: Readonly<Record<string, readonly [state: string, row: RegExp, entry: RegExp]>> = {
  'record-v1.jsonl': ['ended', /^session-cache-1 +北京 +succeeded +1 /m, /session-cache-1: succeeded/],
  'record-v1-flush.jsonl': [
    'waiting',
    /^cache-1 +beijing +sent +1 /m,
    /answered something else than "success"/,
  ],
  'record-v2.jsonl': [
    'waiting',
    /^cache-1 +beijing +waiting +1 .*answered with an/m,
    /HTTP 500\)\n.*another try/,
  ],
  'record-v3.jsonl': ['ended', /^cache-2 +beijing +succeeded +1 /m, /cache-2: succeeded/],
  'record-v2-waves.jsonl': [
    'waiting',
    /^cache-8 +beijing +waiting +0 +- +waits for its turn$/m,
    /invocation first gave it back/,
  ],
};

test.each(readdirSync(folder))('the record %s is shown, and in the shape of today', (file) => {
  const bytes = readFileSync(`${folder}/${file}`);
  const { run } = JSON.parse(bytes.toString().split('\n')[0] ?? '') as { readonly run: string };
  const events = [...decodeRecord(bytes, { run, key: file })].flat();
  const record = showRun({ run, events }, Date.parse('2026-11-22T20:00:00Z'), 'UTC');
  expect(runRecordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
  const text = recordText(record, { width: 160, hasEdge: true, colour: false, all: false });
  const [state, row, entry] = shown[file] ?? expect.unreachable(`nothing is expected of ${file}`);
  expect(record.state).toBe(state);
  expect(text).toMatch(row);
  expect(text).toMatch(entry);
});

test('an instance that waits for its maintenance window is shown with when that opens', () => {
  const lines = readFileSync(`${folder}/record-v3.jsonl`, 'utf8').split('\n');
  const run = 'nightly@2026-11-23T03:30:00+08:00';
  // Of cache-2, another window was seen at 20:00: 22:00 to 02:00.
  const until = lines.findIndex((line) => line.includes('"begin":79200000')) + 1;
  const bytes = Buffer.from(`${lines.slice(0, until).join('\n')}\n`);
  const events = [...decodeRecord(bytes, { run, key: 'cut' })].flat();
  const shownAt = (now: string) => {
    const record = showRun({ run, events }, Date.parse(now), 'UTC');
    expect(runRecordSchema.parse(record)).toEqual(record);
    return recordText(record, { width: 160, hasEdge: true, colour: false, all: false });
  };
  expect(shownAt('2026-11-22T20:10:00Z')).toMatch(
    /^cache-2 +beijing +waiting +0 +- +waits for its maintenance window, which opens at 2026-11-23 06:00:00\+08:00$/m,
  );
  expect(shownAt('2026-11-22T22:10:00Z')).toMatch(/^cache-2 +beijing +waiting +0 +- +waits for its turn$/m);
});
