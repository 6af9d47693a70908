import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import { packFunction } from '../../functions/nightshift/deploy/pack/pack-function.ts';
import { unzipFiles } from '../../functions/nightshift/deploy/pack/zip.ts';
import { openSchedule } from '../../functions/nightshift/place/schedule-file.ts';
import { cpuOfChildrenMs } from './cpu-of-children.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

/** An idle tick may take so many times as long as a process that does nothing. */
const mostOverBare = 1.45;

/** What the example schedule refers to, as `getUserData` would give it. */
const environment = {
  BEIJING_PROJECT_ID: '0123456789abcdef0123456789abcdef',
  OPS_WEBHOOK_URL: 'https://hooks.example.com/ops/0123456789abcdef',
  OPS_WEBHOOK_SECRET: 'whsec_b3BzLXNlY3JldC1vZi1uby1vdGhlci11c2U=',
  AUDIT_WEBHOOK_URL: 'https://hooks.example.com/audit/0123456789abcdef',
  AUDIT_WEBHOOK_SECRET: 'whsec_YXVkaXQtc2VjcmV0LW9mLW5vLW90aGVyLXVzZQ==',
};
const keys = { accessKey: 'BENCHACCESSKEY', secretKey: 'bench-secret-key', securityToken: 'bench-token' };

/** A Tuesday long gone by (a tick ahead of the clock is refused), on which the example schedule has one job, at 03:30. */
const ticks = {
  'on the hour': '2025-12-09T05:00:00+08:00',
  'past the hour': '2025-12-09T05:05:00+08:00',
};

type Timing = { readonly wallMs: number; readonly cpuMs: number };

/**
 * The whole life of a process that loads what is deployed and is told a tick on which nothing is due, over that of a
 * bare `node -e 0` right before it. With the schedule that was deployed, and with one edited since. Runs so many
 * pairs of each; throws when the function does anything but nothing.
 */
export function measureIdleTicks(pairs: number): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-bench-'));
  try {
    const schedule = openSchedule('config/schedule.yaml', { environment: {} });
    const { content } = packFunction('dist/function', '.', schedule);
    for (const [path, file] of Object.entries(unzipFiles(content) ?? {}))
      writeFileSync(join(folder, path), file);
    if (!existsSync(join(folder, 'schedule.json')))
      throw new Error('only the built bench has a schedule.json');
    writeFileSync(join(folder, 'edited.yaml'), `${schedule.text}# Edited in the console.\n`);
    const tick = tickArgv(folder, ticks['past the hour'], environment);
    const onTheHour = tickArgv(folder, ticks['on the hour'], environment);
    const edited = tickArgv(folder, ticks['past the hour'], {
      ...environment,
      NIGHTSHIFT_SCHEDULE: 'edited.yaml',
    });
    const kinds = [
      { name: 'idle tick past the hour', argv: tick, limited: true },
      { name: 'idle tick on the hour', argv: onTheHour, limited: true },
      { name: 'idle tick, schedule edited since the deploy', argv: edited, limited: false },
    ];
    const measured = kinds.map(() => [] as { readonly bare: Timing; readonly tick: Timing }[]);
    for (let pair = 0; pair < pairs; pair++)
      for (const [index, { argv }] of kinds.entries())
        measured[index]?.push({ bare: timeNode(['-e', '0']), tick: timeNode(argv) });
    return kinds.flatMap(({ name, limited }, index) => figuresOf(name, limited, measured[index] ?? []));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tickArgv(code: string, time: string, userData: Readonly<Record<string, string>>): string[] {
  const event = timerEvent({ time: Date.parse(time), triggerName: 'tick' });
  return [
    resolve('test/bench/deliver-event.cjs'),
    code,
    ...[event, userData, keys].map((each) => JSON.stringify(each)),
  ];
}

/** With an environment of its own: whatever this machine tells node to load would be the larger part. */
function timeNode(argv: readonly string[]): Timing {
  const cpuBefore = cpuOfChildrenMs();
  const begun = performance.now();
  const { status, stderr, stdout } = spawnSync(process.execPath, argv, { env: {}, encoding: 'utf8' });
  const wallMs = performance.now() - begun;
  if (status !== 0) throw new Error(`the tick was not idle: ${stdout}${stderr}`);
  return { wallMs, cpuMs: cpuOfChildrenMs() - cpuBefore };
}

/** CPU times come in steps of 10 ms, so only their sums mean anything. */
function figuresOf(
  name: string,
  limited: boolean,
  pairs: readonly { readonly bare: Timing; readonly tick: Timing }[],
): Figure[] {
  const mean = (cpuMs: readonly number[]) => cpuMs.reduce((sum, each) => sum + each, 0) / cpuMs.length;
  const [cpu, bareCpu] = [
    mean(pairs.map(({ tick }) => tick.cpuMs)),
    mean(pairs.map(({ bare }) => bare.cpuMs)),
  ];
  return [
    {
      name,
      unit: 'ms',
      value: median(pairs.map(({ tick }) => tick.wallMs)),
      baseline: median(pairs.map(({ bare }) => bare.wallMs)),
      ratio: median(pairs.map(({ tick, bare }) => tick.wallMs / bare.wallMs)),
      limit: limited ? { of: 'ratio', atMost: mostOverBare } : null,
    },
    { name: `${name}, CPU`, unit: 'ms', value: cpu, baseline: bareCpu, ratio: cpu / bareCpu, limit: null },
  ];
}
