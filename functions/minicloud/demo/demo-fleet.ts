import type { Fault } from '../dcs/dcs-fault.ts';
import { type InstanceSeed, instanceIdOf } from '../dcs/instance-seed.ts';

/** An instance of the demonstration; `failTimes` says how many actions on it DCS answers with `failed` at first. */
type DemoSeed = InstanceSeed & { readonly failTimes?: number };

/**
 * The instances of a small shop in cn-north-4, to go with `config/schedule.yaml`: what is `env: staging` is for the
 * nightly soft restart, but for the pinned one; `session-cache-*` are for the weekly reset; of the rest, two have more
 * memory than they use.
 */
export const demoFleet: readonly DemoSeed[] = [
  {
    name: 'shop-cart-staging',
    engineVersion: '5.0',
    cacheMode: 'ha',
    tags: { env: 'staging', app: 'shop' },
    keys: 18_204,
    restartSeconds: 38,
  },
  {
    name: 'shop-catalog-staging',
    engineVersion: '6.0',
    cacheMode: 'cluster',
    tags: { env: 'staging', app: 'shop' },
    keys: 240_117,
    restartSeconds: 95,
  },
  {
    // One node: a restart empties it.
    name: 'shop-images-staging',
    engineVersion: '5.0',
    cacheMode: 'single',
    tags: { env: 'staging', app: 'shop' },
    keys: 3_310,
    restartSeconds: 21,
  },
  {
    name: 'billing-queue-staging',
    engineVersion: '5.0',
    cacheMode: 'ha',
    tags: { env: 'staging', app: 'billing' },
    keys: 942,
    restartSeconds: 33,
    failTimes: 2,
  },
  {
    name: 'billing-ledger-staging',
    engineVersion: '4.0',
    cacheMode: 'proxy',
    tags: { env: 'staging', app: 'billing' },
    keys: 61_880,
    restartSeconds: 120,
  },
  {
    name: 'search-index-staging',
    engineVersion: '6.0',
    cacheMode: 'ha_rw_split',
    tags: { env: 'staging', app: 'search' },
    keys: 512_650,
    restartSeconds: 74,
  },
  {
    name: 'search-suggest-staging',
    engineVersion: '5.0',
    cacheMode: 'ha',
    tags: { env: 'staging', app: 'search' },
    status: 'ERROR',
    keys: 77_031,
    restartSeconds: 52,
  },
  {
    name: 'login-tokens-staging',
    engineVersion: '3.0.7',
    cacheMode: 'ha',
    tags: { env: 'staging', app: 'login' },
    keys: 5_409,
    restartSeconds: 64,
  },
  {
    name: 'loadtest-baseline-pinned',
    engineVersion: '5.0',
    cacheMode: 'ha',
    tags: { env: 'staging', app: 'loadtest' },
    keys: 1_000_000,
    restartSeconds: 45,
  },
  {
    name: 'session-cache-web',
    engineVersion: '6.0',
    cacheMode: 'cluster',
    tags: { env: 'prod', app: 'login' },
    keys: 2_418_300,
    restartSeconds: 150,
    flushSeconds: 18,
  },
  {
    name: 'session-cache-mobile',
    engineVersion: '5.0',
    cacheMode: 'ha',
    tags: { env: 'prod', app: 'login' },
    keys: 890_412,
    restartSeconds: 80,
    flushSeconds: 9,
    measured: { fragmentation: 1.71 },
  },
  {
    name: 'shop-cart-prod',
    engineVersion: '6.0',
    cacheMode: 'cluster',
    tags: { env: 'prod', app: 'shop' },
    keys: 4_803_975,
    restartSeconds: 210,
    measured: { fragmentation: 1.92 },
  },
  {
    name: 'billing-ledger-prod',
    engineVersion: '5.0',
    cacheMode: 'proxy',
    tags: { env: 'prod', app: 'billing' },
    keys: 1_120_506,
    restartSeconds: 180,
  },
];

/**
 * Whom a demonstration of conditions leaves out, by patterns of names: of the ten others, which a restart costs no data,
 * two are fragmented.
 */
export const keptFromDefragment = ['*-pinned', 'shop-images-*', 'search-suggest-*'] as const;

/** The faults that make the instances of a fleet fail as often as they say. */
export function faultsOf(fleet: readonly DemoSeed[]): readonly Fault[] {
  return fleet.flatMap(({ name, id = instanceIdOf(name), failTimes }) =>
    failTimes === undefined
      ? []
      : [
          {
            operation: 'RestartOrFlushInstances',
            matches: { instance: id },
            times: failTimes,
            effect: { kind: 'item-failed' },
          } as const,
        ],
  );
}
