import { statSync } from 'node:fs';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { packFunction } from '../../functions/nightshift/deploy/pack/pack-function.ts';
import { openSchedule } from '../../functions/nightshift/place/schedule-file.ts';
import { type Figure, figure } from './figure.ts';

/** The zip of the function may have so many kilobytes (of 1024 bytes). */
const mostZipped = 300;

/** Sizes of what is deployed, beside those of the same sources bundled plainly: whole packages, nothing minified. */
export async function measureSizes(): Promise<Figure[]> {
  const plain = await bundlePlainly();
  return [
    figure('index.js and run.js', 'KB', {
      value: (statSync('dist/function/index.js').size + statSync('dist/function/run.js').size) / 1024,
      baseline: plain.length / 1024,
    }),
    figure('zip', 'KB', {
      value:
        packFunction('dist/function', '.', openSchedule('config/schedule.yaml', { environment: {} })).bytes /
        1024,
      baseline: zipSync({ 'index.js': plain }, { level: 9 }).length / 1024,
      atMost: mostZipped,
    }),
    figure('index.js', 'KB', { value: statSync('dist/function/index.js').size / 1024, baseline: null }),
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
