import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { esdkObsSubstitutes } from '../../../functions/maintenance/huawei/esdk-obs-substitutes/esbuild-plugin.mjs';
import { bytesOf, obsStage, storeAt } from '../journal/obs-stage.ts';

const bundling = {
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  format: 'cjs',
  logLevel: 'silent',
} as const;

test('the store bundled without log4js appends and reads', async () => {
  const { outputFiles, metafile } = await build({
    ...bundling,
    entryPoints: ['functions/maintenance/journal/obs-store.ts'],
    plugins: [esdkObsSubstitutes],
  });
  expect(
    Object.keys(metafile.inputs).filter((path) => /log4js\/|streamroller|graceful-fs/.test(path)),
  ).toEqual([]);
  const bundled: { exports: { createObsStore?: Parameters<typeof storeAt>[2] } } = { exports: {} };
  const names = ['module', 'exports', 'require'];
  const compiled = compileFunction(outputFiles[0]?.text ?? '', names);
  compiled(bundled, bundled.exports, createRequire(import.meta.url));
  const { cloud } = await obsStage();
  const { store } = storeAt(cloud.endpoint, {}, bundled.exports.createObsStore);
  expect(await store.append('a', 0, bytesOf('x'))).toBe(1);
  expect(await store.read('a')).toHaveLength(1);
});

test('the substitute for log4js does not pretend to be more', () => {
  const log4js = createRequire(import.meta.url)(
    '../../../functions/maintenance/huawei/esdk-obs-substitutes/log4js.cjs',
  );
  expect(() => log4js.getLogger('a')).toThrow('no log4js');
});

test('the build fails when the client asks for a package that has no substitute', async () => {
  const newer = {
    name: 'a newer version',
    setup: ({ onLoad }: Parameters<(typeof esdkObsSubstitutes)['setup']>[0]) =>
      onLoad({ filter: /esdk-obs-nodejs[\\/]lib[\\/]log\.js$/ }, () => ({ contents: "require('moment')" })),
  };
  const failing = build({
    ...bundling,
    entryPoints: ['functions/maintenance/journal/obs-store.ts'],
    plugins: [esdkObsSubstitutes, newer],
  });
  await expect(failing).rejects.toThrow(
    'esdk-obs-nodejs asks for "moment", for which there is no substitute',
  );
});
