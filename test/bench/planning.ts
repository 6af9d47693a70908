import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { planFingerprint } from '../../functions/maintenance/plan/fingerprint.ts';
import { makePlan } from '../../functions/maintenance/plan/make-plan.ts';
import { type Figure, figure } from './figure.ts';
import { largePlanInput } from './large-fleet.ts';
import { costAndGrowth } from './least-cpu.ts';
import { peakOfBareNode } from './process-peak.ts';

const mostMs = 1_000;
const mostMegabytes = 250;

const sizes = [12_500, 50_000] as const;

/**
 * The CPU time of planning 50,000 instances with groups, tiers, a ramp and data loss, and of the text that the plan's
 * hash is of, each beside JSON of the same and with how it grows; and the peak memory of a process that does both.
 */
export async function measurePlanning(turns: number): Promise<readonly Figure[]> {
  return [
    ...costAndGrowth(
      'planning 50,000 instances, beside parsing their list',
      sizes,
      (size) => {
        const input = largePlanInput(size);
        const text = JSON.stringify(input.instances);
        return { work: () => makePlan(input), beside: () => JSON.parse(text) };
      },
      { turns, atMost: mostMs },
    ),
    ...costAndGrowth(
      'what the hash of that plan is of, beside the plan as JSON',
      sizes,
      (size) => {
        const plan = makePlan(largePlanInput(size));
        return { work: () => planFingerprint(plan), beside: () => JSON.stringify(plan) };
      },
      { turns, atMost: mostMs },
    ),
    figure('peak memory of a process that plans them', 'MB', {
      value: (await peakOfPlanning(sizes[1])) / 2 ** 20,
      baseline: peakOfBareNode() / 2 ** 20,
      atMost: mostMegabytes,
    }),
  ];
}

/** Bytes. The process of the bench itself plans many times, and holds what it has measured before. */
async function peakOfPlanning(count: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-bench-'));
  try {
    const outfile = join(folder, 'plan-once.cjs');
    await build({
      ...{ entryPoints: ['test/bench/plan-once.ts'], outfile, bundle: true, logLevel: 'error' },
      ...{ platform: 'node', format: 'cjs', target: 'node20.15' },
    });
    const { status, stdout, stderr } = spawnSync(process.execPath, [outfile, String(count)], {
      ...{ env: {}, encoding: 'utf8' },
    });
    if (status !== 0) throw new Error(`it ended with ${status}: ${stderr}`);
    const { planned, peak } = JSON.parse(stdout) as { readonly planned: number; readonly peak: number };
    if (planned !== count) throw new Error(`${planned} of ${count} instances were planned`);
    return peak;
  } finally {
    await rm(folder, { recursive: true });
  }
}
