import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import middy from '@middy/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CodedError } from '../../../functions/maintenance/foundation/coded-error.ts';
import type { Request } from '../../../functions/maintenance/invocation/request.ts';
import type { Channel } from '../../../functions/maintenance/notify/channel.ts';
import {
  adaptContext,
  type HandlerContext,
} from '../../../functions/maintenance/runtime/function-context.ts';
import { createLog } from '../../../functions/maintenance/runtime/log.ts';
import { tellFailure } from '../../../functions/maintenance/runtime/middleware/tell-failure.ts';
import { openSaid } from '../../../functions/maintenance/runtime/said-in-register.ts';

const startAt = Date.parse('2026-11-22T19:30:00Z');
const minuteMs = 60_000;

const journal = 'version: 1\njournal: "file:journal"\n';
const wrongJob = `${journal}jobs: { nightly: { action: reboot } }\n`;
const noYaml = `${journal}timezone: "Asia/Shanghai\n`;
const lastGood = JSON.stringify({ schedule: { journal: { url: 'file:journal', keep: 1 }, regions: {} } });

/** Minutes after the first at which people are told of an error, each tick in a process of its own. */
async function toldAt(
  minutes: readonly number[],
  files: { readonly yaml: string; readonly json?: string },
  errorAt: (minute: number) => CodedError = () => new CodedError('schedule.invalid', 'wrong'),
): Promise<readonly number[]> {
  const codeDirectory = mkdtempSync(join(tmpdir(), 'said-'));
  onTestFinished(() => rmSync(codeDirectory, { recursive: true, force: true }));
  writeFileSync(join(codeDirectory, 'schedule.yaml'), files.yaml);
  if (files.json !== undefined) writeFileSync(join(codeDirectory, 'schedule.json'), files.json);
  const told: number[] = [];
  for (const minute of minutes) {
    const now = () => startAt + minute * minuteMs;
    // Nobody comes late in a file.
    const clock = { now, wait: () => new Promise<void>(() => undefined) };
    const channel: Channel = {
      name: 'ops',
      async tell() {
        told.push(minute);
        return { channel: 'ops', status: 'delivered', attempts: 1, reason: 'HTTP 200' };
      },
    };
    const said = async (context: HandlerContext) =>
      openSaid(context, { codeDirectory, processEnvironment: {}, clock });
    const pipeline = middy<Request, unknown, Error, HandlerContext>()
      .use(tellFailure(async () => [channel], now, said))
      .handler(() => Promise.reject(errorAt(minute)));
    const raw = { getRequestID: () => 'r-1', getRemainingTimeInMilliSeconds: () => 60_000 };
    const log = createLog('r-1', { now, print: () => undefined });
    const tick: Request = { kind: 'tick', at: now() };
    await expect(pipeline(tick, { ...adaptContext(raw, now), log })).rejects.toBeInstanceOf(CodedError);
  }
  return told;
}

const grid = [0, 5, 10, 55, 60, 65];

describe('a failure that each tick meets in a process of its own is told once an hour', () => {
  test('where the schedule is wrong and still tells of its journal', async () => {
    expect(await toldAt(grid, { yaml: wrongJob })).toEqual([0, 60]);
  });

  test('where it is no YAML and the last good one lies beside it', async () => {
    expect(await toldAt(grid, { yaml: noYaml, json: lastGood })).toEqual([0, 60]);
  });

  test('whatever its words say of the instant', async () => {
    const ahead = (minute: number) => new CodedError('tick.ahead', `ahead by ${minute}`);
    expect(await toldAt(grid, { yaml: wrongJob }, ahead)).toEqual([0, 60]);
  });

  test('and another one at once', async () => {
    const changing = (minute: number) => new CodedError('schedule.invalid', minute < 10 ? 'this' : 'that');
    expect(await toldAt(grid, { yaml: wrongJob }, changing)).toEqual([0, 10]);
  });
});

describe('it is told each time', () => {
  test('where nothing tells of a journal', async () => {
    expect(await toldAt([0, 5], { yaml: noYaml })).toEqual([0, 5]);
    expect(await toldAt([0, 5], { yaml: wrongJob.replace(journal, 'version: 1\n') })).toEqual([0, 5]);
  });

  test('where the journal is no place that could be one', async () => {
    expect(await toldAt([0, 5], { yaml: wrongJob.replace('file:journal', 'obs://b') })).toEqual([0, 5]);
  });
});
