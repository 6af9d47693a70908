import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { renderText } from '../report/render-text.ts';
import type { Summary } from '../report/summary.ts';
import { startDemoCloud } from './demo-cloud.ts';
import { demoFleet } from './demo-fleet.ts';
import { createFunctionHost } from './function-host.ts';
import type { Invocation } from './function-host-invocation.ts';
import { instanceIdOf } from './instance-seed.ts';
import { localSchedule } from './local-schedule.ts';
import { followCloud } from './night-progress.ts';
import { timerEvent } from './timer-event.ts';

/**
 * `npm start`: one night of `config/schedule.yaml` on a local cloud, from the built bundle. The night is a Monday,
 * when both of its jobs have a fire, and after the example's override has expired.
 */
const mondayFour = Date.parse('2026-12-07T04:00:00+08:00');
const jobs = ['nightly-soft-restart', 'weekly-cache-reset'];
const scale = 90;

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const terminal = values.json ? process.stderr : process.stdout;
const print = (line: string) => terminal.write(`${line}\n`);

const { cloud, clock, inbox, projectId, environment } = await startDemoCloud({ scale, startAt: mondayFour });
const folder = await mkdtemp(join(tmpdir(), 'nightshift-'));
const schedule = join(folder, 'schedule.yaml');
await writeFile(schedule, localSchedule(await readFile('config/schedule.yaml', 'utf8')));
const host = createFunctionHost({
  codeDirectory: resolve('dist'),
  handler: 'index.handler',
  environment: { ...environment, NIGHTSHIFT_SCHEDULE: schedule },
  credentials: {
    accessKey: cloud.accessKey,
    secretKey: cloud.secretKey,
    securityToken: cloud.securityToken ?? '',
  },
  timeLimitMs: 7_200_000,
  memoryMb: 256,
  functionName: 'nightshift',
  projectId,
  clock,
});
const names = new Map(demoFleet.map(({ name }) => [instanceIdOf(name), name.padEnd(26)]));

try {
  print(`Local Huawei Cloud with ${demoFleet.length} DCS instances; its clock runs ${scale} times as fast.`);
  print(`Monday 2026-12-07 04:00 in Shanghai: the timer fires for ${jobs.join(' and ')}.\n`);
  const stop = followCloud(cloud, (id) => names.get(id) ?? id, print);
  const event = timerEvent({ time: mondayFour, triggerName: 'nightly', userEvent: JSON.stringify({ jobs }) });
  const invocation = await host.invoke(event);
  stop();
  process.exitCode = show(invocation);
} finally {
  await host.stop();
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
}

/** Shows what the function answered; the answer is the exit code. */
function show(invocation: Invocation): number {
  const summaries = summariesOf(invocation);
  if (summaries === undefined) {
    print(`\nThe function gave no summary: ${JSON.stringify({ ...invocation, logs: undefined })}`);
    for (const line of invocation.logs) print(line);
    return 1;
  }
  const { columns = 100, isTTY: colour = false } = terminal;
  for (const summary of summaries)
    print(`\n${renderText(summary, { width: Math.min(columns, 140), colour })}`);
  for (const { path, headers, answered } of inbox.messages)
    print(`Webhook ${path}: message ${headers['webhook-id']} ${answered}, signature verified.`);
  if (values.json) process.stdout.write(`${JSON.stringify({ summaries, audit: cloud.audit() }, null, 2)}\n`);
  return 0;
}

function summariesOf(invocation: Invocation): readonly Summary[] | undefined {
  if (invocation.kind !== 'answered') return undefined;
  const { summaries } = invocation.answer as { summaries?: readonly Summary[] };
  return summaries;
}
