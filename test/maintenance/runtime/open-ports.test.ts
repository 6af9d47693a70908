import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPlanMemory } from '../../../functions/maintenance/invocation/plan-memory.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import { adaptContext } from '../../../functions/maintenance/runtime/function-context.ts';
import { createLog } from '../../../functions/maintenance/runtime/log.ts';
import { portsOf } from '../../../functions/maintenance/runtime/open-ports.ts';
import { createTicksAhead } from '../../../functions/maintenance/runtime/ticks-ahead.ts';
import { json, listen } from '../huawei/listener.ts';
import { stillClock } from '../notify/still-clock.ts';
import { scheduleOf } from './schedule-fixture.ts';

const jobs = 'jobs: { nightly: { action: restart, targets: { region: beijing, names: ["*"] } } }';
const run = 'nightly@2026-11-23T03:30:00+08:00';

/** The ports of an invocation over a folder of code, and how often it asked for the agency's access key. */
function openedBy(yaml: string, { agency = true, endpoint = '' } = {}) {
  const codeDirectory = mkdtempSync(join(tmpdir(), 'nightshift-'));
  onTestFinished(() => rmSync(codeDirectory, { recursive: true }));
  const schedule = scheduleOf(yaml);
  const regions = { beijing: { region: 'cn-north-4', projectId: '0123456789abcdef', endpoint } };
  const clock = stillClock(Date.parse('2026-11-22T19:30:00Z'));
  let asked = 0;
  const accessKey = () => {
    asked += 1;
    return agency ? 'AK' : '';
  };
  const functionContext = { getSecurityAccessKey: accessKey, getSecuritySecretKey: () => 'SK' };
  const log = createLog('r-1', { now: clock.now, print: () => {} });
  const records = createMemoryRecords();
  const ports = portsOf(
    { ...schedule, regions },
    { ...adaptContext(functionContext, clock.now), log },
    {
      codeDirectory,
      processEnvironment: {},
      clock,
      records,
      plans: createPlanMemory(),
      ticksAhead: createTicksAhead(),
    },
    () => undefined,
  );
  return { ports, records, codeDirectory, asked: () => asked };
}

describe('the ports of an invocation', () => {
  test('to DCS ask for credentials with the first call, and for all calls once', async () => {
    const { endpoint, arrived } = await listen(json(200, { instances: [], instance_num: 0 }));
    const { ports, asked } = openedBy(jobs, { endpoint });
    expect(asked()).toBe(0);
    await ports.ready();
    expect(await ports.fleet.list('beijing')).toEqual([]);
    expect(await ports.fleet.list('beijing')).toEqual([]);
    expect(asked()).toBe(1);
    expect(arrived).toHaveLength(2);
  });

  test('to DCS are not ready without an agency, and no call goes out', async () => {
    const { endpoint, arrived } = await listen(json(200, {}));
    const { ports } = openedBy(jobs, { agency: false, endpoint });
    await expect(ports.ready()).rejects.toMatchObject({ code: 'credentials.missing' });
    await expect(ports.fleet.list('beijing')).rejects.toMatchObject({ code: 'credentials.missing' });
    expect(arrived).toEqual([]);
  });

  test('to the journal and the register are those of the schedule, opened when they are used', async () => {
    const { ports, records, codeDirectory } = openedBy(`journal: "file:records"\n${jobs}`, { agency: false });
    expect(existsSync(join(codeDirectory, 'records'))).toBe(false);
    await ports.register.enter({ kind: 'begins', run, at: 1_000 });
    expect(existsSync(join(codeDirectory, 'records'))).toBe(true);
    expect((await ports.register.open()).runs).toEqual([{ run, since: 1_000 }]);
    expect((await ports.journal.read(run)).position).toBe(0);
    expect((await records.register.open()).runs).toEqual([]);
  });

  test('to the journal and the register are those of the process where the schedule has none', () => {
    const { ports, records } = openedBy(jobs);
    expect(ports.journal).toBe(records.journal);
    expect(ports.register).toBe(records.register);
  });
});
