import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mostBytes } from '../../functions/maintenance/document/decode-text.ts';
import { type Figure, pairedFigure } from './figure.ts';

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

/** So many times the CPU of only parsing the same text, with no place of anything kept. */
const mostOverYaml = 2.5;

/**
 * What `nightshift validate` of the largest schedule takes: the time that somebody waits for it and that of the
 * processor, which collects garbage on another core meanwhile, and the most memory that the process holds. Right after
 * each, a process that only parses the text with the package that reads it. Throws when anything else is wrong with the
 * schedule.
 */
export function measureLargeSchedule(): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-'));
  try {
    writeFileSync(join(folder, 'schedule.yaml'), largeSchedule());
    const taken = [[validate(folder), parseOnly(folder)] as const];
    const pairsOf = (of: (taken: Taken) => number) =>
      taken.map(([own, yaml]) => [of(own), of(yaml)] as const);
    return [
      pairedFigure(
        `validating ${jobs} jobs, 1 MB`,
        's',
        pairsOf(({ wallMs }) => wallMs / 1_000),
      ),
      pairedFigure(
        'time of the processor for them',
        's',
        pairsOf(({ cpuMs }) => cpuMs / 1_000),
        mostOverYaml,
      ),
      {
        ...pairedFigure(
          'peak memory while validating them',
          'MB',
          pairsOf(({ peakKb }) => peakKb / 1_024),
        ),
        limit: { of: 'value', atMost: 256 },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Taken = { readonly wallMs: number; readonly cpuMs: number; readonly peakKb: number };

function validate(cwd: string): Taken {
  const [said, taken] = take(cwd, [resolve('dist/local/nightshift.mjs'), 'validate']);
  if (!said.includes('schedule.yaml: 1 warning')) throw new Error(said);
  return taken;
}

function parseOnly(cwd: string): Taken {
  const yaml = JSON.stringify(resolve('node_modules/yaml'));
  const program = `require(${yaml}).parse(require('node:fs').readFileSync('schedule.yaml', 'utf8'))`;
  return take(cwd, ['-e', program])[1];
}

function take(cwd: string, argv: readonly string[]): readonly [string, Taken] {
  const begun = performance.now();
  const { stdout, output } = spawnSync(
    process.execPath,
    ['--require', resolve('test/bench/report-peak.cjs'), ...argv],
    { cwd, env: {}, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
  );
  const wallMs = performance.now() - begun;
  const [cpuMs = Number.NaN, peakKb = Number.NaN] = (output[3] ?? '').split(' ').map(Number);
  return [stdout, { wallMs, cpuMs, peakKb }];
}
