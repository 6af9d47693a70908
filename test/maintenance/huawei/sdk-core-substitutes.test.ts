import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { sdkCoreSubstitutes } from '../../../functions/maintenance/huawei/sdk-core-substitutes/esbuild-plugin.mjs';

const require = createRequire(import.meta.url);
const sdkCore = createRequire(require.resolve('@huaweicloud/huaweicloud-sdk-core/HcClient.js'));
const substitute = (file: string) =>
  require(`../../../functions/maintenance/huawei/sdk-core-substitutes/${file}`);

describe('the substitute for lodash', () => {
  const real = sdkCore('lodash');
  const ours = substitute('lodash.cjs');

  test.each([
    [['X-Sdk-Date', 'host', 'content-type', 'X-Project-Id', 'X-Security-Token']],
    [['b', 'B', 'a', 'A', 'a-b', 'a_b', 'aB']],
    [[]],
  ])('sorts %j as lodash does', (names) => {
    const lower = (name: string) => name.toLocaleLowerCase();
    expect(ours.sortBy(names, lower)).toEqual(real.sortBy(names, lower));
  });
});

describe('the substitute for moment', () => {
  const real = sdkCore('moment');
  const ours = substitute('moment.cjs');
  const pattern = 'YYYYMMDDTHHmmss';

  test.each(['20191115T033655Z', '20240229T235959Z', '20261231T000000Z'])(
    'writes %s as moment does',
    (stamp) => {
      expect(ours(stamp).utcOffset(0).format(pattern)).toBe(real(stamp).utcOffset(0).format(pattern));
    },
  );

  test('writes now in UTC', () => {
    const before = real().utcOffset(0).format(pattern);
    const written = ours().utcOffset(0).format(pattern);
    const after = real().utcOffset(0).format(pattern);
    expect(written >= before && written <= after).toBe(true);
  });

  test('does not pretend to be more', () => {
    expect(() => ours('yesterday')).toThrow('not all of moment');
    expect(() => ours().utcOffset(60)).toThrow('not all of moment');
    expect(() => ours().utcOffset(0).format('YYYY')).toThrow('not all of moment');
  });
});

test.each([
  ['default-http-client.cjs', 'DefaultHttpClient', 'HTTP client'],
  ['iam-service.cjs', 'IamService', 'IAM'],
])('%s is nothing that anything could be asked of', (file, name, what) => {
  const Substitute = substitute(file)[name];
  expect(() => new Substitute()).toThrow(`this bundle has no ${what} of the SDK`);
});

test('derived-signer.cjs signs nothing', () => {
  expect(() => substitute('derived-signer.cjs').DerivedAKSKSigner.sign()).toThrow('no derived keys');
});

test('the build fails when sdk-core asks for a package that has no substitute', async () => {
  const failing = build({
    stdin: {
      contents: "import '@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js';",
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    platform: 'node',
    write: false,
    logLevel: 'silent',
    plugins: [sdkCoreSubstitutes],
  });
  await expect(failing).rejects.toThrow(/sdk-core asks for "\w+", for which there is no substitute/);
});
