import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mostBytes } from '../../functions/maintenance/document/decode-text.ts';
import { type Figure, figure } from './figure.ts';
import { median } from './median.ts';

const jobs = 5_000;

/** As large as a schedule may be, with jobs at times of their own, and something to say about the first one. */
function largeSchedule(): string {
  const head = `version: 1
timezone: Asia/Shanghai
regions: { beijing: { region: cn-north-4, projectId: "\${PROJECT_ID}" } }
notify: { ops: { kind: webhook, url: "\${OPS_URL}", secret: "\${OPS_SECRET}" } }
jobs:
`;
  const written = Array.from(
    { length: jobs },
    (_, index) => `  job-${index}:
    action: soft_restart
    cron: "${index % 60} ${index % 24} * * *"
    window: 2h
    targets: { region: beijing, names: ["c-${index}-*"], tags: { env: ${index > 0 ? 'staging' : '"stag*"'}, team: t${index % 40} } }
    retry: { attempts: 5 }
    notify: [ops]
`,
  );
  const text = head + written.join('');
  return `${text}#${'-'.repeat(mostBytes - Buffer.byteLength(text) - 1)}`;
}

/**
 * What `nightshift validate` of the largest schedule takes: the time that somebody waits for it and that of the
 * processor, which collects garbage on another core meanwhile, and the most memory that the process holds. Throws when anything else is wrong with the schedule.
 */
export function measureLargeSchedule(runs: number): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-'));
  try {
    writeFileSync(join(folder, 'schedule.yaml'), largeSchedule());
    const taken = Array.from({ length: runs }, () => validate(folder));
    return [
      figure(`validating ${jobs} jobs, 1 MB`, 's', {
        value: median(taken.map(({ wallMs }) => wallMs)) / 1_000,
        baseline: null,
        atMost: 2,
      }),
      figure('time of the processor for them', 's', {
        value: median(taken.map(({ cpuMs }) => cpuMs)) / 1_000,
        baseline: null,
      }),
      figure('peak memory while validating them', 'MB', {
        value: median(taken.map(({ peakKb }) => peakKb)) / 1024,
        baseline: null,
        atMost: 256,
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Taken = { readonly wallMs: number; readonly cpuMs: number; readonly peakKb: number };

function validate(cwd: string): Taken {
  const argv = [
    '--require',
    resolve('test/bench/report-peak.cjs'),
    resolve('dist/local/nightshift.mjs'),
    'validate',
  ];
  const begun = performance.now();
  const { stdout, output } = spawnSync(process.execPath, argv, {
    cwd,
    env: {},
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const wallMs = performance.now() - begun;
  if (!stdout.includes('schedule.yaml: 1 warning')) throw new Error(stdout);
  const [cpuMs = Number.NaN, peakKb = Number.NaN] = (output[3] ?? '').split(' ').map(Number);
  return { wallMs, cpuMs, peakKb };
}
