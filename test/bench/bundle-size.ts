import { statSync } from 'node:fs';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { packFunction } from '../../functions/nightshift/deploy/pack/pack-function.ts';
import { openSchedule } from '../../functions/nightshift/place/schedule-file.ts';
import { type Figure, figure } from './figure.ts';

/** The zip of the function may have so many kilobytes (of 1024 bytes). */
const mostZipped = 320;

/** What an idle tick loads, what a run loads up to its first call, and all. */
const files = [['index.js'], ['index.js', 'run.js'], ['index.js', 'run.js', 'rest.js']];

/** Sizes of what is deployed, beside those of the same sources bundled plainly: whole packages, nothing minified. */
export async function measureSizes(): Promise<Figure[]> {
  const plain = await bundlePlainly();
  return [
    ...files.map((names) =>
      figure(names.join(' and '), 'KB', {
        value: names.reduce((sum, name) => sum + statSync(`dist/function/${name}`).size, 0) / 1024,
        baseline: plain.length / 1024,
      }),
    ),
    figure('zip', 'KB', {
      value:
        packFunction('dist/function', '.', openSchedule('config/schedule.yaml', { environment: {} })).bytes /
        1024,
      baseline: zipSync({ 'index.js': plain }, { level: 9 }).length / 1024,
      atMost: mostZipped,
    }),
  ];
}

async function bundlePlainly(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: ['functions/maintenance.ts'],
    outfile: 'index.js',
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.15',
    logLevel: 'error',
    logOverride: { 'empty-import-meta': 'silent' },
  });
  const [bundle] = outputFiles;
  if (!bundle) throw new Error('esbuild gave no bundle');
  return bundle.contents;
}
