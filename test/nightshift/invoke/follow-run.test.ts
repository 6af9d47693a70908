import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import { decodeRecord } from '../../../functions/maintenance/journal/record-format.ts';
import { followRun } from '../../../functions/nightshift/invoke/follow-run.ts';
import { openInterruption } from '../../../functions/nightshift/place/interruption.ts';
import { openTerminal, type Streams } from '../../../functions/nightshift/place/terminal.ts';

const folder = 'test/maintenance/journal/fixtures';

/** Follows a run of a fixture by a clock that only waiting moves; answers how it ended, and how long that took. */
async function follow(file: string, startAt: number, endedAt?: number) {
  const bytes = readFileSync(`${folder}/${file}`);
  const { run } = JSON.parse(bytes.toString().split('\n')[0] ?? '') as { readonly run: string };
  const records = createMemoryRecords();
  await records.journal.append(run, 0, [...decodeRecord(bytes, { run, key: file })].flat());
  const [job = ''] = run.split('@');
  if (endedAt !== undefined)
    await records.register.enter({
      kind: 'ended',
      ended: { run, job, status: 'failed', endedAt, outcomes: { unknown: 1 } },
    });
  let now = startAt;
  const clock = {
    now: () => now,
    wait: async (ms: number) => {
      now += ms;
    },
  };
  const said: string[] = [];
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough(), env: {} };
  const interruption = openInterruption();
  const terminal = openTerminal(streams as unknown as Streams, interruption);
  const context = { clock, terminal, interruption };
  const end = await followRun(run, records, context, (line) => said.push(line)).catch((error) => error);
  return { end, said, tookMs: now - startAt };
}

test('a record of the first version that never says who was told is over two minutes after its end was seen, whatever clock wrote it', async () => {
  const dayBefore = Date.parse('2026-11-21T20:00:00Z');
  const { end, said, tookMs } = await follow('record-v1.jsonl', dayBefore);
  expect(end).toMatchObject({ status: 'succeeded' });
  expect(said.at(-1)).toMatch(/over: every instance has its outcome/);
  expect(tookMs).toBeLessThan(3 * 60_000);
});

test('a run that was given up is told as such, and not waited for', async () => {
  const dayAfter = Date.parse('2026-11-23T20:00:00Z');
  const { end, tookMs } = await follow('record-v2-waves.jsonl', dayAfter, dayAfter);
  expect(end).toMatchObject({
    code: 'run.given-up',
    message: expect.stringMatching(/was given up before it was over, .*nightshift show \S+ tells/),
  });
  expect(tookMs).toBeLessThan(60_000);
});
